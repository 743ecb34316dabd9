"""Switching between teams, and a team's settings."""

from __future__ import annotations

from collections.abc import Sequence

from bot.callbacks.preferences import TeamTopic
from bot.callbacks.teams import (
    ChatList,
    Home,
    InviteEdit,
    MemberList,
    SettingsMenu,
    TeamAsk,
    TeamMenu,
    TeamSet,
    TeamSwitch,
)
from bot.callbacks.teams import NewTeam as NewTeamButton
from bot.i18n import Markup
from bot.models import Team
from bot.models.facts_preferences import Hours
from bot.models.facts_teams import Place, TeamFacts, ZoneChoice
from bot.reader import Reader
from bot.views.new_team import INVITE, currency_label, zone_label
from bot.views.roles import city, mark, minutes_as_time, role_name, zone_now
from bot.views.screen import Row, Screen, button, grid, keyboard
from bot.views.weeks import working_time

DAY_STARTS = (420, 480, 540, 570, 600, 660)


def switch(places: Sequence[Place], may_create: bool, reader: Reader) -> Screen:
    """Which team do you want to stand in?"""
    t = reader.t
    rows: list[Row] = [
        [button(mark(place.current, f"{place.name} · {role_name(place.role, reader)}"), TeamSwitch(team=place.team_id))]
        for place in places
    ]
    if may_create:
        rows.append([button(t.plain("start-create-button"), NewTeamButton())])
    rows.append([button(t.plain("button-back"), Home())])
    return Screen(t("team-switch"), keyboard(rows))


def settings(facts: TeamFacts, reader: Reader) -> Screen:
    """A team's settings; admins change them by the buttons, which show the present values."""
    t, team = reader.t, facts.team
    pipeline = facts.pipeline_names.get(reader.locale) or facts.pipeline_names.get("en", "")
    lines = [
        t("team-title", team=team.name),
        "",
        t("team-zone", zone=zone_now(team.time_zone, reader)),
        t("prefs-hours", time=working_time(_hours(team), reader)),
        t("team-currency", currency=currency_label(team.currency)),
        t("team-pipeline", name=pipeline),
        t("team-see-all" if team.reps_see_all else "team-see-own"),
    ]
    rows = _changes(facts, reader) if facts.may_change else []
    rows.append([button(t.plain("team-members-button", count=facts.members), MemberList(team=team.id, page=0))])
    if facts.may_change:
        rows[-1].append(button(t.plain("button-invite"), InviteEdit(team=team.id, **INVITE)))
    if facts.may_connect:
        key = "team-chats-broken-button" if facts.broken_chats else "team-chats-button"
        rows.append([button(t.plain(key, count=facts.chats), ChatList(team=team.id))])
    rows.append([button(t.plain("button-back"), SettingsMenu())])
    return Screen(Markup("\n").join(lines), keyboard(rows))


def _hours(team: Team) -> Hours:
    return Hours(team.work_days, team.day_start, team.day_end)


def _changes(facts: TeamFacts, reader: Reader) -> list[Row]:
    t, team = reader.t, facts.team

    def ask(key: str, field: str, **values: str) -> Row:
        return [button(t.plain(key, **values), TeamAsk(team=team.id, field=field))]

    see = button(
        t.plain("team-see-all-button" if team.reps_see_all else "team-see-own-button"),
        TeamSet(team=team.id, field="see_all", value="0" if team.reps_see_all else "1"),
    )
    return [
        ask("team-name-button", "name")
        + ask("team-currency-button", "currency", currency=currency_label(team.currency)),
        [
            *ask("team-zone-button", "zone", city=city(team.time_zone, reader)),
            button(t.plain("rules-nudges-button"), TeamTopic(team=team.id, topic="nudges")),
        ],
        [button(f"🕘 {working_time(_hours(team), reader)}", TeamTopic(team=team.id, topic="hours"))],
        [see],
    ]


def ask_name(facts: TeamFacts, reader: Reader) -> Screen:
    """What is the team called from now on?"""
    return Screen(reader.t("team-ask-name", team=facts.team.name), keyboard([_back(facts.team.id, reader)]))


def ask_currency(facts: TeamFacts, likely: Sequence[str], reader: Reader) -> Screen:
    """Which currency do new deals get?"""
    now = facts.team.currency
    buttons = [button(mark(code == now, currency_label(code)), _set(facts, "currency", code)) for code in likely]
    text = reader.t("team-ask-currency", currency=currency_label(now))
    return Screen(text, keyboard([*grid(buttons, 3), _back(facts.team.id, reader)]))


def ask_zone(facts: TeamFacts, reader: Reader) -> Screen:
    """Where does the team work?"""
    text = reader.t("team-ask-zone", zone=zone_now(facts.team.time_zone, reader))
    return Screen(text, keyboard([_back(facts.team.id, reader)]))


def zones(team_id: int, found: Sequence[ZoneChoice], reader: Reader) -> Screen:
    """Which of these did you mean?"""
    rows = [
        [button(zone_label(choice, reader), TeamSet(team=team_id, field="zone", value=choice.zone))] for choice in found
    ]
    return Screen(reader.t("zone-which"), keyboard([*rows, _back(team_id, reader)]))


def ask_day(facts: TeamFacts, reader: Reader) -> Screen:
    """When does the working day start?"""
    buttons = [
        # A colon separates fields in a button's data, so the hour goes with a point.
        button(
            mark(minutes == facts.team.day_start, minutes_as_time(minutes)),
            _set(facts, "day", minutes_as_time(minutes).replace(":", ".")),
        )
        for minutes in DAY_STARTS
    ]
    return Screen(reader.t("team-ask-day"), keyboard([*grid(buttons, 3), _back(facts.team.id, reader)]))


def _set(facts: TeamFacts, field: str, value: str) -> TeamSet:
    return TeamSet(team=facts.team.id, field=field, value=value)


def _back(team_id: int, reader: Reader) -> Row:
    return [button(reader.t.plain("button-back"), TeamMenu(team=team_id))]
