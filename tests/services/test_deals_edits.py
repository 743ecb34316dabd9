"""Changing fields: what may be set to what, and that each change says what it was."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.errors import BadInput, NotAllowed, NotFound
from bot.models import EventKind, OutboxMessage
from bot.models.facts import Press
from bot.models.facts_deals import Verdict
from tests.services.world import FOREIGN_REP, MANAGER, REP, SECOND, STRANGER, VIEWER, World

NEW_VALUES: list[dict[str, Any]] = [
    {"client": "Borey"},
    {"title": "Office refit"},
    {"amount_minor": 99},
    {"amount_minor": None},
    {"amount_minor": 99, "currency": "EUR"},
    {"currency": "EUR"},
    {"probability": 0},
    {"probability": 100},
    {"phone": "+48221234567"},
    {"start_date": date(2026, 1, 31)},
    {"expected_close": date(2026, 12, 15)},
]


async def test_a_field_is_set_and_its_old_value_kept(world: World) -> None:
    for values in NEW_VALUES:
        await set_and_compare(world, values)


async def set_and_compare(world: World, values: dict[str, Any]) -> None:
    deal = await world.deal()
    world.clock.advance(days=1)
    outcome = await world.edits.set_fields(REP, deal.id, values, world.press())
    assert outcome.verdict is Verdict.DONE
    now = await world.fresh(deal)
    assert {name: getattr(now, name) for name in values} == values
    # An edit is no touch: it says something of the deal, not of the client.
    assert now.last_touch_at == deal.last_touch_at
    assert now.follow_up_at == deal.follow_up_at
    event = (await world.events(deal))[-1]
    assert (event.kind, event.version) == (EventKind.EDITED, 2)
    assert event.data["field"] == next(iter(values))
    old = {name: getattr(deal, name) for name in values}
    kept = {name: value.isoformat() if isinstance(value, date) else value for name, value in old.items()}
    assert {name: event.before[name] for name in values} == kept


async def test_a_new_name_is_found_by_search(world: World) -> None:
    deal = await world.deal()
    await world.edits.set_fields(REP, deal.id, {"client": "  Ромашка "}, world.press())
    now = await world.fresh(deal)
    assert (now.client, now.client_folded) == ("Ромашка", "romashka")
    assert (await world.events(deal))[-1].before["client_folded"] == "akme"


async def test_the_same_value_again_is_no_change(world: World) -> None:
    deal = await world.deal(title="Refit", probability=30)
    same = {"client": "Acme", "title": "Refit", "probability": 30, "amount_minor": 12_000_000, "currency": "PLN"}
    outcome = await world.edits.set_fields(REP, deal.id, same, world.press())
    assert outcome.verdict is Verdict.SAME
    assert (await world.fresh(deal)).version == 1
    assert len(await world.events(deal)) == 1


async def test_no_title_and_no_phone_are_kept_as_what_the_columns_call_nothing(world: World) -> None:
    deal = await world.deal(title="Refit", phone="+48221234567")
    await world.edits.set_fields(REP, deal.id, {"title": None, "phone": "  "}, world.press())
    now = await world.fresh(deal)
    assert (now.title, now.phone) == ("", None)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"client": ""}, "empty"),
    ({"client": "  "}, "empty"),
    ({"client": None}, "empty"),
    ({"client": "\u200b\u3164 \ufe0f"}, "empty"),
    ({"client": "x" * 201}, "too_long"),
    ({"title": "x" * 501}, "too_long"),
    ({"phone": "1" * 33}, "too_long"),
    ({"probability": -1}, "unreadable"),
    ({"probability": 101}, "unreadable"),
    ({"amount_minor": -1}, "unreadable"),
    ({"amount_minor": 10**30}, "unreadable"),
    ({"currency": "XXL"}, "unreadable"),
    ({"start_date": None}, "empty"),
    ({"start_date": "tomorrow"}, "unreadable"),
    ({"expected_close": "tomorrow"}, "unreadable"),
]


async def test_what_a_field_cannot_be_is_refused(world: World) -> None:
    deal = await world.deal()
    for values, kind in REFUSED:
        with pytest.raises(BadInput) as caught:
            await world.edits.set_fields(REP, deal.id, {"probability": 50, **values}, world.press())
        assert (caught.value.field, caught.value.kind) == (next(iter(values)), kind)
    assert (await world.fresh(deal)).probability is None


async def test_columns_with_actions_of_their_own_are_not_set_like_fields(world: World) -> None:
    deal = await world.deal()
    for name in ["owner_id", "stage_id", "version", "team_id", "closed", "follow_up_at", "nonsense"]:
        for values in ({name: 1}, {"probability": 5, name: 1}, {}):
            with pytest.raises(NotFound):
                await world.edits.set_fields(REP, deal.id, values, world.press())
    assert (await world.fresh(deal)).version == 1


async def test_the_source_is_one_of_the_teams_list(world: World) -> None:
    deal = await world.deal()
    source = await world.source()
    outcome = await world.edits.set_source(REP, deal.id, source, world.press())
    assert outcome.card.source is not None
    assert outcome.card.source.id == source
    for wrong in (await world.source(foreign=True), 10**6, 0, -1, 10**30):
        with pytest.raises(NotFound):
            await world.edits.set_source(REP, deal.id, wrong, world.press())
    assert (await world.fresh(deal)).source_id == source
    assert (await world.edits.set_source(REP, deal.id, source, world.press())).verdict is Verdict.SAME
    assert (await world.edits.set_source(REP, deal.id, None, world.press())).card.source is None
    assert (await world.fresh(deal)).source_id is None


async def test_a_manager_gives_a_deal_to_somebody_else_who_is_told(world: World) -> None:
    deal = await world.deal()
    outcome = await world.edits.reassign(MANAGER, deal.id, SECOND, world.press())
    assert (outcome.verdict, outcome.card.owner_name) == (Verdict.DONE, "Boris")
    now = await world.fresh(deal)
    assert (now.owner_id, now.last_touch_at) == (SECOND, deal.last_touch_at)
    event = (await world.events(deal))[-1]
    assert (event.kind, event.data, event.before) == (EventKind.REASSIGNED, {"to": SECOND}, {"owner_id": REP})
    async with world.elsewhere() as session:
        [row] = await session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "assigned"))
    assert (row.chat_id, row.args, row.dedupe_key) == (SECOND, {"event": event.id}, f"assigned:{event.id}")


async def test_nobody_is_told_what_they_did_themselves(world: World) -> None:
    deal = await world.deal()
    await world.edits.reassign(MANAGER, deal.id, MANAGER, world.press())
    async with world.elsewhere() as session:
        assert not list(await session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "assigned")))


async def test_a_deal_goes_only_to_members_who_work_deals(world: World) -> None:
    deal = await world.deal()
    await world.members.remove(1000, world.team.id, SECOND)
    for nobody in (VIEWER, STRANGER, FOREIGN_REP, SECOND, 0, -7, 10**30):
        with pytest.raises(NotFound):
            await world.edits.reassign(MANAGER, deal.id, nobody, world.press())
    assert (await world.fresh(deal)).owner_id == REP
    assert (await world.edits.reassign(MANAGER, deal.id, REP, world.press())).verdict is Verdict.SAME


async def test_a_rep_gives_no_deal_away(world: World) -> None:
    deal = await world.deal()
    with pytest.raises(NotAllowed):
        await world.edits.reassign(REP, deal.id, SECOND, world.press())
    assert (await world.fresh(deal)).owner_id == REP


async def test_every_edit_acts_once_per_tap(world: World) -> None:
    source = await world.source()
    for first, again in ((Press(60, "k"), Press(60, "k")), (Press(61, "k"), Press(62, "k")), (Press(63), Press(63))):
        for act in ("set_fields", "set_source", "reassign"):
            deal = await world.deal()
            arguments: Any = {"set_fields": {"title": "x"}, "set_source": source, "reassign": SECOND}[act]
            user = MANAGER if act == "reassign" else REP
            for press, verdict in ((first, Verdict.DONE), (again, Verdict.AGAIN)):
                assert (await getattr(world.edits, act)(user, deal.id, arguments, press)).verdict is verdict
            assert len(await world.events(deal)) == 2


async def test_moments_are_no_dates(world: World) -> None:
    deal = await world.deal()
    with pytest.raises(BadInput):
        await world.edits.set_fields(REP, deal.id, {"start_date": datetime.fromisoformat("2026-01-01")}, world.press())
