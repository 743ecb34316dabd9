"""The morning plan: today's and overdue steps, what went quiet, what is stuck, what is new; short."""

from __future__ import annotations

from collections.abc import Iterator

from bot.i18n import Markup
from bot.models.facts_reminders import NudgeLine, PlanFacts
from bot.reader import Reader
from bot.views import formatting
from bot.views.nudge_lines import row, why_line
from bot.views.reminders import number_rows
from bot.views.screen import Screen, keyboard

# More deals than these make the message longer than a phone's screen.
SHOWN = 8
# What the rows of a section are about, where its deals may have several reasons.
ABOUT = {"plan-overdue": "step", "plan-today": "step", "plan-new": ""}


def plan_screen(facts: PlanFacts, reader: Reader) -> Screen:
    """The day on one screen: a row and a numbered button per deal. An empty day is one friendly line."""
    t = reader.t
    if facts.empty:
        return Screen(Markup("\n").join([t("plan-empty"), *_done(facts, reader), _why(facts, reader)]))
    parts = [t("plan-title", day=formatting.heading_day(facts.day, reader.locale))]
    shown: list[NudgeLine] = []
    for title, lines in _sections(facts):
        parts += [Markup(), t(title)]
        for line in lines:
            shown.append(line)
            parts.append(row(line, len(shown), reader, why=ABOUT.get(title)))
    hidden = facts.more + len(facts.lines) - len(shown)
    if hidden:
        parts.append(t("plan-more", count=hidden))
    parts += [*_done(facts, reader), Markup(), _why(facts, reader)]
    return Screen(Markup("\n").join(parts), keyboard(number_rows(facts.nudge_id, shown)))


def _sections(facts: PlanFacts) -> Iterator[tuple[str, tuple[NudgeLine, ...]]]:
    """The sections that have deals. On a full day they have their first ones: one each in turn, while there is room."""
    sections = {
        "plan-overdue": facts.overdue,
        "plan-today": facts.today,
        "plan-quiet": facts.quiet,
        "plan-stuck": facts.stuck,
        "plan-new": facts.new,
    }
    turns = sorted((at, place) for place, lines in enumerate(sections.values()) for at in range(len(lines)))
    shown = [place for _, place in turns[:SHOWN]]
    for place, (title, lines) in enumerate(sections.items()):
        if lines:
            yield title, lines[: shown.count(place)]


def _done(facts: PlanFacts, reader: Reader) -> list[Markup]:
    return [reader.t("plan-done", count=len(facts.done))] if facts.done else []


def _why(facts: PlanFacts, reader: Reader) -> Markup:
    return why_line(("plan",), None, reader, facts.team_name)
