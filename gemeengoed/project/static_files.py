"""Static files under names that hold a hash of their content, with a gzipped copy beside each."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Without brotli, whose best setting takes half a minute for the libraries of the API's page, and
    without their source maps, which only a developer's tools fetch. A proxy may do more."""

    def create_compressor(self, **settings: Any) -> Compressor:
        skipped = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
        return Compressor(**{**settings, "extensions": skipped, "use_brotli": False})
