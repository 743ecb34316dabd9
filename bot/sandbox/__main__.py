"""`python -m bot.sandbox`: the stand-in alone, for tests and benchmarks. Prints one JSON line when ready."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal

from bot.sandbox.clock import SandboxClock
from bot.sandbox.journal import KEEP
from bot.sandbox.people import LANGUAGES
from bot.sandbox.server import Server
from bot.sandbox.telegram import DEFAULT_TOKEN, Telegram


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1, 0 for any")
    parser.add_argument("--token", default=DEFAULT_TOKEN)
    parser.add_argument("--language", choices=LANGUAGES, default="en")
    parser.add_argument("--no-limits", action="store_true", help="without Telegram's rate limits")
    parser.add_argument("--users", type=int, default=0, help="that many more people, who have pressed Start")
    parser.add_argument("--no-calls", action="store_true", help="keep no list of calls (for benchmarks)")
    return parser.parse_args()


async def _serve(arguments: argparse.Namespace) -> None:
    tg = Telegram(
        arguments.token,
        language=arguments.language,
        clock=SandboxClock(),
        limits=not arguments.no_limits,
        keep_calls=0 if arguments.no_calls else KEEP,
    )
    users = [tg.world.new_person(f"User {n}", arguments.language)["id"] for n in range(arguments.users)]
    for user_id in users:
        tg.world.chats[user_id].started = True
    server = Server(tg, port=arguments.port)
    await server.start()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    ready = {"port": server.port, "url": server.url, "token": arguments.token, "users": users}
    print(json.dumps(ready), flush=True)
    await stop.wait()
    await server.stop()


if __name__ == "__main__":
    asyncio.run(_serve(_arguments()))
