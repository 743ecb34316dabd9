"""The start screen: for newcomers, and for those who have a team."""

from __future__ import annotations

from aiogram.types import InlineKeyboardButton

from bot.callbacks.drafts import DraftNew
from bot.callbacks.lists import ListOpen
from bot.callbacks.teams import Home, LanguageMenu, LanguageSet, NewTeam, SettingsMenu, TeamList
from bot.i18n import Markup
from bot.models import Role
from bot.models.facts_teams import HomeFacts
from bot.reader import Reader
from bot.views.roles import LANGUAGES, mark, role_name
from bot.views.screen import Row, Screen, button, keyboard


def welcome(name: str, may_create: bool, reader: Reader) -> Screen:
    """For somebody without a team: create one, or use an invite link."""
    t = reader.t
    next_step = t("start-create-or-link") if may_create else t("start-link-only")
    rows: list[Row] = []
    if may_create:
        rows.append([button(t.plain("start-create-button"), NewTeam(), "primary")])
    rows.append([button(t.plain("language-button"), LanguageMenu())])
    return Screen(Markup("\n\n").join([t("start-hello", name=name), next_step]), keyboard(rows))


def home(facts: HomeFacts, reader: Reader) -> Screen:
    """Where one stands: team, role, and what waits."""
    t = reader.t
    lines = [t("home-title", team=facts.team_name, role=role_name(facts.role, reader)), ""]
    lines += _counts(facts, reader)
    first: Row = []
    if facts.role is not Role.VIEWER:
        first.append(new_deal(reader))
    first.append(deals(facts.whose, reader))
    second = [button(t.plain("button-settings"), SettingsMenu())]
    if facts.teams > 1:
        second.append(button(t.plain("button-switch"), TeamList()))
    return Screen(Markup("\n").join(lines), keyboard([first, second]))


def _counts(facts: HomeFacts, reader: Reader) -> list[str]:
    t = reader.t
    if not facts.open_deals:
        return [t("home-empty-viewer") if facts.role is Role.VIEWER else t("home-empty")]
    lines: list[str] = [t("home-open-mine" if facts.whose == "m" else "home-open-team", count=facts.open_deals)]
    for key, count in (
        ("home-due", facts.due_today),
        ("home-stuck", facts.stuck),
        ("home-stepless", facts.stepless),
    ):
        if count:
            lines.append(t(key, count=count))
    return lines


def new_deal(reader: Reader) -> InlineKeyboardButton:
    """The button that starts the guided entry."""
    return button(reader.t.plain("button-new-deal"), DraftNew(), "primary")


def deals(whose: str, reader: Reader) -> InlineKeyboardButton:
    """The button to one's own deals, or the team's; the other lists are behind that one."""
    key = "button-my-deals" if whose == "m" else "button-team-deals"
    return button(reader.t.plain(key), ListOpen(view="my", whose=whose, arg=0, turn="n", cursor=""))


def languages(reader: Reader, *, back: bool) -> Screen:
    """The choice of languages."""
    rows: list[Row] = [
        [button(mark(code == reader.locale, name), LanguageSet(locale=code))] for code, name in LANGUAGES.items()
    ]
    if back:
        rows.append([button(reader.t.plain("button-back"), Home())])
    return Screen(reader.t("language-ask"), keyboard(rows))
