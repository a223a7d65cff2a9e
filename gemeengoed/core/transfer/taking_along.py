"""The file with a whole commons, for its stewards; by page and by API alike."""

from tempfile import SpooledTemporaryFile

from django.db import transaction
from django.http import FileResponse
from django.utils import timezone

from gemeengoed.core.commons.access import Access
from gemeengoed.core.log import services as log

from . import leaving

IN_MEMORY = 5_000_000
"""Bytes; a larger archive is made on disk."""


def answer(access: Access) -> FileResponse:
    """The archive; the public log tells that it was taken."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    leaving.write(access.commons, file)
    file.seek(0)
    _log(access)
    name = f"{access.commons.handle}-{timezone.localdate().isoformat()}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@transaction.atomic
def _log(access: Access) -> None:
    log.append(access.commons.actor, "commons.taken_along", access.actor)
