"""The Bot API half of the server: /bot<TOKEN>/<method> and file downloads."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import orjson
from aiohttp import web

from bot.sandbox.errors import ApiError
from bot.sandbox.faults import DropConnection, Rule, apply
from bot.sandbox.files import MAX_UPLOAD
from bot.sandbox.methods import METHODS
from bot.sandbox.methods.registry import SPELLING
from bot.sandbox.methods.webhooks import Webhooks
from bot.sandbox.params import Json, Params, Upload
from bot.sandbox.telegram import Telegram

_JSON = "application/json"
_OK = b'{"ok":true,"result":'


async def handle_call(
    tg: Telegram, webhooks: Webhooks, request: web.BaseRequest, token: str, name: str
) -> web.Response:
    """Answers one Bot API call, whatever goes wrong in it."""
    name = name.lower()
    spelling = SPELLING.get(name, name)
    params: Json = {}
    rule: Rule | None = None
    try:
        if token != tg.world.token:
            raise ApiError(401, "Unauthorized")
        read = await read_params(request)
        params = read.raw
        rule = tg.faults.take(name, params)
        if rule is not None and not rule.late:
            await apply(rule)
        body = await call(tg, webhooks, name, read)
        if rule is not None and rule.late:
            await apply(rule)
    except ApiError as error:
        tg.call_log(spelling, params, error.code, error.description)
        return _refusal(error)
    except DropConnection:
        tg.call_log(spelling, params, 1, "connection dropped")
        if request.transport is not None:
            request.transport.abort()
        raise web.HTTPServiceUnavailable from None
    tg.call_log(spelling, params, 0, "")
    return web.Response(body=_OK + body + b"}", content_type=_JSON)


async def call(tg: Telegram, webhooks: Webhooks, name: str, params: Params) -> bytes:
    """Runs one method and returns its result as JSON."""
    function = METHODS.get(name)
    if function is not None:
        return orjson.dumps(function(tg, params))
    if name == "getupdates":
        return await _get_updates(tg, params)
    waiting = {"setwebhook": webhooks.set, "deletewebhook": webhooks.delete, "getwebhookinfo": webhooks.info}
    if name not in waiting:
        raise ApiError(404, "Not Found: method not found")
    return orjson.dumps(await waiting[name](tg, params))


async def _get_updates(tg: Telegram, params: Params) -> bytes:
    allowed = params.array("allowed_updates", "can't parse allowed updates JSON object")
    offset, limit, timeout = params.number("offset"), params.number("limit", 100), params.number("timeout")
    if not tg.updates.webhook_active:
        tg.updates.allow(allowed)
    return await tg.updates.poll(offset, limit, timeout)


def _refusal(error: ApiError) -> web.Response:
    answer: Json = {"ok": False, "error_code": error.code, "description": error.description}
    headers = {}
    if error.parameters:
        answer["parameters"] = error.parameters
        if "retry_after" in error.parameters:
            headers["Retry-After"] = str(error.parameters["retry_after"])
    return web.Response(status=error.code, body=orjson.dumps(answer), content_type=_JSON, headers=headers or None)


async def read_params(request: web.BaseRequest) -> Params:
    """Arguments from query string and body; the body wins. Raises 400 for broken JSON, 413 for size."""
    raw: dict[str, Any] = dict(request.query) if request.query_string else {}
    if not request.can_read_body:
        return Params(raw)
    if (request.content_length or 0) > MAX_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    kind = request.content_type
    if kind == "multipart/form-data":
        return await _read_multipart(request, raw)
    try:
        body = await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    if kind == _JSON:
        raw.update(_read_json(body))
    else:
        raw.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return Params(raw)


def _read_json(body: bytes) -> Json:
    if not body:
        return {}
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise ApiError(400, "Bad Request: can't parse JSON object") from None
    if not isinstance(value, dict):
        raise ApiError(400, "Bad Request: expected an Object")
    return value


async def _read_multipart(request: web.BaseRequest, raw: Json) -> Params:
    files: dict[str, Upload] = {}
    try:
        form = await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    for name, value in form.items():
        if isinstance(value, web.FileField):
            files[name] = Upload(value.filename, value.file.read(), value.content_type)
        elif isinstance(value, bytes | bytearray):
            files[name] = Upload(name, bytes(value), "application/octet-stream")
        else:
            raw[name] = value
    return Params(raw, files)
