"""Pictures, documents and downloads."""

from __future__ import annotations

from bot.sandbox.errors import bad_request
from bot.sandbox.files import MAX_DOWNLOAD, document_api, photo_api
from bot.sandbox.methods.edits import apply_edit, editable
from bot.sandbox.methods.registry import method
from bot.sandbox.methods.sending import caption_content, read_caption, read_place, send
from bot.sandbox.params import Json, Params, want_text
from bot.sandbox.telegram import Telegram


@method("sendPhoto")
def send_photo(tg: Telegram, params: Params) -> Json:
    """Sends a picture."""
    caption = read_caption(params)
    place = read_place(tg, params)
    photo = photo_api(tg.files.take(params, "photo"))
    return send(tg, params, place, {"photo": photo, **caption_content(caption)})


@method("sendDocument")
def send_document(tg: Telegram, params: Params) -> Json:
    """Sends a file."""
    caption = read_caption(params)
    place = read_place(tg, params)
    document = document_api(tg.files.take(params, "document"))
    return send(tg, params, place, {"document": document, **caption_content(caption)})


@method("editMessageMedia")
def edit_message_media(tg: Telegram, params: Params) -> Json:
    """Replaces the picture or document of a message, with its caption and keyboard."""
    media = params.mapping("media", "can't parse input media JSON object")
    if not media:
        raise bad_request("media is not specified")
    kind = want_text(media, "type", "InputMedia", required=True)
    if kind not in {"photo", "document"}:
        raise bad_request(f"can't parse InputMedia: type {kind} isn't supported by the sandbox")
    inner = Params({**media, kind: media.get("media")}, params.files)
    caption = read_caption(inner)
    chat, message, markup = editable(tg, params)
    if "text" in message.api:
        raise bad_request("there is no media in the message to edit")
    stored = tg.files.take(inner, kind)
    content = {kind: photo_api(stored) if kind == "photo" else document_api(stored)}
    return apply_edit(tg, chat, message, {**content, **caption_content(caption)}, markup)


@method("getFile")
def get_file(tg: Telegram, params: Params) -> Json:
    """Where a file can be downloaded; up to 20 MB."""
    file_id = params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    stored = tg.files.get(file_id)
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        "file_path": f"{stored.kind}s/{stored.id}",
    }
