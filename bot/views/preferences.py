"""A person's own working time, absence and what they hear: one screen per topic."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.callbacks.preferences import DeputyList, MyAsk, MyAway, MySet, MyTopic
from bot.callbacks.teams import SettingsMenu
from bot.i18n import Markup
from bot.models.facts_preferences import Deputies, MyPreferences
from bot.reader import Reader
from bot.views.formatting import day
from bot.views.roles import mark, minutes_as_time
from bot.views.screen import Row, Screen, button, keyboard
from bot.views.weeks import ENDS, STARTS, day_rows, time_rows, week, working_time

ABSENCES = {1: "prefs-back-tomorrow", 7: "prefs-back-week", 14: "prefs-back-fortnight"}
QUESTIONS = {
    "start": "prefs-ask-start",
    "end": "prefs-ask-end",
    "plan_at": "prefs-ask-plan",
    "digest_at": "prefs-ask-digest",
    "back": "prefs-ask-back",
    "digest_day": "prefs-ask-digest-days",
}
TOPIC_OF = {
    "start": "hours", "end": "hours", "day": "hours", "hours": "hours", "back": "away", "deputy": "away",
}  # fmt: skip
"""Where a setting stands; all others: what to hear."""


def summary(mine: MyPreferences, reader: Reader) -> list[Markup]:
    """What holds, for the settings screen."""
    if not mine.works:
        return []
    t = reader.t
    lines = [t("prefs-hours", time=working_time(mine.hours, reader))]
    if mine.plan:
        lines.append(t("prefs-plan-line", time=minutes_as_time(mine.plan_at)))
    if mine.leads and mine.digest:
        lines.append(t("prefs-digest-line", time=_digest_time(mine, reader)))
    if mine.away_until is not None:
        lines.append(_away_line(mine, reader))
    return lines


def doors(mine: MyPreferences, reader: Reader) -> list[Row]:
    """The ways to each topic, with what holds there. Viewers are never nudged and need none."""
    if not mine.works:
        return []
    t, team = reader.t, mine.team_id
    if mine.away_until is not None:
        away = t.plain("prefs-away-until-button", day=_date(mine, reader))
    else:
        away = t.plain("prefs-away-button", value=t.plain("prefs-off"))
    return [
        [button(f"🕘 {working_time(mine.hours, reader)}", MyTopic(team=team, topic="hours"))],
        [
            button(t.plain("prefs-hear-button"), MyTopic(team=team, topic="hear")),
            button(away, MyTopic(team=team, topic="away")),
        ],
    ]


def topic(mine: MyPreferences, name: str, reader: Reader) -> Screen:
    """One topic: hours, away, or else what to hear."""
    if name == "hours":
        return hours(mine, reader)
    return away(mine, reader) if name == "away" else hear(mine, reader)


def hours(mine: MyPreferences, reader: Reader) -> Screen:
    """When do you work?"""
    t = reader.t
    lines = [
        t("prefs-hours-title", team=mine.team_name),
        t("prefs-hours", time=working_time(mine.hours, reader)),
        t("prefs-hours-own" if mine.own_hours else "prefs-hours-team"),
        "",
        t("prefs-hours-about"),
    ]
    rows = day_rows(mine.hours.days, lambda value: MySet(team=mine.team_id, field="day", value=value), reader)
    rows.append(
        [
            button(t.plain("prefs-from-button", time=minutes_as_time(mine.hours.start)), _ask(mine, "start")),
            button(t.plain("prefs-to-button", time=minutes_as_time(mine.hours.end)), _ask(mine, "end")),
        ]
    )
    if mine.own_hours:
        rows.append([button(t.plain("prefs-as-team-button"), MySet(team=mine.team_id, field="hours", value="team"))])
    return _screen(lines, rows, reader)


def hear(mine: MyPreferences, reader: Reader) -> Screen:
    """What do you want to hear?"""
    t = reader.t
    rows: list[Row] = [_switch(mine, "plan", "prefs-plan-button", mine.plan, reader)]
    if mine.plan:
        rows[-1].append(button(t.plain("prefs-at-button", time=minutes_as_time(mine.plan_at)), _ask(mine, "plan_at")))
        rows.append(_switch(mine, "empty_plan", "prefs-empty-button", mine.empty_plan, reader))
    rows.append(_switch(mine, "warnings", "prefs-warnings-button", mine.warnings, reader))
    if mine.leads:
        rows.append(_switch(mine, "digest", "prefs-digest-button", mine.digest, reader))
        if mine.digest:
            at = t.plain("prefs-at-button", time=minutes_as_time(mine.digest_at))
            rows[-1].append(button(at, _ask(mine, "digest_at")))
            days = t.plain("prefs-digest-days-button", days=week(mine.digest_days, reader))
            rows.append([button(days, _ask(mine, "digest_day"))])
    lines = [t("prefs-hear-title", team=mine.team_name), t("prefs-hear-about")]
    if mine.leads:
        lines.append(t("prefs-hear-digest"))
    return _screen(lines, rows, reader)


def away(mine: MyPreferences, reader: Reader) -> Screen:
    """Are you out of office, until when, and who hears your reminders meanwhile?"""
    t, team = reader.t, mine.team_id
    lines = [t("prefs-away-title", team=mine.team_name)]
    lines.append(_away_line(mine, reader) if mine.away_until is not None else t("prefs-away-no"))
    lines += [Markup(""), t("prefs-away-about")]
    choices = [button(t.plain(key), MyAway(team=team, days=number)) for number, key in ABSENCES.items()]
    rows: list[Row] = [
        [*choices[:1], button(t.plain("prefs-back-date"), _ask(mine, "back"))],
        choices[1:],
        [
            button(
                t.plain("prefs-deputy-button", name=mine.deputy_name or t.plain("prefs-nobody")),
                DeputyList(team=team, page=0),
            )
        ],
    ]
    if mine.away_until is not None:
        rows.insert(0, [button(t.plain("prefs-back-now"), MyAway(team=team, days=0), "primary")])
    return _screen(lines, rows, reader)


def deputies(found: Deputies, reader: Reader) -> Screen:
    """Who deputises?"""
    t, team = reader.t, found.team_id
    rows: list[Row] = [
        [button(mark(key == found.chosen, name), MySet(team=team, field="deputy", value=str(key)))]
        for key, name in found.rows
    ]
    nobody = mark(found.chosen is None, t.plain("prefs-nobody"))
    rows.append([button(nobody, MySet(team=team, field="deputy", value="0"))])
    turns: Row = []
    if found.page:
        turns.append(button("‹", DeputyList(team=team, page=found.page - 1)))
    if found.has_more:
        turns.append(button("›", DeputyList(team=team, page=found.page + 1)))
    rows.append(turns)
    rows.append([button(t.plain("button-back"), MyTopic(team=team, topic="away"))])
    return Screen(t("prefs-ask-deputy" if found.rows else "prefs-no-deputy"), keyboard(rows))


def ask(mine: MyPreferences, field: str, reader: Reader) -> Screen:
    """A question about one setting; times and dates may be typed."""
    t = reader.t

    def put(value: str) -> MySet:
        return MySet(team=mine.team_id, field=field, value=value)

    rows: list[Row] = []
    if field == "start":
        rows = time_rows(STARTS, mine.hours.start, put)
    elif field == "end":
        rows = time_rows(ENDS, mine.hours.end, put)
    elif field == "plan_at":
        rows = time_rows(STARTS, mine.plan_at, put)
    elif field == "digest_at":
        rows = time_rows(STARTS, mine.digest_at, put)
    elif field == "digest_day":
        rows = day_rows(mine.digest_days, put, reader)
    rows.append([button(t.plain("button-back"), MyTopic(team=mine.team_id, topic=TOPIC_OF.get(field, "hear")))])
    return Screen(t(QUESTIONS[field]), keyboard(rows))


def _switch(mine: MyPreferences, field: str, key: str, on: bool, reader: Reader) -> Row:
    t = reader.t
    value = t.plain("prefs-on" if on else "prefs-off")
    return [button(t.plain(key, value=value), MySet(team=mine.team_id, field=field, value="0" if on else "1"))]


def _ask(mine: MyPreferences, field: str) -> MyAsk:
    return MyAsk(team=mine.team_id, field=field)


def _digest_time(mine: MyPreferences, reader: Reader) -> str:
    return f"{week(mine.digest_days, reader)}, {minutes_as_time(mine.digest_at)}"


def _date(mine: MyPreferences, reader: Reader) -> str:
    return day(_back(mine, reader), reader.locale, reader.today)


def _back(mine: MyPreferences, reader: Reader) -> date:
    assert mine.away_until is not None
    return mine.away_until.astimezone(reader.zone).date()


def _away_line(mine: MyPreferences, reader: Reader) -> Markup:
    if mine.deputy_id is None:
        return reader.t("prefs-away-waits", day=_date(mine, reader))
    return reader.t("prefs-away-deputy", day=_date(mine, reader), name=mine.deputy_name)


def _screen(lines: Sequence[str], rows: list[Row], reader: Reader) -> Screen:
    back = [button(reader.t.plain("button-back"), SettingsMenu())]
    return Screen(Markup("\n").join(lines), keyboard([*rows, back]))
