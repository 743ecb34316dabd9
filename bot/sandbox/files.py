"""Files sent to and by the bot, kept in memory. Sizes and shapes are checked as Telegram checks them."""

from __future__ import annotations

import secrets
import struct
from collections import OrderedDict
from dataclasses import dataclass

from bot.sandbox.errors import bad_request
from bot.sandbox.params import Json, Params, Upload

MAX_UPLOAD = 50 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_SIDES = 10_000
MAX_RATIO = 20
KEEP_BYTES = 200 * 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(slots=True)
class StoredFile:
    """One file with the ids a bot sees."""

    id: str
    unique_id: str
    name: str
    mime: str
    content: bytes
    kind: str


class Files:
    """The files of this session; the oldest are forgotten when they take too much memory."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, StoredFile] = OrderedDict()
        self._bytes = 0

    def get(self, file_id: str) -> StoredFile | None:
        """The file, or None when it was never there or is forgotten."""
        return self._files.get(file_id)

    def clear(self) -> None:
        """Forgets all files."""
        self._files.clear()
        self._bytes = 0

    def store(self, upload: Upload, kind: str) -> StoredFile:
        """Keeps an uploaded file under a new id."""
        token = secrets.token_urlsafe(18)
        stored = StoredFile(f"AgAC{token}", token[:16], upload.name, upload.mime, upload.content, kind)
        self._files[stored.id] = stored
        self._bytes += len(upload.content)
        while self._bytes > KEEP_BYTES and len(self._files) > 1:
            _, old = self._files.popitem(last=False)
            self._bytes -= len(old.content)
        return stored

    def take(self, params: Params, field: str) -> StoredFile:
        """The file of an argument: uploaded in the request, or a known file id. Raises 400."""
        upload = _uploaded(params, field)
        if upload is not None:
            if not upload.content:
                raise bad_request("file must be non-empty")
            return self.store(upload, field)
        given = params.text(field)
        if not given:
            raise bad_request(f"there is no {field} in the request")
        if given.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        stored = self.get(given)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != field:
            raise bad_request(f"can't use file of type {stored.kind.title()} as {field.title()}")
        return stored


def _uploaded(params: Params, field: str) -> Upload | None:
    direct = params.files.get(field)
    if direct is not None:
        return direct
    given = params.raw.get(field)
    if isinstance(given, str) and given.startswith("attach://"):
        return params.files.get(given[len("attach://") :])
    return None


def document_api(stored: StoredFile) -> Json:
    """The Document object."""
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_name": stored.name,
        "mime_type": stored.mime,
        "file_size": len(stored.content),
    }


def photo_api(stored: StoredFile) -> list[Json]:
    """The list of PhotoSize objects. Raises 400 for what is not a picture or has impossible sides."""
    size = len(stored.content)
    if size > MAX_PHOTO:
        raise bad_request(f"file of size {size} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes")
    sides = picture_sides(stored.content)
    if sides is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = sides
    if width + height > MAX_SIDES or max(sides) > MAX_RATIO * min(sides):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return [
        {
            "file_id": stored.id,
            "file_unique_id": stored.unique_id,
            "width": width,
            "height": height,
            "file_size": size,
        }
    ]


def picture_sides(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG in pixels, or None."""
    if content.startswith(_PNG) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return (width, height) if width and height else None
    if content.startswith(b"\xff\xd8"):
        return _jpeg_sides(content)
    return None


def _jpeg_sides(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return (width, height) if width and height else None
        at += 2 + int(struct.unpack(">H", content[at + 2 : at + 4])[0])
    return None
