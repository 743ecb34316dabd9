"""One contract for every FSM storage: aiogram's own in memory, and ours on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram.exceptions import DataNotDictLikeError
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage, StorageKey
from aiogram.fsm.storage.memory import MemoryStorage
from sqlalchemy import func, select

from bot.clock import FixedClock
from bot.database import Database
from bot.models import FsmState
from bot.telegram import fsm
from bot.telegram.fsm import SqlStorage

KEY = StorageKey(bot_id=42, chat_id=-42, user_id=42)
OTHERS = [
    StorageKey(bot_id=43, chat_id=-42, user_id=42),
    StorageKey(bot_id=42, chat_id=-43, user_id=42),
    StorageKey(bot_id=42, chat_id=-42, user_id=43),
    StorageKey(bot_id=42, chat_id=-42, user_id=42, destiny="other"),
    StorageKey(bot_id=42, chat_id=-42, user_id=42, thread_id=7),
]


class Steps(StatesGroup):
    amount = State()


@pytest.fixture(
    params=["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
)
def storage(request: pytest.FixtureRequest, clock: FixedClock) -> BaseStorage:
    if request.param == "memory":
        return MemoryStorage()
    name = "sqlite_database" if request.param == "sqlite" else "postgres"
    return SqlStorage(request.getfixturevalue(name), clock)


async def test_set_and_get_state(storage: BaseStorage) -> None:
    assert await storage.get_state(KEY) is None
    await storage.set_state(KEY, "state")
    assert await storage.get_state(KEY) == "state"
    await storage.set_state(KEY, Steps.amount)
    assert await storage.get_state(KEY) == "Steps:amount"
    await storage.set_state(KEY, None)
    assert await storage.get_state(KEY) is None


async def test_set_and_get_data(storage: BaseStorage) -> None:
    assert await storage.get_data(KEY) == {}
    await storage.set_data(KEY, {"foo": "bar", "n": [1, {"a": None}]})
    assert await storage.get_data(KEY) == {"foo": "bar", "n": [1, {"a": None}]}
    await storage.set_data(KEY, {"only": True})
    assert await storage.get_data(KEY) == {"only": True}
    await storage.set_data(KEY, {})
    assert await storage.get_data(KEY) == {}


async def test_get_value(storage: BaseStorage) -> None:
    await storage.set_data(KEY, {"foo": "bar"})
    assert await storage.get_value(KEY, "foo") == "bar"
    assert await storage.get_value(KEY, "none") is None
    assert await storage.get_value(KEY, "none", "default") == "default"


async def test_update_data(storage: BaseStorage) -> None:
    assert await storage.update_data(KEY, {"foo": "bar"}) == {"foo": "bar"}
    assert await storage.update_data(KEY, {"baz": "spam"}) == {"foo": "bar", "baz": "spam"}
    assert await storage.get_data(KEY) == {"foo": "bar", "baz": "spam"}


async def test_state_and_data_do_not_touch_each_other(storage: BaseStorage) -> None:
    await storage.set_state(KEY, "state")
    await storage.set_data(KEY, {"foo": "bar"})
    await storage.set_state(KEY, None)
    assert await storage.get_data(KEY) == {"foo": "bar"}
    await storage.set_state(KEY, "again")
    await storage.set_data(KEY, {})
    assert await storage.get_state(KEY) == "again"


async def test_keys_are_apart(storage: BaseStorage) -> None:
    await storage.set_state(KEY, "state")
    await storage.set_data(KEY, {"foo": "bar"})
    for other in OTHERS:
        assert await storage.get_state(other) is None
        assert await storage.get_data(other) == {}


async def test_what_is_handed_out_is_a_copy(storage: BaseStorage) -> None:
    data = {"foo": "bar"}
    await storage.set_data(KEY, data)
    data["foo"] = "changed"
    found = await storage.get_data(KEY)
    found["foo"] = "changed"
    assert await storage.get_data(KEY) == {"foo": "bar"}


@pytest.mark.parametrize("data", ["text", [1], None])
async def test_data_must_be_a_dict(storage: BaseStorage, data: Any) -> None:
    with pytest.raises(DataNotDictLikeError):
        await storage.set_data(KEY, data)


async def test_a_restart_loses_nothing(database: Database, clock: FixedClock) -> None:
    before = SqlStorage(database, clock)
    await before.set_state(KEY, Steps.amount)
    await before.set_data(KEY, {"client": "Ромашка", "list": [1, 2]})
    after = SqlStorage(database, clock)
    assert await after.get_state(KEY) == "Steps:amount"
    assert await after.get_data(KEY) == {"client": "Ромашка", "list": [1, 2]}


async def test_a_dialogue_that_is_over_leaves_no_row(database: Database, clock: FixedClock) -> None:
    storage = SqlStorage(database, clock)
    await storage.set_state(KEY, "state")
    await storage.set_data(KEY, {"foo": "bar"})
    await storage.set_state(KEY, None)
    await storage.set_data(KEY, {})
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(FsmState)) == 0


async def test_changing_what_was_handed_out_and_setting_it_is_written(
    sqlite_database: Database, clock: FixedClock
) -> None:
    """The usual way to append: a shallow copy would make the new list equal to the remembered one."""
    storage = SqlStorage(sqlite_database, clock)
    await storage.set_data(KEY, {"list": [1]})
    data = await storage.get_data(KEY)
    data["list"].append(2)
    await storage.set_data(KEY, data)
    assert await SqlStorage(sqlite_database, clock).get_data(KEY) == {"list": [1, 2]}


async def test_on_sqlite_a_tap_costs_no_query(sqlite_database: Database, clock: FixedClock) -> None:
    storage = SqlStorage(sqlite_database, clock)
    assert await storage.get_state(KEY) is None
    storage._database = None  # type: ignore[assignment]
    assert await storage.get_state(KEY) is None
    await storage.set_state(KEY, None)
    assert await storage.get_data(KEY) == {}


@pytest.mark.postgres
async def test_on_postgres_another_process_is_believed(postgres: Database, clock: FixedClock) -> None:
    one, two = SqlStorage(postgres, clock), SqlStorage(postgres, clock)
    assert await one.get_state(KEY) is None
    await two.set_state(KEY, "state")
    assert await one.get_state(KEY) == "state"


async def test_memory_does_not_grow_without_end(
    sqlite_database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fsm, "KEPT_IN_MEMORY", 3)
    storage = SqlStorage(sqlite_database, clock)
    for user in range(10):
        await storage.set_state(StorageKey(bot_id=1, chat_id=user, user_id=user), f"state {user}")
    assert storage._memory is not None
    assert len(storage._memory) == 3
    for user in range(10):
        key = StorageKey(bot_id=1, chat_id=user, user_id=user)
        assert await storage.get_state(key) == f"state {user}"
