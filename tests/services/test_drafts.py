"""Drafts: read once, corrected field by field, saved once, and nobody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.errors import NotAllowed, NotFound
from bot.models import Deal, Draft, EventKind, Member, OutboxMessage, Role, TeamChat
from bot.models.facts import NO_PRESS, Press, Who
from bot.models.facts_deals import Verdict
from bot.models.facts_drafts import DraftFacts, DraftStart, SharedContact
from bot.services.draft_matches import SHOWN, DraftMatches
from bot.services.drafts import Drafts
from tests.services.world import FOREIGN_REP, MANAGER, NAMES, REP, SECOND, STRANGER, VIEWER, World, utc

LINE = "Acme 120k terms friday call Ivan +48 512 345 678"


@pytest.fixture
def drafts(world: World) -> Drafts:
    matches = DraftMatches(world.database, world.stages, world.lists)
    return Drafts(world.database, world.clock, world.stages, matches, world.announcements)


def who(world: World, user_id: int = REP, *, team_id: int | None = None, locale: str = "en") -> Who:
    """The person as the middleware would describe them."""
    return Who(
        user_id, NAMES[user_id], locale, "Europe/Warsaw", team_id=team_id or world.team.id, currency="PLN", country="PL"
    )


async def started(drafts: Drafts, world: World, text: str, user_id: int = REP) -> DraftFacts:
    facts = (await drafts.start(who(world, user_id), text, world.press())).draft
    assert facts is not None
    return facts


async def stored(world: World, draft_id: int) -> Draft:
    async with world.elsewhere() as session:
        return await session.get_one(Draft, draft_id)


async def answered(drafts: Drafts, world: World, draft_id: int, **answers: str) -> DraftFacts:
    for field, text in answers.items():
        answer = await drafts.answer(who(world), draft_id, field, text)
        assert answer.problem is None, (field, text)
    return await drafts.get(who(world), draft_id)


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
    assert facts.values == replace(type(facts.values)(), client="Acme", currency="PLN")


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
