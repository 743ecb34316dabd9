"""Drafts: how they begin, and the deals that they may be about."""

from __future__ import annotations

import pytest

from bot.errors import NotAllowed
from bot.models import Deal, Draft
from bot.models.facts_drafts import DraftStart, SharedContact
from bot.services.draft_matches import SHOWN
from bot.services.drafts import Drafts
from tests.services.draft_support import LINE, answered, drafts_of, started, stored, who
from tests.services.world import FOREIGN_REP, MANAGER, REP, SECOND, VIEWER, World, utc


@pytest.fixture
def drafts(world: World) -> Drafts:
    return drafts_of(world)


# One line


async def test_one_line_becomes_a_draft(drafts: Drafts, world: World) -> None:
    facts = await started(drafts, world, LINE)
    values = facts.values
    assert (values.client, values.amount_minor, facts.currency) == ("Acme", 12_000_000, "PLN")
    assert facts.stage == world.stage("terms")
    assert (values.next_step_at, values.next_step_has_time) == (utc("2026-03-06 08:00"), False)
    assert (values.next_step_text, values.phone) == ("call Ivan", "+48512345678")
    row = await stored(world, facts.id)
    assert (row.team_id, row.user_id, row.source_text, row.deal_id) == (world.team.id, REP, LINE, None)


@pytest.mark.parametrize(
    ("locale", "text", "client", "minor", "currency", "stage"),
    [
        ("ru", "Ромашка 1,2 млн ₽ защита", "Ромашка", 120_000_000, "RUB", "defence"),
        ("pl", "Kowalski 45 tys. zł warunki w piątek", "Kowalski", 4_500_000, "PLN", "terms"),
        ("pl", "Ромашка 1,2 млн ₽ terms", "Ромашка", 120_000_000, "RUB", "terms"),
    ],
)
async def test_stages_are_read_in_any_language(
    drafts: Drafts, world: World, locale: str, text: str, client: str, minor: int, currency: str, stage: str
) -> None:
    facts = (await drafts.start(who(world, locale=locale), text, world.press())).draft
    assert facts is not None
    assert (facts.values.client, facts.values.amount_minor, facts.currency) == (client, minor, currency)
    assert facts.stage == world.stage(stage)


async def test_a_replayed_update_shows_the_same_draft(drafts: Drafts, world: World) -> None:
    press = world.press()
    first = await drafts.start(who(world), LINE, press)
    again = await drafts.start(who(world), LINE, press)
    assert first.draft is not None
    assert again.draft is not None
    assert (again.draft.id, again.draft.values) == (first.draft.id, first.draft.values)
    assert await world.count(Draft) == 1


async def test_without_a_client_the_rest_is_kept(drafts: Drafts, world: World) -> None:
    facts = await started(drafts, world, "120k friday")
    assert facts.values.client == ""
    assert facts.values.amount_minor == 12_000_000
    assert (await drafts.save(who(world), facts.id, world.press())).outcome is None
    assert await world.count(Deal) == 0
    named = await answered(drafts, world, facts.id, client="Acme")
    assert (named.values.client, named.values.amount_minor) == ("Acme", 12_000_000)


@pytest.mark.parametrize(
    "text",
    [
        "Acme\n120k\noffice refit\nsecond floor",
        'Acme <b>& Co</b> "x" 120k',
        "Acme 120k 🚀 " + "слово " * 200,
        "🦊",
        "\x00Acme\x00 120k",
        "а" * 4000,
        "Acme " + "x" * 3000 + " 120k",
    ],
)
async def test_whatever_is_typed_can_be_saved(drafts: Drafts, world: World, text: str) -> None:
    facts = await started(drafts, world, text)
    saved = await drafts.save(who(world), facts.id, world.press())
    assert saved.outcome is not None
    deal = saved.outcome.card.deal
    assert deal.client
    assert len(deal.client) <= 200
    assert len(deal.title) <= 500
    assert (await stored(world, facts.id)).source_text == text.replace("\x00", "").strip()


