"""A person's own settings."""

from __future__ import annotations

from collections.abc import Sequence

from bot.callbacks.teams import Home, LanguageMenu, MyZone, MyZoneAsk, SettingsMenu, TeamList, TeamMenu
from bot.i18n import Markup
from bot.models.facts import Who
from bot.models.facts_preferences import MyPreferences
from bot.models.facts_teams import ZoneChoice
from bot.reader import Reader
from bot.views import preferences
from bot.views.new_team import zone_label
from bot.views.roles import LANGUAGES, city, role_name, zone_now
from bot.views.screen import Row, Screen, button, keyboard


def personal(who: Who, mine: MyPreferences | None, reader: Reader) -> Screen:
    """Language, time zone, working time, what to hear (``mine``: in the present team), and the way to the team."""
    t = reader.t
    lines = [t("settings-title"), "", t("settings-zone", zone=zone_now(who.zone, reader))]
    rows: list[Row] = [
        [
            button(f"🌐 {LANGUAGES[reader.locale]}", LanguageMenu()),
            button(t.plain("settings-zone-button", city=city(who.zone, reader)), MyZoneAsk()),
        ]
    ]
    if mine is not None:
        lines += preferences.summary(mine, reader)
        rows += preferences.doors(mine, reader)
    if who.team_id is not None and who.role is not None:
        lines.append(t("settings-team", team=who.team_name, role=role_name(who.role, reader)))
        rows.append([button(t.plain("settings-team-button", team=who.team_name), TeamMenu(team=who.team_id))])
    if who.teams > 1:
        rows.append([button(t.plain("button-switch"), TeamList())])
    rows.append([button(t.plain("button-home"), Home())])
    return Screen(Markup("\n").join(lines), keyboard(rows))


def ask_zone(who: Who, reader: Reader) -> Screen:
    """Where are you?"""
    text = reader.t("settings-ask-zone", zone=zone_now(who.zone, reader))
    return Screen(text, keyboard(_ways_out(who, reader)))


def zones(who: Who, found: Sequence[ZoneChoice], reader: Reader) -> Screen:
    """Which of these did you mean?"""
    rows: list[Row] = [[button(zone_label(choice, reader), MyZone(zone=choice.zone))] for choice in found]
    return Screen(reader.t("zone-which"), keyboard([*rows, *_ways_out(who, reader)]))


def _ways_out(who: Who, reader: Reader) -> list[Row]:
    t = reader.t
    rows: list[Row] = []
    if who.team_id is not None:
        rows.append([button(t.plain("settings-zone-as-team"), MyZone(zone="-"))])
    rows.append([button(t.plain("button-back"), SettingsMenu())])
    return rows
