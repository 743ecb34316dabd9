"""Drafts: correcting a field by word or button, and the guided entry."""

from __future__ import annotations

from datetime import date

import pytest

from bot.errors import NotFound
from bot.models.facts_drafts import DraftValues
from bot.services.drafts import Drafts
from tests.services.draft_support import LINE, answered, drafts_of, started, stored, who
from tests.services.world import World, utc


@pytest.fixture
def drafts(world: World) -> Drafts:
    return drafts_of(world)


# Correcting


async def test_every_field_can_be_typed(drafts: Drafts, world: World) -> None:
    facts = await started(drafts, world, "Acme")
    facts = await answered(
        drafts,
        world,
        facts.id,
        client="Borey",
        amount="45 tys. zł",
        stage="terms",
        step="call Ivan tomorrow 10:00",
        close="15.12",
        phone="512 345 678",
        title="office refit",
    )
    values = facts.values
    assert (values.client, values.amount_minor, facts.currency) == ("Borey", 4_500_000, "PLN")
    assert facts.stage == world.stage("terms")
    assert (values.next_step_at, values.next_step_text) == (utc("2026-03-03 09:00"), "call Ivan")
    assert (values.expected_close, values.phone, values.title) == (date(2026, 12, 15), "+48512345678", "office refit")


async def test_a_source_is_read_by_its_name_in_any_language(drafts: Drafts, world: World) -> None:
    facts = await started(drafts, world, "Acme")
    for name in facts.sources[0].names.values():
        chosen = (await drafts.answer(who(world), facts.id, "source", name.upper())).draft
        assert chosen.values.source_id == facts.sources[0].id
        await drafts.pick(who(world), facts.id, "source", "-")


@pytest.mark.parametrize(
    ("field", "text", "about", "kind"),
    [
        ("amount", "12o k", "amount", "unreadable"),
        ("amount", "0", "amount", "not_positive"),
        ("amount", "9" * 23, "amount", "too_big"),
        ("stage", "nowhere at all", "stage", "unreadable"),
        ("step", "call Ivan", "when", "unreadable"),
        ("step", "yesterday", "when", "past"),
        ("close", "1.1.2020", "date", "past"),
        ("phone", "12", "phone", "unreadable"),
        ("source", "moon", "source", "unreadable"),
        ("client", "\x00", "client", "empty"),
        ("client", "\u200b \ufe0f", "client", "empty"),
        ("title", "\u3164\u2800", "title", "empty"),
        ("step", "call Ivan in 5 years", "when", "too_far"),
    ],
)
async def test_bad_input_changes_nothing(
    drafts: Drafts, world: World, field: str, text: str, about: str, kind: str
) -> None:
    facts = await started(drafts, world, LINE)
    before = await stored(world, facts.id)
    answer = await drafts.answer(who(world), facts.id, field, text)
    assert answer.problem is not None
    assert (answer.problem.field, answer.problem.kind) == (about, kind)
    assert answer.draft.values == facts.values
    assert (await stored(world, facts.id)).fields == before.fields


async def test_buttons_set_and_clear_fields(drafts: Drafts, world: World) -> None:
    facts = await started(drafts, world, LINE)
    stage, source = world.stage("defence"), facts.sources[1]
    await drafts.pick(who(world), facts.id, "stage", str(stage.id))
    await drafts.pick(who(world), facts.id, "source", str(source.id))
    await drafts.pick(who(world), facts.id, "step", "7")
    facts = await drafts.pick(who(world), facts.id, "close", "30")
    assert (facts.stage, facts.values.source_id) == (stage, source.id)
    assert (facts.values.next_step_at, facts.values.next_step_text) == (utc("2026-03-09 08:00"), "call Ivan")
    assert facts.values.expected_close == date(2026, 4, 1)
    for field in ("amount", "stage", "step", "close", "phone", "source", "title"):
        facts = await drafts.pick(who(world), facts.id, field, "-")
    assert facts.values == DraftValues(client="Acme", currency="PLN")


async def test_another_currency_keeps_the_number(drafts: Drafts, world: World) -> None:
    facts = await started(drafts, world, "Acme 500 JPY")
    assert (facts.values.amount_minor, facts.currencies) == (500, ("PLN", "JPY", "EUR", "USD"))
    facts = await drafts.pick(who(world), facts.id, "currency", "EUR")
    assert (facts.values.amount_minor, facts.currency) == (50_000, "EUR")
    typed = await drafts.answer(who(world), facts.id, "amount", "700")
    assert (typed.draft.values.amount_minor, typed.draft.currency) == (70_000, "EUR")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stage", "999999"),
        ("stage", "won"),
        ("stage", "9" * 60),
        ("source", "foreign"),
        ("step", "3"),
        ("step", "²"),
        ("close", "-1"),
        ("currency", "XXX"),
        ("client", "-"),
        ("deal_id", "1"),
    ],
)
async def test_what_no_button_offers_is_refused(drafts: Drafts, world: World, field: str, value: str) -> None:
    facts = await started(drafts, world, "Acme")
    if value == "won":
        value = str(world.ladder.first_won.id)
    if value == "foreign":
        value = str(await world.source(foreign=True))
    with pytest.raises(NotFound):
        await drafts.pick(who(world), facts.id, field, value)
    with pytest.raises(NotFound):
        await drafts.answer(who(world), facts.id, "deal_id", "1")


# Guided


async def test_an_untouched_draft_is_taken_up_again(drafts: Drafts, world: World) -> None:
    first = await drafts.begin(who(world), world.press())
    assert (await drafts.begin(who(world), world.press())).id == first.id
    await answered(drafts, world, first.id, client="Acme")
    assert (await drafts.begin(who(world), world.press())).id != first.id


async def test_the_questions_lead_through_the_draft(drafts: Drafts, world: World) -> None:
    facts = await drafts.begin(who(world), world.press())
    assert facts.questions == ("client", "amount", "stage", "step", "close", "phone", "source", "title")
    assert [facts.after(name) for name in facts.questions] == [*facts.questions[1:], None]
    assert [facts.before(name) for name in facts.questions] == [None, *facts.questions[:-1]]
