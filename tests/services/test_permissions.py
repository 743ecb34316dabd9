"""Nothing crosses teams, and nobody does more than their role allows, whatever button is forged."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import DealnudgeError, NotAllowed, NotFound
from bot.models import Deal, Role, TouchKind
from bot.models.facts import Who
from bot.models.facts_drafts import SharedContact
from bot.services.deals import DealCards, DealEdits, DealMoves, DealTyping, DealUndoing, DealWork
from bot.services.lists import Lists
from bot.services.reminders.pausing import Pausing
from tests.services.world import ADMIN, FOREIGN_ADMIN, FOREIGN_REP, MANAGER, REP, SECOND, STRANGER, VIEWER, World

Call = Callable[[World, int, Deal], Awaitable[Any]]


def desk(world: World) -> DealTyping:
    """Where answers to questions about a deal go."""
    pausing = Pausing(world.database, world.changing)
    return DealTyping(world.cards, world.edits, world.moves, world.work, pausing, world.clock)


def who(world: World, user: int) -> Who:
    return Who(user, "x", "en", "Europe/Warsaw", world.team.id, country="PL")


def typing(world: World, user: int, deal: Deal, field: str, text: str) -> Awaitable[Any]:
    """Answer a question about the deal in words."""
    return desk(world).answer(who(world, user), deal.id, field, text, 9, world.press())


def sharing(world: World, user: int, deal: Deal) -> Awaitable[Any]:
    """Answer the question about the phone with a contact."""
    contact = SharedContact("48600100200", "Ewa Nowak")
    return desk(world).take_contact(who(world, user), deal.id, contact, world.press())


async def lose(world: World, user: int, deal: Deal) -> Any:
    return await world.moves.lose(user, deal.id, await world.reason(), 9, world.press())


async def set_source(world: World, user: int, deal: Deal) -> Any:
    return await world.edits.set_source(user, deal.id, await world.source(), world.press())


async def undo(world: World, user: int, deal: Deal) -> Any:
    event = (await world.events(deal))[-1]
    return await world.undoing.undo(user, deal.id, event.id, world.press())


def plan(world: World, user: int, deal: Deal) -> Awaitable[Any]:
    at = world.clock.now() + timedelta(days=1)
    return world.work.plan(user, deal.id, at, world.press(), has_time=True)


LOOKS: dict[str, Call] = {
    "DealCards.card": lambda w, u, d: w.cards.card(u, d.id),
    "DealCards.choices": lambda w, u, d: w.cards.choices(u, d.id),
    "DealCards.history": lambda w, u, d: w.cards.history(u, d.id, 0),
}
CHANGES: dict[str, Call] = {
    "DealMoves.move": lambda w, u, d: w.moves.move(u, d.id, w.stage("defence").id, 9, w.press()),
    "DealMoves.lose": lose,
    "DealMoves.comment_loss": lambda w, u, d: w.moves.comment_loss(u, d.id, "Why", w.press()),
    "DealMoves.park_until": lambda w, u, d: w.moves.park_until(u, d.id, 9, w.press(), days=7),
    "DealWork.touch": lambda w, u, d: w.work.touch(u, d.id, TouchKind.CALL, w.zone, w.press()),
    "DealWork.note": lambda w, u, d: w.work.note(u, d.id, "Note", w.press()),
    "DealWork.plan": plan,
    "DealWork.plan_in_days": lambda w, u, d: w.work.plan_in_days(u, d.id, 3, w.zone, w.press()),
    "DealWork.end_step": lambda w, u, d: w.work.end_step(u, d.id, finished=True, press=w.press()),
    "DealEdits.set_fields": lambda w, u, d: w.edits.set_fields(u, d.id, {"title": "Mine now"}, w.press()),
    "DealEdits.set_source": set_source,
    "DealEdits.reassign": lambda w, u, d: w.edits.reassign(u, d.id, u, w.press()),
    "DealUndoing.undo": undo,
    "DealTyping.answer": lambda w, u, d: typing(w, u, d, "note", "Note"),
    "DealTyping.answer amount": lambda w, u, d: typing(w, u, d, "amount", "5k"),
    "DealTyping.answer step": lambda w, u, d: typing(w, u, d, "step", "call tomorrow"),
    "DealTyping.answer park": lambda w, u, d: typing(w, u, d, "park", "1 May"),
    "DealTyping.take_contact": sharing,
    "DealTyping.answer comment": lambda w, u, d: typing(w, u, d, "comment", "Why"),
}
OF_THE_TEAM: dict[str, Call] = {
    "Lists.page": lambda w, u, d: w.lists.page(u, d.team_id, "my", "t"),
    "Lists.stage_counts": lambda w, u, d: w.lists.stage_counts(u, d.team_id, "t"),
    "Lists.search": lambda w, u, d: w.lists.search(u, d.team_id, "acme"),
}
EVERYTHING = {**LOOKS, **CHANGES, **OF_THE_TEAM}
SERVICES = (DealCards, DealMoves, DealWork, DealEdits, DealUndoing, DealTyping, Lists)


async def worked_on(world: World) -> Deal:
    """A deal of Anna's with something to undo, to end and to comment on."""
    made = await world.deal()
    await world.work.plan_in_days(REP, made.id, 5, world.zone, world.press())
    await world.move(made, "terms")
    return made


