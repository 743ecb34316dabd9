"""Drafts: saved once, and nobody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.errors import NotAllowed, NotFound
from bot.models import Deal, Draft, EventKind, Member, OutboxMessage, Role, TeamChat
from bot.models.facts import NO_PRESS, Press
from bot.models.facts_deals import Verdict
from bot.models.facts_drafts import SharedContact
from bot.services.drafts import Drafts
from tests.services.draft_support import LINE, answered, drafts_of, started, stored, who
from tests.services.world import FOREIGN_REP, MANAGER, REP, SECOND, STRANGER, VIEWER, World, utc


@pytest.fixture
def drafts(world: World) -> Drafts:
    return drafts_of(world)


# Saving


async def test_saving_makes_one_deal_with_all_that_was_entered(drafts: Drafts, world: World) -> None:
    facts = await started(drafts, world, f"{LINE} close 15.12")
    await answered(drafts, world, facts.id, title="office refit")
    facts = await drafts.pick(who(world), facts.id, "source", str(facts.sources[0].id))
    press = world.press()
    saved = await drafts.save(who(world), facts.id, press)
    assert saved.outcome is not None
    assert saved.outcome.verdict is Verdict.DONE
    deal = await world.fresh(saved.outcome.card.deal)
    assert (deal.team_id, deal.owner_id, deal.number, deal.version) == (world.team.id, REP, 1, 1)
    assert (deal.client, deal.title, deal.amount_minor, deal.currency) == ("Acme", "office refit", 12_000_000, "PLN")
    assert (deal.stage_id, deal.phone, deal.source_id) == (
        world.stage("terms").id,
        "+48512345678",
        facts.sources[0].id,
    )
    assert (deal.next_step_at, deal.next_step_text) == (utc("2026-03-06 08:00"), "call Ivan")
    assert (deal.expected_close, deal.start_date) == (date(2026, 12, 15), date(2026, 3, 2))
    [event] = await world.events(deal)
    assert (event.kind, event.actor_id, event.inbox_id, event.press_key) == (
        EventKind.CREATED,
        REP,
        press.inbox_id,
        press.key,
    )
    assert (await stored(world, facts.id)).deal_id == deal.id


async def test_saving_twice_opens_the_same_deal(drafts: Drafts, world: World) -> None:
    facts = await started(drafts, world, LINE)
    first = await drafts.save(who(world), facts.id, world.press())
    again = await drafts.save(who(world), facts.id, world.press())
    assert first.outcome is not None
    assert again.outcome is not None
    assert again.outcome.verdict is Verdict.AGAIN
    assert again.outcome.card.deal.id == first.outcome.card.deal.id
    assert await world.count(Deal) == 1


async def test_without_a_stage_a_deal_starts_in_the_first(drafts: Drafts, world: World) -> None:
    facts = await started(drafts, world, "Acme")
    saved = await drafts.save(who(world), facts.id, world.press())
    assert saved.outcome is not None
    assert saved.outcome.card.stage == world.ladder.first_open


async def test_the_team_chat_hears_once(drafts: Drafts, world: World) -> None:
    async with world.database.write() as session:
        now = world.clock.now()
        session.add(
            TeamChat(team_id=world.team.id, chat_id=-5, title="x", locale="en", connected_by=MANAGER, connected_at=now)
        )
    facts = await started(drafts, world, LINE)
    before = await world.count(OutboxMessage)
    await drafts.save(who(world), facts.id, world.press())
    await drafts.save(who(world), facts.id, world.press())
    assert await world.count(OutboxMessage) == before + 1


async def test_cancelled_drafts_come_back_but_are_not_saved(drafts: Drafts, world: World) -> None:
    facts = await started(drafts, world, LINE)
    assert (await drafts.cancel(who(world), facts.id)).cancelled
    assert (await drafts.cancel(who(world), facts.id)).cancelled
    assert (await drafts.save(who(world), facts.id, world.press())).outcome is None
    assert (await drafts.answer(who(world), facts.id, "client", "Other")).draft.values.client == "Acme"
    assert (await drafts.pick(who(world), facts.id, "stage", "-")).stage == world.stage("terms")
    assert (await drafts.restore(who(world), facts.id)).is_open
    assert (await drafts.save(who(world), facts.id, world.press())).outcome is not None
    kept = await drafts.cancel(who(world), facts.id)
    assert (kept.cancelled, kept.deal_id is None) == (False, False)


async def test_the_draft_stays_with_its_team(drafts: Drafts, world: World) -> None:
    facts = await started(drafts, world, LINE)
    async with world.database.write() as session:
        session.add(
            Member(team_id=world.foreign.id, user_id=REP, role=Role.REP, active=True, joined_at=world.clock.now())
        )
    other = who(world, team_id=world.foreign.id)
    assert (await drafts.get(other, facts.id)).elsewhere
    saved = await drafts.save(other, facts.id, world.press())
    assert saved.outcome is not None
    assert saved.outcome.card.deal.team_id == world.team.id


async def test_a_stage_that_is_gone_is_left_out(drafts: Drafts, world: World) -> None:
    facts = await started(drafts, world, "Acme")
    async with world.database.write() as session:
        draft = await session.get_one(Draft, facts.id)
        draft.fields = {**draft.fields, "stage_id": 999_999, "source_id": 999_999}
    saved = await drafts.save(who(world), facts.id, world.press())
    assert saved.outcome is not None
    assert saved.outcome.card.stage == world.ladder.first_open


# Nobody else's


@pytest.mark.parametrize("user_id", [SECOND, MANAGER, VIEWER, STRANGER, FOREIGN_REP])
async def test_somebody_elses_draft_does_not_exist(drafts: Drafts, world: World, user_id: int) -> None:
    facts = await started(drafts, world, LINE)
    before = await world.dump()
    other = who(world, user_id)
    for attempt in (
        drafts.get(other, facts.id),
        drafts.answer(other, facts.id, "client", "Mine"),
        drafts.pick(other, facts.id, "stage", "-"),
        drafts.add_contact(other, facts.id, SharedContact("1", "x"), "phone"),
        drafts.shown(other, facts.id, 5),
        drafts.cancel(other, facts.id),
        drafts.restore(other, facts.id),
        drafts.save(other, facts.id, NO_PRESS),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert await drafts.find(other, facts.id) is None
    assert await world.dump() == before


async def test_who_lost_the_role_cannot_save(drafts: Drafts, world: World) -> None:
    facts = await started(drafts, world, LINE)
    await _set_member(world, role=Role.VIEWER)
    with pytest.raises(NotAllowed):
        await drafts.save(who(world), facts.id, world.press())
    assert await drafts.find(who(world), facts.id) is None
    await _set_member(world, active=False)
    with pytest.raises(NotFound):
        await drafts.save(who(world), facts.id, world.press())
    assert await world.count(Deal) == 0


async def test_who_lost_the_role_still_opens_what_was_saved(drafts: Drafts, world: World) -> None:
    facts = await started(drafts, world, LINE)
    await drafts.save(who(world), facts.id, world.press())
    await _set_member(world, role=Role.VIEWER)
    again = await drafts.save(who(world), facts.id, world.press())
    assert again.outcome is not None
    assert not again.outcome.card.may_change


async def test_without_a_team_there_are_no_drafts(drafts: Drafts, world: World) -> None:
    with pytest.raises(NotFound):
        await drafts.start(replace(who(world, STRANGER), team_id=None), LINE, Press())
    with pytest.raises(NotFound):
        await drafts.start(who(world, STRANGER), LINE, Press())


async def _set_member(world: World, **values: object) -> None:
    async with world.database.write() as session:
        member = (
            await session.execute(
                Member.__table__.select().where(Member.team_id == world.team.id, Member.user_id == REP)
            )
        ).one()
        row = await session.get_one(Member, member.id)
        for name, value in values.items():
            setattr(row, name, value)
