"""A form with a file in it, read into memory: nothing of it may reach a disk, not even in passing."""

from collections.abc import Mapping

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from chatbot_adapters.web.guard import MAX_UPLOAD

MAX_FIELDS = 20
MULTIPART = "multipart/form-data"


class _InMemory(MultiPartParser):
    spool_max_size = MAX_UPLOAD + 1  # starlette's own writes what is over a megabyte to a temporary file


async def read_upload(request: Request) -> tuple[Mapping[str, str], tuple[str, bytes]]:
    """The form's fields, and the file's name and contents; ("", b"") where none was chosen.

    Raises `HTTPException` for what is no such form, and what the guard raises for one that is too large.
    """
    if not request.headers.get("content-type", "").startswith(MULTIPART):
        raise HTTPException(400)
    parser = _InMemory(request.headers, request.stream(), max_files=1, max_fields=MAX_FIELDS)
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise HTTPException(400) from error
    try:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        file = form.get("file")
        return fields, (file.filename or "", await file.read()) if isinstance(file, UploadFile) else ("", b"")
    finally:
        await form.close()
