"""Static files under names that hold a hash of their content, with a gzipped copy beside each."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Without brotli, whose best setting takes half a minute for the libraries of the API's page, and
    without their source maps, which only a developer's tools fetch. A proxy may do more."""

    # Modules import one another under their hashed names, so that an old one never meets a new one.
    support_js_module_import_aggregation = True

    def create_compressor(self, **settings: Any) -> Compressor:
        skipped = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
        return Compressor(**{**settings, "extensions": skipped, "use_brotli": False})
