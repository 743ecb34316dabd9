"""Group commit: what is noted is written, in order, once, whatever fails."""

from __future__ import annotations

import asyncio

import pytest

from bot.telegram import batch
from bot.telegram.batch import Batch
from tests.support import until


class Log:
    def __init__(self, failures: int = 0) -> None:
        self.writes: list[list[int]] = []
        self.failures = failures

    async def write(self, items: list[int]) -> None:
        await asyncio.sleep(0)
        if self.failures:
            self.failures -= 1
            raise OSError("disk")
        self.writes.append(items)


async def test_many_notes_are_one_write() -> None:
    log = Log()
    notes: Batch[int] = Batch(log.write, pause=30)
    for number in range(5):
        notes.add(number)
    assert log.writes == []
    await notes.settle()
    assert log.writes == [[0, 1, 2, 3, 4]]
    await notes.settle()
    assert len(log.writes) == 1


async def test_they_are_written_by_themselves_after_the_pause_or_at_the_size() -> None:
    log = Log()
    notes: Batch[int] = Batch(log.write, pause=0.001, size=3)
    notes.add(1)
    await until(lambda: log.writes)
    notes = Batch(log.write, pause=30, size=3)
    for number in (2, 3, 4):
        notes.add(number)
    await until(lambda: len(log.writes) == 2)
    assert log.writes == [[1], [2, 3, 4]]


async def test_a_failed_write_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "RETRY_SECONDS", (0.0,))
    log = Log(failures=3)
    notes: Batch[int] = Batch(log.write, pause=30)
    number = notes.add(1)
    notes.add(2)
    await notes.settle()
    assert log.writes == [[1, 2]]
    assert notes.written >= number


async def test_notes_ride_along_in_another_transaction() -> None:
    log = Log()
    notes: Batch[int] = Batch(log.write, pause=30)
    number = notes.add(1)
    async with notes.ride() as items:
        assert items == [1]
        assert notes.written < number
    assert notes.written == number
    await notes.settle()
    assert log.writes == []


async def test_when_that_transaction_fails_they_wait_again() -> None:
    log = Log()
    notes: Batch[int] = Batch(log.write, pause=30)
    notes.add(1)

    async def fail() -> None:
        async with notes.ride():
            notes.add(2)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    await notes.settle()
    assert log.writes == [[1, 2]]


async def test_settle_waits_for_a_ride_that_carries_the_note() -> None:
    log = Log()
    notes: Batch[int] = Batch(log.write, pause=30)
    number = notes.add(1)
    arrived = asyncio.Event()

    async def ride() -> None:
        async with notes.ride():
            await arrived.wait()

    riding = asyncio.create_task(ride())
    await asyncio.sleep(0)
    settling = asyncio.create_task(notes.settle())
    await asyncio.sleep(0.01)
    assert not settling.done()
    arrived.set()
    await asyncio.gather(riding, settling)
    assert notes.written == number
    assert log.writes == []
