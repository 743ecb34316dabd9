"""Teams by button: settings, members, switching — and what strangers get when they forge the buttons."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData
from sqlalchemy import select

from bot.callbacks import teams as buttons
from bot.database import Database
from bot.models import Base, FsmState, Invite, Role, Team, TeamChat, User
from bot.models.facts_teams import NewTeam
from bot.services.people import Profile
from tests.handlers.recorded import Phone, Said, group

ADMIN, MANAGER, REP, VIEWER, STRANGER, FOREIGNER = 1, 2, 3, 4, 5, 6
GROUP = -100
SECRET = "Secret team"


@pytest.fixture
async def team(phone: Phone) -> int:
    """A team with one member of each role and a connected chat; the foreigner is admin of another."""
    for user_id in (ADMIN, MANAGER, REP, VIEWER, STRANGER, FOREIGNER):
        await phone.provided["people"].meet(Profile(user_id, f"P{user_id}", language_code="en"), "en")
    made = await _found(phone, ADMIN, SECRET)
    await _found(phone, FOREIGNER, "Other")
    for user_id, role in ((MANAGER, Role.MANAGER), (REP, Role.REP), (VIEWER, Role.VIEWER)):
        link = await phone.provided["invites"].make(ADMIN, made.id, role, 7, 1, str(role))
        await phone.provided["invites"].use(user_id, link.token)
    await phone.provided["team_chats"].connect(ADMIN, made.id, GROUP, 0, "Sales", "en")
    await phone.provided["invites"].make(ADMIN, made.id, Role.REP, 7, 10, "open")
    return made.id


async def _found(phone: Phone, admin: int, name: str) -> Team:
    new = NewTeam(name, "PLN", "Europe/Warsaw", "PL", "en", "inbound")
    made: Team = await phone.provided["teams"].create(admin, new, name)
    return made


async def dump(database: Database) -> dict[str, list[str]]:
    """Everything but dialogues (whoever asks a question may be asked back) and who met us."""
    skipped = (FsmState.__table__, User.__table__)
    async with database.read() as session:
        return {
            table.name: sorted(repr(tuple(row)) for row in await session.execute(select(table)))
            for table in Base.metadata.sorted_tables
            if table not in skipped
        }


def every_button(team: int, chat: int, invite: int) -> list[CallbackData]:
    """Each button that names something of the team, as somebody could forge it."""
    return [
        buttons.TeamSwitch(team=team),
        buttons.TeamMenu(team=team),
        buttons.TeamAsk(team=team, field="name"),
        buttons.TeamSet(team=team, field="see_all", value="1"),
        buttons.TeamSet(team=team, field="name", value="Stolen"),
        buttons.MemberList(team=team, page=0),
        buttons.MemberOpen(team=team, user=REP),
        buttons.MemberRole(team=team, user=REP, role="admin"),
        buttons.MemberRemove(team=team, user=REP, sure=0),
        buttons.MemberRemove(team=team, user=REP, sure=1),
        buttons.InviteList(team=team),
        buttons.InviteEdit(team=team, role="admin", days=7, uses=1),
        buttons.InviteMake(team=team, role="admin", days=7, uses=1, nonce="x"),
        buttons.InviteRevoke(invite=invite),
        buttons.ChatList(team=team),
        buttons.ChatOpen(chat=chat),
        buttons.ChatHear(chat=chat, what="won", on=0),
        buttons.ChatLocale(chat=chat, locale="ru"),
        buttons.ChatRemove(chat=chat, sure=0),
        buttons.ChatRemove(chat=chat, sure=1),
        buttons.ChatRepair(chat=chat),
    ]


def test_no_button_that_names_something_is_left_out() -> None:
    named = {"team", "chat", "invite"}
    kinds = {
        kind
        for kind in vars(buttons).values()
        if isinstance(kind, type) and issubclass(kind, CallbackData) and named & set(kind.model_fields)
    }
    # Connecting needs a group; test_team_chats.py forges it there.
    assert {type(button) for button in every_button(1, 1, 1)} == kinds - {buttons.ChatConnect}


@pytest.mark.parametrize("user", [STRANGER, FOREIGNER])
@pytest.mark.parametrize("place", range(21))
async def test_to_strangers_nothing_of_the_team_exists(
    phone: Phone, team: int, sqlite_database: Database, user: int, place: int
) -> None:
    chat, invite = await _ids(sqlite_database)
    before = await dump(sqlite_database)
    said = await phone.press(user, every_button(team, chat, invite)[place])
    assert [(call.method, call.is_alert) for call in said] == [("AnswerCallbackQuery", True)]
    assert SECRET not in said[0].text
    assert await dump(sqlite_database) == before


def _may(user: int, button: CallbackData) -> bool:
    """Looking at the team is for everybody, its chats are for managers, and REP, who is to be removed, may leave."""
    if isinstance(button, buttons.MemberRemove):
        return not button.sure or user == REP
    if user == MANAGER and type(button).__name__.startswith("Chat"):
        return True
    return isinstance(button, buttons.TeamSwitch | buttons.TeamMenu | buttons.MemberList | buttons.MemberOpen)


FORBIDDEN = [
    (user, place)
    for user in (VIEWER, REP, MANAGER)
    for place, button in enumerate(every_button(1, 1, 1))
    if not _may(user, button)
]


@pytest.mark.parametrize(("user", "place"), FORBIDDEN)
async def test_members_change_only_what_their_role_may(
    phone: Phone, team: int, sqlite_database: Database, user: int, place: int
) -> None:
    chat, invite = await _ids(sqlite_database)
    before = await dump(sqlite_database)
    said = await phone.press(user, every_button(team, chat, invite)[place])
    assert [(call.method, call.is_alert) for call in said] == [("AnswerCallbackQuery", True)]
    assert await dump(sqlite_database) == before


async def _ids(database: Database) -> tuple[int, int]:
    async with database.read() as session:
        chat = (await session.scalars(select(TeamChat.id))).one()
        invite = (await session.scalars(select(Invite.id).order_by(Invite.id.desc()).limit(1))).one()
        return chat, invite


async def test_settings_show_the_present_values_and_change_by_button(phone: Phone, team: int) -> None:
    shown = _screen(await phone.press(ADMIN, buttons.TeamMenu(team=team)))
    assert "Reps see: own deals" in [label for label, _ in shown.buttons]
    shown = _screen(await phone.press(ADMIN, shown.data("Reps see")))
    assert "Reps see: all deals" in [label for label, _ in shown.buttons]
    shown = _screen(await phone.press(ADMIN, buttons.TeamSet(team=team, field="day", value="08.30")))
    assert "08:30" in shown.text


async def test_a_setting_is_typed_and_a_bad_one_asked_again(phone: Phone, team: int) -> None:
    await phone.press(ADMIN, buttons.TeamAsk(team=team, field="currency"))
    [bad] = await phone.type(ADMIN, "shells")
    assert "shells" in bad.text
    said = await phone.type(ADMIN, "eur")
    assert "€ EUR" in said[0].text
    # The question is over: the next words are no setting.
    after = await phone.type(ADMIN, "usd")
    assert "$ USD" not in "".join(call.text for call in after)


async def test_a_city_is_typed_and_chosen(phone: Phone, team: int) -> None:
    await phone.press(ADMIN, buttons.TeamAsk(team=team, field="zone"))
    found = (await phone.type(ADMIN, "Omsk"))[0]
    shown = _screen(await phone.press(ADMIN, found.data("Omsk")))
    assert "Omsk, UTC+6" in shown.text


async def test_who_lost_the_role_meanwhile_types_into_nothing(phone: Phone, team: int) -> None:
    await phone.provided["members"].set_role(ADMIN, team, MANAGER, Role.ADMIN)
    await phone.press(MANAGER, buttons.TeamAsk(team=team, field="name"))
    await phone.provided["members"].set_role(ADMIN, team, MANAGER, Role.REP)
    [refused] = await phone.type(MANAGER, "Mine")
    assert "does not allow" in refused.text
    facts = await phone.provided["teams"].settings_of(ADMIN, team)
    assert facts.team.name == SECRET


async def test_own_zone_changes_what_is_shown_at_once(phone: Phone, team: int) -> None:
    await phone.press(REP, buttons.MyZoneAsk())
    found = (await phone.type(REP, "Tokyo"))[0]
    shown = _screen(await phone.press(REP, found.data("Tokyo")))
    assert "Tokyo, UTC+9, now 18:00" in shown.text
    shown = _screen(await phone.press(REP, buttons.MyZone(zone="-")))
    assert "Warsaw, UTC+1, now 10:00" in shown.text


async def test_members_by_button(phone: Phone, team: int) -> None:
    shown = _screen(await phone.press(ADMIN, buttons.MemberList(team=team, page=0)))
    assert [label for label, _ in shown.buttons][:4] == ["P1 · admin", "P2 · manager", "P3 · rep", "P4 · viewer"]
    shown = _screen(await phone.press(ADMIN, shown.data("P3")))
    shown = _screen(await phone.press(ADMIN, shown.data("manager")))
    assert "P3 · manager" in shown.text
    shown = _screen(await phone.press(ADMIN, shown.data("Remove")))
    shown = _screen(await phone.press(ADMIN, shown.data("Remove")))
    assert "P3 is no longer in the team" in shown.text
    [alone] = await phone.type(REP, "/start")
    assert "Create a team" in alone.text


async def test_leaving_and_the_last_admin(phone: Phone, team: int) -> None:
    left = _screen(await phone.press(VIEWER, buttons.MemberRemove(team=team, user=VIEWER, sure=1)))
    assert "You have left" in left.text
    [kept] = await phone.press(ADMIN, buttons.MemberRemove(team=team, user=ADMIN, sure=1))
    assert kept.is_alert
    [kept] = await phone.press(ADMIN, buttons.MemberRole(team=team, user=ADMIN, role="rep"))
    assert "needs an admin" in kept.text


async def test_switching(phone: Phone, team: int) -> None:
    await _found(phone, REP, "Second")
    shown = _screen(await phone.press(REP, buttons.TeamList()))
    assert [label for label, _ in shown.buttons][:2] == [f"{SECRET} · rep", "✓ Second · admin"]
    home = _screen(await phone.press(REP, shown.data(SECRET)))
    assert f"{SECRET} · rep" in home.text


def _screen(said: list[Said]) -> Said:
    return next(call for call in said if call.method in ("EditMessageText", "SendMessage"))


async def test_group_screens_do_not_lead_home(phone: Phone, team: int, sqlite_database: Database) -> None:
    chat, _ = await _ids(sqlite_database)
    where: dict[str, Any] = {"chat": group(GROUP)}
    shown = _screen(await phone.press(MANAGER, buttons.ChatOpen(chat=chat), **where))
    assert not any(data.startswith(("tc:", "home")) for _, data in shown.buttons)