async def refused(world: World, calls: dict[str, Call], user: int, error: type[Exception], why: str = "") -> None:
    """Every call ends in the error, and the database is as it was."""
    deal = await worked_on(world)
    await unchanged_by(world, calls, user, deal, error, why)


async def ended_in(call: Awaitable[Any]) -> DealnudgeError | None:
    """The refusal, if there was one."""
    try:
        await call
    except DealnudgeError as refusal:
        return refusal
    return None


async def unchanged_by(
    world: World, calls: dict[str, Call], user: int, deal: Deal, error: type[Exception], why: str = ""
) -> None:
    before = await world.dump()
    for name, call in calls.items():
        refusal = await ended_in(call(world, user, deal))
        assert type(refusal) is error, f"{name} by {user}: {refusal!r}"
        assert not why or getattr(refusal, "why", "") == why, name
    assert await world.dump() == before


def test_every_public_method_is_tried() -> None:
    public = {
        f"{service.__name__}.{name}"
        for service in SERVICES
        for name, member in inspect.getmembers(service, inspect.isfunction)
        if not name.startswith("_")
    }
    assert public == {name.partition(" ")[0] for name in EVERYTHING}


@pytest.mark.parametrize("user", [STRANGER, FOREIGN_ADMIN, FOREIGN_REP, 4242, -1])
async def test_strangers_and_other_teams_find_nothing_and_change_nothing(world: World, user: int) -> None:
    await refused(world, EVERYTHING, user, NotFound)


async def test_who_left_the_team_finds_nothing_even_of_their_own_deals(world: World) -> None:
    deal = await worked_on(world)
    await world.members.remove(ADMIN, world.team.id, REP)
    await unchanged_by(world, EVERYTHING, REP, deal, NotFound)


async def test_viewers_change_nothing(world: World) -> None:
    await refused(world, CHANGES, VIEWER, NotAllowed, "viewer")


async def test_a_rep_who_became_a_viewer_changes_nothing_even_of_their_own(world: World) -> None:
    deal = await worked_on(world)
    await world.members.set_role(ADMIN, world.team.id, REP, Role.VIEWER)
    await unchanged_by(world, CHANGES, REP, deal, NotAllowed, "viewer")


async def test_another_reps_deal_does_not_exist_for_a_rep(world: World) -> None:
    await refused(world, {**LOOKS, **CHANGES}, SECOND, NotFound)


async def test_where_reps_see_all_they_still_change_only_their_own(world: World) -> None:
    await world.let_reps_see_all()
    await refused(world, CHANGES, SECOND, NotAllowed, "not_owner")


@pytest.mark.parametrize("user", [REP, MANAGER, ADMIN, VIEWER])
async def test_looking_is_allowed_and_changes_nothing(world: World, user: int) -> None:
    deal = await worked_on(world)
    before = await world.dump()
    for call in (*LOOKS.values(), *OF_THE_TEAM.values()):
        await call(world, user, deal)
    assert await world.dump() == before


@pytest.mark.parametrize("user", [REP, MANAGER, ADMIN])
async def test_the_owner_managers_and_admins_may(world: World, user: int) -> None:
    for name, call in CHANGES.items():
        if (name, user) == ("DealEdits.reassign", REP):
            continue
        deal = await worked_on(world)
        if "comment" in name:
            await world.lose(deal)
        if name == "DealUndoing.undo":
            await world.work.note(user, deal.id, "Mine", world.press())
        events = len(await world.events(deal))
        await call(world, user, deal)
        assert len(await world.events(deal)) == events + 1, name


async def test_a_rep_gives_no_deal_away(world: World) -> None:
    await refused(world, {"reassign": CHANGES["DealEdits.reassign"]}, REP, NotAllowed, "role")


async def test_a_role_in_one_team_is_none_in_another(world: World) -> None:
    """An admin of theirs who is a viewer of ours."""
    link = await world.invites.make(ADMIN, world.team.id, Role.VIEWER, 1, 1, "for the foreign admin")
    await world.invites.use(FOREIGN_ADMIN, link.token)
    await refused(world, CHANGES, FOREIGN_ADMIN, NotAllowed, "viewer")
