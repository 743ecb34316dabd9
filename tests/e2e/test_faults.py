"""Telegram's bad days, injected by the stand-in, while reminders go out: nothing is lost, nobody else waits, and the
admin learns who cannot be reached.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import pytest_asyncio

from bot.clock import FixedClock
from bot.database import Database
from bot.models import Role
from bot.services.members import Members
from bot.services.people import People
from tests.e2e.nudged import FIRST_TUESDAY, Nudged, Planned, nudged, refused, seed_team, skip_to, told_of
from tests.e2e.phones import City, Phone, labels, words
from tests.support import until

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

PATIENCE_SECONDS = 120.0
"""A chat in trouble is left alone for a minute after its fifth attempt."""

_weeks = count()


@pytest_asyncio.fixture(loop_scope="module")
async def team(city: City) -> AsyncIterator[Nudged]:
    """A team of its own for each test, in a week of its own."""
    yield await nudged(city, FIRST_TUESDAY + timedelta(weeks=next(_weeks)))
    await city.sandbox.clear_faults()


async def fault(team: Nudged, **rule: Any) -> None:
    await team.city.sandbox.post("faults", rules=[{"method": "sendMessage", **rule}])


async def hear(team: Nudged, *reps: Phone) -> None:
    """Return once these reps have been told of both their deals, each in one message."""
    for rep in reps:
        await until(lambda rep=rep: team.heard(rep), PATIENCE_SECONDS)  # type: ignore[misc]


async def nobody_heard_twice(team: Nudged) -> None:
    """Everything is sent, and each rep has one message, which names both deals."""
    await team.city.delivered()
    for rep in team.reps:
        for client in team.clients(rep):
            assert await told_of(team.city.sandbox, rep.user_id, client) == 1


async def warnings(team: Nudged, about: Phone) -> int:
    """How often the boss was told that somebody cannot be reached."""
    said = about.t("member-unreachable", name=team.names[about.user_id], team=f"Team {team.boss.user_id}")
    return len([one for one in await team.boss.messages() if words(one) == words({"text": said})])


async def member_labels(team: Nudged) -> list[str]:
    """The members as the boss's settings list them."""
    boss, t = team.boss, team.boss.t
    await boss.types("/settings")
    await boss.presses(t.plain("settings-team-button", team=""))
    await boss.presses(t.plain("team-members-button", count=len(team.names)))
    return labels(await boss.last())


@pytest.mark.parametrize("kind", ["blocked", "deactivated", "chat_gone"])
async def test_who_cannot_be_reached_delays_nobody_and_comes_back(team: Nudged, kind: str) -> None:
    lost, *others = team.reps
    await fault(team, kind=kind, chat_id=lost.user_id)
    await team.falls_due()
    await hear(team, *others)
    await until(lambda: warnings(team, lost), PATIENCE_SECONDS)
    # Something new for them, half an hour later: nobody is told again, and nothing else is tried.
    await skip_to(team.city, team.later)
    await until(lambda: told_of(team.city.sandbox, others[0].user_id, team.third(others[0])), PATIENCE_SECONDS)
    await team.city.delivered()
    assert await warnings(team, lost) == 1
    assert len(await refused(team.city.sandbox, lost.user_id)) == 1
    assert [label for label in await member_labels(team) if "⚠️" in label] == ["⚠️ Rep 0 · rep"]
    await team.city.sandbox.clear_faults()
    await lost.types("/help")
    await hear(team, lost)
    await nobody_heard_twice(team)
    assert await told_of(team.city.sandbox, lost.user_id, *team.clients(lost), team.third(lost)) == 1
    assert not [label for label in await member_labels(team) if "⚠️" in label]


async def test_an_admin_who_blocks_the_bot_is_nobodys_news(team: Nudged) -> None:
    own = Planned(team.boss.user_id, "Own deal", team.due)
    await seed_team(team.city.url, team.boss.user_id, {team.boss.user_id: "Helen"}, [own])
    await team.city.sandbox.post("block", user_id=team.boss.user_id, blocked=True)
    await team.falls_due()
    await hear(team, *team.reps)
    await nobody_heard_twice(team)
    told = "SELECT count(*) FROM outbox WHERE kind = 'member-unreachable' AND args LIKE ?"
    assert team.city.rows(told, f"%{team.boss.user_id}%") == [(0,)]
    # Letting the bot in again is enough, nothing need be written.
    await team.city.sandbox.post("block", user_id=team.boss.user_id, blocked=False)
    await until(lambda: told_of(team.city.sandbox, team.boss.user_id, "Own deal"), PATIENCE_SECONDS)


async def test_the_admin_hears_of_a_block_before_anything_had_to_be_sent(team: Nudged) -> None:
    lost = team.reps[0]
    await team.city.sandbox.post("block", user_id=lost.user_id, blocked=True)
    await until(lambda: warnings(team, lost), PATIENCE_SECONDS)
    await team.falls_due()
    await hear(team, *team.reps[1:])
    await team.city.delivered()
    assert await refused(team.city.sandbox, lost.user_id) == []
    await team.city.sandbox.post("block", user_id=lost.user_id, blocked=False)
    await hear(team, lost)
    await nobody_heard_twice(team)
    assert await warnings(team, lost) == 1


