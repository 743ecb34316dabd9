"""Every handler gets what it asks for: its parameters against what the app, aiogram and its filters provide.

aiogram calls a handler with whatever of its parameters it knows; one it does not know fails only when
somebody taps. This test taps all of them.
"""

import inspect
from collections.abc import Iterator

from aiogram import Router
from aiogram.dispatcher.event.handler import FilterObject, HandlerObject
from aiogram.dispatcher.middlewares.data import MiddlewareData
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackQueryFilter

from bot.composition import PROVIDED
from bot.handlers import build_router
from bot.middlewares.who import PROVIDES

FROM_AIOGRAM = frozenset(key for kind in MiddlewareData.__mro__ for key in vars(kind).get("__annotations__", {}))


def walk(router: Router) -> Iterator[tuple[str, list[FilterObject], HandlerObject]]:
    """Every handler with its name for messages and the filters that stand on the way to it in its router."""
    for name, observer in router.observers.items():
        gate = observer._handler.filters or []
        for handler in observer.handlers:
            callback = inspect.unwrap(handler.callback)
            where = f"{callback.__module__}.{callback.__qualname__} ({name})"
            yield where, [*gate, *(handler.filters or [])], handler
    for inner in router.sub_routers:
        yield from walk(inner)


def from_filters(filters: list[FilterObject]) -> set[str]:
    """Names that the filters add. A filter of ours that adds some names them in `provides`."""
    names: set[str] = set()
    for event_filter in filters:
        callback = event_filter.callback
        if isinstance(callback, CallbackQueryFilter):
            names.add("callback_data")
        elif isinstance(callback, Command):
            names.add("command")
        names |= set(getattr(callback, "provides", ()))
    return names


HANDLERS = list(walk(build_router()))


def test_there_are_handlers() -> None:
    assert len(HANDLERS) > 10


def test_every_parameter_is_provided() -> None:
    wrong = []
    for where, filters, handler in HANDLERS:
        # The first parameter is the event, given by position.
        spec = list(_parameters(handler))[1:]
        missing = set(spec) - PROVIDED - PROVIDES - FROM_AIOGRAM - from_filters(filters)
        if missing:
            wrong.append(f"{where} asks for {', '.join(sorted(missing))}")
    assert not wrong, "\n".join(wrong)


def test_everything_that_is_provided_is_used() -> None:
    used = {name for _, _, handler in HANDLERS for name in _parameters(handler)}
    assert PROVIDED - used == frozenset()


def test_handlers_are_asynchronous() -> None:
    """A plain function would run in a thread: slow, and outside the loop's order."""
    wrong = [where for where, _, handler in HANDLERS if not handler.awaitable]
    assert not wrong, "\n".join(wrong)


def test_handlers_name_what_they_need() -> None:
    wrong = [where for where, _, handler in HANDLERS if handler.varkw]
    assert not wrong, "\n".join(wrong)


def test_filters_are_asynchronous() -> None:
    """aiogram runs a synchronous filter, `F.data` included, in a thread, for every update that passes by."""
    wrong = [
        f"{where}: {event_filter.magic or event_filter.callback!r}"
        for where, filters, _ in HANDLERS
        for event_filter in filters
        if not event_filter.awaitable
    ]
    assert not wrong, "\n".join(wrong)


def test_a_handler_stands_in_one_place() -> None:
    """Once for each button that it answers: registered twice for one, it would be reached by chance."""
    wheres = [(where, _button(filters)) for where, filters, _ in HANDLERS]
    assert sorted({where for where in wheres if wheres.count(where) > 1}) == []


def _button(filters: list[FilterObject]) -> str:
    found = [each.callback.callback_data.__name__ for each in filters if isinstance(each.callback, CallbackQueryFilter)]
    return " ".join(found)


def _parameters(handler: HandlerObject) -> Iterator[str]:
    yield from inspect.signature(inspect.unwrap(handler.callback)).parameters


def test_the_walk_sees_a_missing_name() -> None:
    router, inner = Router(), Router()
    router.include_router(inner)

    async def handler(event: object, deals: object, nobody_gives_this: object) -> None: ...

    inner.message.register(handler, Command("start"))
    [(_, filters, found)] = walk(router)
    assert from_filters(filters) == {"command"}
    assert set(_parameters(found)) - {"event", "deals"} == {"nobody_gives_this"}
