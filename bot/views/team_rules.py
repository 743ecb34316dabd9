"""A team's working time, holidays, digest, and the limits of its stages: one screen per topic, for admins."""

from __future__ import annotations

from collections.abc import Sequence

from bot.callbacks.preferences import StageAsk, StageOpen, StageSet, TeamRuleAsk, TeamRuleSet, TeamTopic
from bot.callbacks.teams import TeamMenu
from bot.i18n import Markup
from bot.models.facts_preferences import StageRule, StageRules, TeamRules
from bot.models.pipeline import Stage
from bot.reader import Reader
from bot.views.deal_lines import shorten
from bot.views.formatting import country
from bot.views.roles import mark, minutes_as_time
from bot.views.screen import Row, Screen, button, grid, keyboard
from bot.views.weeks import ENDS, STARTS, day_rows, day_span, span, time_rows, working_time

COUNTRIES = ("PL", "RU", "UA", "BY", "KZ", "DE", "GB", "US")
FIRST_CONTACTS = (4, 8, 24, 48, 72, None)
PAUSES = (7, 14, 30, 60, 90)
FOLLOW_UPS = (24, 48, 72, 120, 168, 336, None)
LABEL = 34
"""Characters that a button across a phone shows."""
STUCK_DAYS = (3, 5, 7, 10, 14, 21, 30, None)
QUESTIONS = {
    "start": "rules-ask-start",
    "end": "rules-ask-end",
    "digest_at": "rules-ask-digest",
    "pause_cap": "rules-ask-pause",
    "first_contact": "rules-ask-first",
    "country": "rules-ask-country",
}
STAGE_QUESTIONS = {"followup": "rules-ask-followup", "stuck": "rules-ask-stuck"}
TOPIC_OF = {"start": "hours", "end": "hours", "day": "hours", "holidays": "holidays", "country": "holidays"}
"""Where a rule stands; all others: nudges."""


def topic(rules: TeamRules, name: str, reader: Reader) -> Screen:
    """One topic: hours, holidays, or else nudges."""
    if name == "hours":
        return hours(rules, reader)
    return holidays(rules, reader) if name == "holidays" else nudges(rules, reader)


def hours(rules: TeamRules, reader: Reader) -> Screen:
    """When does the team work?"""
    t = reader.t
    lines = [
        t("rules-hours-title", team=rules.team_name),
        t("prefs-hours", time=working_time(rules.hours, reader)),
        "",
        t("rules-hours-about"),
    ]
    rows = day_rows(rules.hours.days, lambda value: _set(rules, "day", value), reader)
    rows.append(
        [
            button(t.plain("prefs-from-button", time=minutes_as_time(rules.hours.start)), _ask(rules, "start")),
            button(t.plain("prefs-to-button", time=minutes_as_time(rules.hours.end)), _ask(rules, "end")),
        ]
    )
    name = country(rules.country, reader.locale) if rules.keeps_holidays else t.plain("rules-holidays-worked")
    rows.append([button(t.plain("rules-holidays-button", value=name), TeamTopic(team=rules.team_id, topic="holidays"))])
    return _screen(lines, rows, rules.team_id, reader)


def holidays(rules: TeamRules, reader: Reader) -> Screen:
    """Whose public holidays are days off?"""
    t = reader.t
    name = country(rules.country, reader.locale)
    if not rules.keeps_holidays:
        text = t("rules-holidays-off")
    else:
        text = t("rules-holidays-on" if rules.knows_country else "rules-holidays-unknown", country=name)
    free = rules.keeps_holidays
    rows: list[Row] = [
        [
            button(mark(free, t.plain("rules-free-button")), _set(rules, "holidays", "1")),
            button(mark(not free, t.plain("rules-worked-button")), _set(rules, "holidays", "0")),
        ]
    ]
    shown = dict.fromkeys((rules.country, *COUNTRIES))
    rows += grid(
        (
            button(
                mark(free and code == rules.country, country(code, reader.locale)),
                _set(rules, "country", code),
            )
            for code in shown
        ),
        2,
    )
    rows.append([button(t.plain("rules-country-button"), _ask(rules, "country"))])
    rows.append([button(t.plain("button-back"), TeamTopic(team=rules.team_id, topic="hours"))])
    return Screen(text, keyboard(rows))


def nudges(rules: TeamRules, reader: Reader) -> Screen:
    """When do managers hear, and what is too long?"""
    t = reader.t
    lines = [t("rules-nudges-title", team=rules.team_name), "", t("rules-nudges-about")]
    first = span(rules.first_contact_hours, reader)
    rows: list[Row] = [
        [button(t.plain("rules-digest-button", time=minutes_as_time(rules.digest_at)), _ask(rules, "digest_at"))],
        [button(t.plain("rules-first-button", time=first), _ask(rules, "first_contact"))],
        [button(t.plain("rules-pause-button", days=day_span(rules.pause_cap_days, reader)), _ask(rules, "pause_cap"))],
        [button(t.plain("rules-stages-button"), TeamTopic(team=rules.team_id, topic="stages"))],
    ]
    return _screen(lines, rows, rules.team_id, reader)


