"""Screens of teams in three languages: they fit a phone, their buttons fit Telegram, and names stay harmless."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.callbacks.teams import ChatRepair
from bot.models import Invite, Role, Team, TeamChat
from bot.models.facts import Who
from bot.models.facts_outgoing import (
    ChatBack,
    ChatBroken,
    MemberUnreachable,
    PlaceChanged,
    PostFacts,
    PostTakenBack,
    SomebodyJoined,
)
from bot.models.facts_teams import (
    ChatCard,
    ChatList,
    HomeFacts,
    InviteDraft,
    InviteList,
    InviteRow,
    Joined,
    MemberCard,
    MemberPage,
    MemberRow,
    NewInvite,
    Place,
    TeamFacts,
    ZoneChoice,
)
from bot.reader import Reader, reader_for
from bot.services.founding import templates
from bot.services.team_inputs import LIKELY_CURRENCIES
from bot.views import help as help_views
from bot.views import invites, members, new_team, outgoing, settings, start, team_chats, teams
from bot.views.roles import city, offset, zone_now
from bot.views.screen import Screen

NOW = datetime(2026, 11, 23, 12, 42, tzinfo=UTC)
READERS = [reader_for("en", "Europe/London", NOW), reader_for("ru", "Europe/Moscow", NOW), reader_for("pl", "UTC", NOW)]
NASTY = "<b>Acme & Co"
TEAM = 10**12
WIDEST = {1: 34, 2: 17, 3: 11, 4: 8}
"""Letters of a button that a phone shows, by how many stand in its row (screens.md)."""

each_reader = pytest.mark.parametrize("reader", READERS, ids=["en", "ru", "pl"])
STAGES = templates()[0].stages


def post(what: str, **changes: object) -> PostFacts:
    facts: dict[str, object] = {
        "what": what,
        "deal_id": 142,
        "client": "Acme",
        "actor": "Anna",
        "amount_minor": 12_000_000,
        "currency": "RUB",
        "url": "https://t.me/test_bot?start=d142",
        "from_stage": STAGES[3],
        "to_stage": STAGES[4],
        "stayed_seconds": 4 * 86400,
        "days": 31,
        "reason": {"en": "Price", "ru": "Цена", "pl": "Cena"},
    }
    return PostFacts(**{**facts, **changes})  # type: ignore[arg-type]


def screens(reader: Reader, name: str) -> Iterator[Screen]:
    """Every screen, with ``name`` wherever a person or team chose the words."""
    yield from (start.welcome(name, may, reader) for may in (True, False))
    for role in Role:
        yield start.home(HomeFacts(TEAM, name, role, 2, 5, "t", 31, 3, 4, 2), reader)
        yield start.home(HomeFacts(TEAM, name, role, 1, 1, "m", 0, 0, 0, 0), reader)
        yield invites.joined(Joined(TEAM, name, role, role is Role.ADMIN, Role.MANAGER), reader)
    yield start.languages(reader, back=True)
    yield new_team.name(reader)
    yield new_team.currency(name, LIKELY_CURRENCIES[reader.locale], "EUR", reader)
    yield new_team.zone("Europe/Moscow", reader)
    found = [ZoneChoice("Europe/Warsaw", "Kraków", "PL"), ZoneChoice("Etc/GMT-5"), ZoneChoice("Asia/Omsk")]
    yield new_team.zones(found, reader)
    yield new_team.templates(templates(), reader)
    yield from (new_team.template(template, "ffffffff", reader) for template in templates())
    yield new_team.done(TEAM, name, reader)
    yield teams.switch((Place(TEAM, name, Role.REP, True), Place(2, "B", Role.ADMIN)), True, reader)
    team = Team(
        id=TEAM,
        name=name,
        currency="PLN",
        time_zone="Europe/Warsaw",
        day_start=540,
        day_end=1080,
        work_days=31,
        reps_see_all=False,
    )
    for role in Role:
        yield teams.settings(TeamFacts(team, role, 5, 1, int(role is Role.ADMIN), templates()[0].names), reader)
    facts = TeamFacts(team, Role.ADMIN, 5, 1, 0, {})
    yield teams.ask_name(facts, reader)
    yield teams.ask_currency(facts, LIKELY_CURRENCIES[reader.locale], reader)
    yield teams.ask_zone(facts, reader)
    yield teams.ask_day(facts, reader)
    yield teams.zones(TEAM, found, reader)
    rows = tuple(MemberRow(TEAM + number, name, role, bool(number % 2)) for number, role in enumerate(Role))
    yield members.page(MemberPage(TEAM, name, rows, 30, 1, True, True, 1), reader)
    for only, mine in ((False, False), (True, True), (False, True)):
        card = MemberCard(TEAM, name, rows[1 + only], 12, only, True, mine)
        yield members.card(card, reader)
        yield members.confirm_removal(card, reader)
    yield members.removed(name, TEAM, reader)
    yield members.left(reader)
    yield invites.draft(InviteDraft(TEAM, name, Role.MANAGER, 30, 10, "n" * 8), reader)
    soon = Invite(id=TEAM, team_id=TEAM, role=Role.REP, uses_left=1, uses=0, expires_at=NOW + timedelta(hours=30))
    ever = Invite(id=TEAM, team_id=TEAM, role=Role.VIEWER, uses_left=None, uses=22, expires_at=None)
    yield invites.made(NewInvite(soon, name, "A" * 32), "test_bot", reader)
    yield invites.working(InviteList(TEAM, name, (InviteRow(soon, name), InviteRow(ever, name)), 2), reader)
    yield from _group_screens(reader, name)
    who = Who(1, name, reader.locale, "Europe/Warsaw", TEAM, name, Role.REP, teams=2)
    yield settings.personal(who, None, reader)
    yield settings.ask_zone(who, reader)
    yield settings.zones(who, found, reader)
    yield from (help_views.private(role, reader) for role in (*Role, None))
    yield help_views.group(reader)
    for what in ("created", "moved", "back", "won", "lost"):
        yield outgoing.render(post(what, client=name, actor=name), reader)
    yield outgoing.render(MemberUnreachable(1, name, TEAM, name), reader)
    for why in ("kicked", "chat_not_found", "topic_closed", "no_rights"):
        yield outgoing.render(ChatBroken(TEAM, name, True, name, why), reader)
    for news in (PostTakenBack(name), ChatBack(name), SomebodyJoined(name, TEAM, name, Role.REP)):
        yield outgoing.render(news, reader)
    yield from (outgoing.render(PlaceChanged(name, role), reader) for role in (*Role, None))


def _group_screens(reader: Reader, name: str) -> Iterator[Screen]:
    yield from (team_chats.hello(forum, reader) for forum in (True, False))
    yield team_chats.choose((Place(TEAM, name, Role.ADMIN),), reader)
    for broken in (None, "kicked", "chat_not_found", "topic_closed", "no_rights"):
        chat = TeamChat(id=TEAM, team_id=TEAM, chat_id=-1, thread_id=7, title=name, locale="pl", broken=broken)
        chat.hears_created = chat.hears_moved = chat.hears_won = True
        chat.hears_lost = False
        card = ChatCard(chat, name)
        yield from (team_chats.card(card, reader, in_group=here) for here in (True, False))
        yield team_chats.listing(ChatList(TEAM, name, (chat,)), "test_bot", reader)
        yield team_chats.confirm_removal(card, reader)
        yield from (team_chats.removed(card, reader, in_group=here) for here in (True, False))
    yield team_chats.listing(ChatList(TEAM, name, ()), "test_bot", reader)


@each_reader
def test_names_are_never_markup(reader: Reader) -> None:
    for screen in screens(reader, NASTY):
        assert NASTY not in screen.text
        plain = re.sub(r"</?b>", "", screen.text)
        assert "<" not in plain


@each_reader
def test_buttons_fit_telegram_and_a_phone(reader: Reader) -> None:
    for screen in screens(reader, "Northwind"):
        for row in screen.keyboard.inline_keyboard if screen.keyboard else []:
            for button in row:
                assert button.callback_data is None or len(button.callback_data.encode()) <= 64
                assert len(button.text) <= WIDEST[len(row)], button.text


@each_reader
def test_texts_are_short(reader: Reader) -> None:
    for screen in screens(reader, "Northwind"):
        assert len(screen.text) <= 1200
        assert len(screen.text.splitlines()) <= 16
        assert "  " not in screen.text


@pytest.mark.parametrize(
    ("what", "en", "ru"),
    [
        (
            "moved",
            "Anna: <b>Acme</b> → Terms · 120,000 ₽ · 4 days in Requirements",
            "Anna: <b>Acme</b> → Условия · 120 000 ₽ · 4 дня на этапе «Требования»",
        ),
        ("back", "Anna: <b>Acme</b>, back in Terms · 120,000 ₽", "Anna: <b>Acme</b>, снова Условия · 120 000 ₽"),
        (
            "created",
            "Anna: new deal <b>Acme</b> · 120,000 ₽ · Terms",
            "Anna: новая сделка <b>Acme</b> · 120 000 ₽ · Условия",
        ),
        ("won", "🏆 Anna won <b>Acme</b> · 120,000 ₽ · 31 days", "🏆 Anna: <b>Acme</b> — победа · 120 000 ₽ · 31 день"),
        (
            "lost",
            "❌ Anna lost <b>Acme</b> · 120,000 ₽ · 31 days · Price",
            "❌ Anna: <b>Acme</b> — проиграна · 120 000 ₽ · 31 день · Цена",
        ),
    ],
)
def test_posts(what: str, en: str, ru: str) -> None:
    for reader, text in zip(READERS, (en, ru), strict=False):
        assert outgoing.render(post(what), reader).text.replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"amount_minor": None}, "Anna: <b>Acme</b> → Terms · 4 days in Requirements"),
        ({"stayed_seconds": 3599}, "Anna: <b>Acme</b> → Terms · 120,000 ₽"),
        ({"stayed_seconds": 5 * 3600}, "Anna: <b>Acme</b> → Terms · 120,000 ₽ · 5 hours in Requirements"),
        ({"from_stage": None}, "Anna: <b>Acme</b> → Terms · 120,000 ₽"),
    ],
)
def test_a_post_leaves_out_what_is_not_known(changes: dict[str, object], text: str) -> None:
    assert outgoing.render(post("moved", **changes), READERS[0]).text.replace("\u00a0", " ") == text


def test_a_post_opens_the_deal() -> None:
    keyboard = outgoing.render(post("moved"), READERS[0]).keyboard
    assert keyboard is not None
    assert keyboard.inline_keyboard[0][0].url == "https://t.me/test_bot?start=d142"


def test_places_in_the_readers_language() -> None:
    assert [city("Europe/Moscow", reader) for reader in READERS] == ["Moscow", "Москва", "Moskwa"]
    assert city("Etc/GMT-5", READERS[0]) == "UTC+5"
    assert [offset(zone, READERS[0]) for zone in ("UTC", "Asia/Kolkata", "America/St_Johns")] == [
        "UTC",
        "UTC+5:30",
        "UTC-3:30",
    ]
    shown = [zone_now("Europe/Moscow", reader).replace("\u00a0", " ").split(", ")[:2] for reader in READERS]
    assert shown == [["Moscow", "UTC+3"], ["Москва", "UTC+3"], ["Moskwa", "UTC+3"]]
    assert zone_now("Etc/GMT-5", READERS[0]).startswith("UTC+5, now ")


def test_nobody_words_unknown_facts() -> None:
    with pytest.raises(KeyError):
        outgoing.render(object(), READERS[0])


@each_reader
def test_who_hears_of_a_broken_chat_can_try_it_again_at_once(reader: Reader) -> None:
    told = outgoing.render(ChatBroken(7, "Sales · Deals", True, "Northwind", "topic_closed"), reader)
    assert told.keyboard is not None
    [again] = told.keyboard.inline_keyboard[0]
    assert again.callback_data == ChatRepair(chat=7).pack()
    assert again.text.split(maxsplit=1)[1] in told.text, "the text names the button"


@each_reader
def test_every_key_put_together_exists(reader: Reader) -> None:
    """The keys behind the beginnings in test_locales.DYNAMIC."""
    for role in Role:
        assert f"role-{role.value}" in reader.t
    for what in ("created", "moved", "won", "lost"):
        assert f"chat-hears-{what}" in reader.t
    for what in ("created", "moved", "back", "won", "lost", "stayed", "open", "taken-back"):
        assert f"post-{what}" in reader.t
    for why in ("kicked", "chat_not_found", "topic_closed", "no_rights", "title"):
        assert f"chat-broken-{why}" in reader.t
