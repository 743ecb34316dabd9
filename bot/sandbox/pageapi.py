"""The page half of the server: state, the event stream, and everything a person can do on the phones."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import orjson
from aiohttp import web

from bot.sandbox.errors import PageError
from bot.sandbox.pageposts import Control, Posts
from bot.sandbox.pageviews import commands_view
from bot.sandbox.params import Json
from bot.sandbox.telegram import Telegram
from bot.sandbox.view import chats_view, phones_view

PAGE = Path(__file__).parent / "page"


class PageApi:
    """Routes of the page."""

    def __init__(self, tg: Telegram, control: Control) -> None:
        self._tg = tg
        self._control = control

    def add_to(self, app: web.Application) -> None:
        """Registers all routes."""
        app.router.add_get("/", self._index)
        app.router.add_get("/page/state", self._state)
        app.router.add_get("/page/ws", self._stream)
        app.router.add_get("/page/stats", self._stats)
        app.router.add_get("/page/calls", self._calls)
        app.router.add_get("/page/file/{id}", self._file)
        app.router.add_delete("/page/faults", self._clear_faults)
        for name, action in Posts(self._tg, self._control).all().items():
            app.router.add_post(f"/page/{name}", _poster(action))
        if PAGE.is_dir():
            app.router.add_static("/static", PAGE)

    async def _index(self, request: web.Request) -> web.StreamResponse:
        page = PAGE / "index.html"
        if not page.is_file():
            return web.Response(text="The page is not installed; the Bot API works.", status=404)
        return web.FileResponse(page, headers={"Cache-Control": "no-store"})

    async def _state(self, request: web.Request) -> web.Response:
        tg = self._tg
        return _json(
            {
                "bot": {name: tg.world.bot[name] for name in ("id", "username", "first_name")},
                "language": tg.world.language,
                "clock": tg.status(),
                "status": self._control.status,
                "status_text": self._control.status_text,
                "limits": tg.limits.enabled,
                "phones": phones_view(tg.world),
                "chats": chats_view(tg.world),
                "commands": commands_view(tg),
                "seq": tg.hub.seq,
            }
        )

    async def _stream(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        async with self._tg.hub.stream() as queue:
            pump = asyncio.create_task(_pump(queue, socket))
            async for _ in socket:
                pass  # the page says nothing; reading is what notices that it has gone
            pump.cancel()
            await asyncio.gather(pump, return_exceptions=True)
        return socket

    async def _stats(self, request: web.Request) -> web.Response:
        journal = self._tg.journal
        return _json(
            {
                "calls": dict(journal.calls),
                "errors": dict(journal.errors),
                "cpu_seconds": time.process_time(),
                "pending_updates": len(self._tg.updates),
            }
        )

    async def _calls(self, request: web.Request) -> web.Response:
        since = request.query.get("since", "0")
        return _json(self._tg.journal.since(int(since) if since.isdigit() else 0))

    async def _file(self, request: web.Request) -> web.Response:
        stored = self._tg.files.get(request.match_info["id"])
        if stored is None:
            raise web.HTTPNotFound
        return web.Response(body=stored.content, content_type=stored.mime)

    async def _clear_faults(self, request: web.Request) -> web.Response:
        self._tg.faults.rules.clear()
        return _json({"ok": True})


def _poster(
    action: Callable[[Json], Awaitable[Json]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        body = await request.read()
        try:
            given = orjson.loads(body) if body else {}
            if not isinstance(given, dict):
                raise PageError("an object is expected")
            return _json(await action(given))
        except PageError as error:
            return _json({"error": str(error)}, 400)
        except (KeyError, TypeError, ValueError) as error:
            return _json({"error": f"bad request: {error!r}"}, 400)

    return handle


async def _pump(queue: asyncio.Queue[bytes | None], socket: web.WebSocketResponse) -> None:
    while (data := await queue.get()) is not None:
        await socket.send_str(data.decode())
    await socket.close()


def _json(value: Json | list[Json], status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(value), status=status, content_type="application/json")