@pytest.mark.parametrize(
    "trouble",
    [
        {"kind": "429", "retry_after": 1},
        {"kind": "500"},
        {"kind": "502"},
        {"kind": "drop"},
        {"kind": "timeout", "seconds": 0.5},
    ],
    ids=lambda trouble: str(trouble["kind"]),
)
async def test_trouble_of_one_chat_is_nobody_elses(team: Nudged, trouble: dict[str, Any]) -> None:
    late, *others = team.reps
    await fault(team, chat_id=late.user_id, **trouble)
    await team.falls_due()
    # It lasts until all the others have heard.
    await hear(team, *others)
    await until(lambda: refused(team.city.sandbox, late.user_id), PATIENCE_SECONDS)
    assert not await team.heard(late)
    await team.city.sandbox.clear_faults()
    await hear(team, late)
    await nobody_heard_twice(team)
    assert await warnings(team, late) == 0


async def test_told_to_wait_it_waits(team: Nudged) -> None:
    late = team.reps[0]
    await fault(team, kind="429", retry_after=2, count=1, chat_id=late.user_id)
    await team.falls_due()
    await hear(team, *team.reps)
    calls = [call for call in await team.city.calls("sendMessage") if call["params"]["chat_id"] == late.user_id]
    [told] = [call for call in calls if not call["ok"]]
    assert calls[-1]["at"] - told["at"] >= 2
    await nobody_heard_twice(team)


@pytest.mark.parametrize("trouble", [{"kind": "429", "retry_after": 1}, {"kind": "502"}], ids=["429", "502"])
async def test_trouble_of_all_chats_loses_nothing(team: Nudged, trouble: dict[str, Any]) -> None:
    await fault(team, count=5, **trouble)
    await team.falls_due()
    await hear(team, *team.reps)
    await nobody_heard_twice(team)


async def test_an_answer_that_is_lost_doubles_its_message_and_no_other(team: Nudged) -> None:
    doubled = team.reps[0]
    await fault(team, kind="timeout", seconds=0.5, late=True, count=1, chat_id=doubled.user_id)
    await team.falls_due()
    await hear(team, *team.reps)
    await team.city.delivered()
    shown = [await told_of(team.city.sandbox, rep.user_id, *team.clients(rep)) for rep in team.reps]
    assert shown == [2, 1, 1]


async def test_after_an_hour_without_telegram_all_comes_once_in_one_message_and_in_order(team: Nudged) -> None:
    sandbox, rep = team.city.sandbox, team.reps[0]
    await fault(team, method="*", kind="502")
    await team.falls_due()

    async def outage() -> bool:
        return len(await refused(sandbox)) > 2 * len(team.reps)

    # Not only those of earlier tests' teams, which ring a minute before: what falls due later must find these unsent.
    await until(lambda: len(rung(team)) == len(team.reps), PATIENCE_SECONDS)
    # All sending rests for some seconds by now, so nothing is on its way when more falls due.
    await until(outage, PATIENCE_SECONDS)
    await change_roles(team, rep, Role.MANAGER, Role.REP)
    await skip_to(team.city, team.later)
    await until(lambda: len(rung(team)) == 2 * len(team.reps), PATIENCE_SECONDS)
    await skip_to(team.city, team.due + timedelta(hours=1))
    await sandbox.clear_faults()
    await hear(team, *team.reps)
    await nobody_heard_twice(team)
    for one in team.reps:
        assert await told_of(sandbox, one.user_id, *team.clients(one), team.third(one)) == 1
    said = [words(one) for one in await sandbox.from_bot(rep.user_id)]
    places = [said.index(words({"text": changed(team, rep, role)})) for role in ("manager", "rep")]
    assert places == sorted(places)


async def change_roles(team: Nudged, rep: Phone, *roles: Role) -> None:
    """The boss gives the rep one role after another, of each of which the rep is told."""
    database, clock = Database(team.city.url), FixedClock(team.due)
    members = Members(database, clock, People(database, clock))
    try:
        for role in roles:
            clock.advance(seconds=1)
            await members.set_role(team.boss.user_id, team.team_id, rep.user_id, role)
    finally:
        await database.close()


def changed(team: Nudged, rep: Phone, role: str) -> str:
    """What a rep reads of a new role."""
    return rep.t.plain("place-changed", team=f"Team {team.boss.user_id}", role=rep.t.plain(f"role-{role}"))


def rung(team: Nudged) -> list[tuple[Any, ...]]:
    """The messages to the team's reps that the bot has written down."""
    return team.city.rows("SELECT id FROM nudge WHERE team_id = ?", team.team_id)