async def test_what_is_too_long_is_cut_and_says_so(drafts: Drafts, world: World) -> None:
    facts = await started(drafts, world, "Acme 120k " + "word " * 200)
    assert facts.values.cut == ("title",)
    assert facts.values.title.endswith("…")
    shorter = await answered(drafts, world, facts.id, title="office refit")
    assert (shorter.values.title, shorter.values.cut) == ("office refit", ())


async def test_a_long_name_stays_whole_in_the_title(drafts: Drafts, world: World) -> None:
    facts = await started(drafts, world, "Acme 1k")
    name = "Acme " * 50
    named = await answered(drafts, world, facts.id, client=name)
    assert (len(named.values.client), named.values.cut) == (200, ("client",))
    assert named.values.title == name.strip()


# Deals that are meant


async def test_deals_of_that_client_come_first(drafts: Drafts, world: World) -> None:
    deal = await world.deal(client="Acme Corp")
    await world.deal(SECOND, client="Acme of Boris")
    start = await drafts.start(who(world), "acme 50k", world.press())
    assert [row.deal.id for row in start.matches] == [deal.id]
    assert start.draft is not None
    assert start.draft.values.amount_minor == 5_000_000


async def test_a_phone_finds_the_deal_whatever_the_name(drafts: Drafts, world: World) -> None:
    deal = await world.deal(client="Borey", phone="+48512345678")
    await world.deal(SECOND, client="Hidden", phone="+48512345678")
    await world.deal(FOREIGN_REP, client="Foreign", foreign=True, phone="+48512345678")
    start = await drafts.start_contact(who(world), SharedContact("48512345678", "Jan"), world.press())
    assert [row.deal.id for row in start.matches] == [deal.id]
    seen = await drafts.start_contact(who(world, MANAGER), SharedContact("48512345678", "Jan"), world.press())
    assert {row.deal.client for row in seen.matches} == {"Borey", "Hidden"}


async def test_only_a_few_matches_are_shown(drafts: Drafts, world: World) -> None:
    for number in range(SHOWN + 2):
        await world.deal(client=f"Acme {number}")
    start = await drafts.start(who(world), "acme", world.press())
    assert (len(start.matches), start.more) == (SHOWN, True)


async def test_one_letter_matches_nothing(drafts: Drafts, world: World) -> None:
    await world.deal(client="Acme")
    assert (await drafts.start(who(world), "a", world.press())).matches == ()


async def test_a_viewer_finds_but_does_not_create(drafts: Drafts, world: World) -> None:
    deal = await world.deal(client="Acme")
    start = await drafts.start(who(world, VIEWER), "acme", world.press())
    assert start == DraftStart(None, "acme", start.matches)
    assert [row.deal.id for row in start.matches] == [deal.id]
    with pytest.raises(NotAllowed):
        await drafts.begin(who(world, VIEWER), world.press())
    assert await world.count(Draft) == 0


# Contacts


@pytest.mark.parametrize(
    ("phone", "kept"), [("48512345678", "+48512345678"), ("+48 512 345 678", "+48512345678"), ("12", "12")]
)
async def test_a_contact_is_client_and_phone(drafts: Drafts, world: World, phone: str, kept: str) -> None:
    facts = (await drafts.start_contact(who(world), SharedContact(phone, "Jan Nowak", 77), world.press())).draft
    assert facts is not None
    values = facts.values
    assert (values.client, values.contact_name, values.contact_user_id, values.phone) == (
        "Jan Nowak",
        "Jan Nowak",
        77,
        kept,
    )


async def test_a_contact_answers_the_question_that_waits(drafts: Drafts, world: World) -> None:
    facts = await started(drafts, world, "Acme")
    contact = SharedContact("48512345678", "Jan Nowak", 77)
    phone = (await drafts.add_contact(who(world), facts.id, contact, "phone")).draft
    assert (phone.values.client, phone.values.phone, phone.values.contact_name) == ("Acme", "+48512345678", "Jan Nowak")
    client = (await drafts.add_contact(who(world), facts.id, contact, "client")).draft
    assert client.values.client == "Jan Nowak"
