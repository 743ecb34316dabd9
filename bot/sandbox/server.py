"""The stand-in as an HTTP server on 127.0.0.1."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.sandbox.api import handle_call
from bot.sandbox.files import MAX_DOWNLOAD, MAX_UPLOAD
from bot.sandbox.methods.webhooks import Webhooks
from bot.sandbox.pageapi import PageApi
from bot.sandbox.pageposts import Control
from bot.sandbox.telegram import Telegram

HOST = "127.0.0.1"


class Server:
    """One listening stand-in. `port` 0 takes any free one; `url` is known after `start`."""

    def __init__(self, tg: Telegram, control: Control | None = None, *, port: int = 0) -> None:
        self.tg = tg
        self.port = port
        self.control = control or Alone(self)
        self.webhooks = Webhooks()
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The address of page and Bot API."""
        return f"http://{HOST}:{self.port}"

    async def start(self) -> None:
        """Begins to listen. Raises OSError when the port is taken."""
        app = web.Application(client_max_size=MAX_UPLOAD + 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        PageApi(self.tg, self.control).add_to(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def reset(self, language: str) -> None:
        """Empties the world, forgets the webhook and what was set for updates."""
        await self.webhooks.stop()
        self.tg.reset(language)

    async def stop(self) -> None:
        """Ends streams and polls, then closes."""
        await self.webhooks.stop()
        self.tg.hub.close()
        self.tg.updates.end_poll("terminated by the end of the server")
        await asyncio.sleep(0)
        if self._runner is not None:
            await self._runner.cleanup()

    async def _call(self, request: web.Request) -> web.Response:
        info = request.match_info
        return await handle_call(self.tg, self.webhooks, request, info["token"], info["method"])

    async def _download(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.tg.world.token:
            raise web.HTTPUnauthorized
        stored = self.tg.files.get(request.match_info["path"].rsplit("/", 1)[-1])
        if stored is None or len(stored.content) > MAX_DOWNLOAD:
            raise web.HTTPNotFound
        return web.Response(body=stored.content, content_type="application/octet-stream")


class Alone:
    """The control of a stand-in that supervises no bot."""

    status = "running"
    status_text = ""

    def __init__(self, server: Server) -> None:
        self._server = server

    async def reset(self, language: str) -> None:
        """Empties the world."""
        await self._server.reset(language)

    async def restart_bot(self) -> None:
        """There is no bot to restart."""