def ask(rules: TeamRules, field: str, reader: Reader) -> Screen:
    """A question about one rule; the answer may be typed."""
    t = reader.t

    def put(value: str) -> TeamRuleSet:
        return _set(rules, field, value)

    rows: list[Row] = []
    if field == "start":
        rows = time_rows(STARTS, rules.hours.start, put)
    elif field == "end":
        rows = time_rows(ENDS, rules.hours.end, put)
    elif field == "digest_at":
        rows = time_rows(STARTS, rules.digest_at, put)
    elif field == "first_contact":
        shown = _with(FIRST_CONTACTS, rules.first_contact_hours)
        rows = grid((button(mark(v == rules.first_contact_hours, span(v, reader)), put(str(v or 0))) for v in shown), 3)
    elif field == "pause_cap":
        shown = _with(PAUSES, rules.pause_cap_days)
        rows = grid((button(mark(v == rules.pause_cap_days, day_span(v, reader)), put(str(v))) for v in shown), 3)
    back = TeamTopic(team=rules.team_id, topic=TOPIC_OF.get(field, "nudges"))
    return Screen(t(QUESTIONS[field]), keyboard([*rows, [button(t.plain("button-back"), back)]]))


def stages(rules: StageRules, reader: Reader) -> Screen:
    """Every open stage with its limits."""
    t = reader.t
    rows: list[Row] = [[button(_stage_label(stage, reader), StageOpen(stage=stage.id))] for stage in rules.stages]
    rows.append([button(t.plain("button-back"), TeamTopic(team=rules.team_id, topic="nudges"))])
    return Screen(
        Markup("\n").join([t("rules-stages-title", team=rules.team_name), t("rules-stages-about")]), keyboard(rows)
    )


def stage(rule: StageRule, reader: Reader) -> Screen:
    """One stage's limits."""
    t, row = reader.t, rule.stage
    lines = [
        t("rules-stage-title", stage=row.name(reader.locale)),
        t("rules-followup", time=span(row.followup_hours, reader)),
        t("rules-stuck-working" if row.stuck_working else "rules-stuck", days=day_span(row.stuck_days, reader)),
        "",
        t("rules-stage-about"),
    ]
    counted = t.plain("rules-working" if row.stuck_working else "rules-calendar")
    rows: list[Row] = [
        [
            button(
                t.plain("rules-followup-button", time=span(row.followup_hours, reader, short=True)),
                StageAsk(stage=row.id, field="followup"),
            ),
            button(
                t.plain("rules-stuck-button", days=day_span(row.stuck_days, reader, short=True)),
                StageAsk(stage=row.id, field="stuck"),
            ),
        ],
        [
            button(
                t.plain("rules-counts-button", value=counted),
                StageSet(stage=row.id, field="working", value="0" if row.stuck_working else "1"),
            )
        ],
        [button(t.plain("button-back"), TeamTopic(team=rule.team_id, topic="stages"))],
    ]
    return Screen(Markup("\n").join(lines), keyboard(rows))


def ask_stage(rule: StageRule, field: str, reader: Reader) -> Screen:
    """A question about one limit; the answer may be typed."""
    t, row = reader.t, rule.stage
    if field == "followup":
        labels = [(value, span(value, reader)) for value in _with(FOLLOW_UPS, row.followup_hours)]
        present = row.followup_hours
    else:
        labels = [(value, day_span(value, reader)) for value in _with(STUCK_DAYS, row.stuck_days)]
        present = row.stuck_days
    rows = grid(
        (
            button(mark(value == present, label), StageSet(stage=row.id, field=field, value=str(value or 0)))
            for value, label in labels
        ),
        3,
    )
    rows.append([button(t.plain("button-back"), StageOpen(stage=row.id))])
    return Screen(t(STAGE_QUESTIONS[field], stage=row.name(reader.locale)), keyboard(rows))


def _stage_label(row: Stage, reader: Reader) -> str:
    limits = f"{span(row.followup_hours, reader, short=True)} · {day_span(row.stuck_days, reader, short=True)}"
    # The limits are what the button is for: of a long name the end gives way.
    return f"{shorten(row.name(reader.locale), LABEL - len(limits) - 3)} · {limits}"


def _with(choices: tuple[int | None, ...], present: int | None) -> list[int | None]:
    """The usual choices and the present one, by length; never is the last."""
    known = sorted({value for value in (*choices, present) if value is not None})
    return [*known, None] if None in choices else list(known)


def _set(rules: TeamRules, field: str, value: str) -> TeamRuleSet:
    return TeamRuleSet(team=rules.team_id, field=field, value=value)


def _ask(rules: TeamRules, field: str) -> TeamRuleAsk:
    return TeamRuleAsk(team=rules.team_id, field=field)


def _screen(lines: Sequence[str], rows: list[Row], team_id: int, reader: Reader) -> Screen:
    back = [button(reader.t.plain("button-back"), TeamMenu(team=team_id))]
    return Screen(Markup("\n").join(lines), keyboard([*rows, back]))
