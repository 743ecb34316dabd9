"""The morning plan: today's and overdue steps, what went quiet, what is stuck, what is new; short."""

from __future__ import annotations

from collections.abc import Iterator

from bot.i18n import Markup
from bot.models.facts_reminders import MOST_NAMED, NudgeLine, PlanFacts
from bot.reader import Reader
from bot.views import formatting
from bot.views.nudge_lines import why_line
from bot.views.nudge_rows import TWO_LINES, row
from bot.views.reminders import number_rows
from bot.views.screen import Screen, keyboard

# Up to so many deals stand in full; on a longer day each section shows what rings with the message, and so many others.
SHORT_DAY = 10
OF_EACH = 3
# What the rows of a section are about, where its deals may have several reasons.
ABOUT = {"plan-overdue": "step", "plan-today": "step", "plan-new": ""}


def plan_screen(facts: PlanFacts, reader: Reader) -> Screen:
    """The day on one screen: a row and a numbered button per deal. An empty day is one friendly line."""
    t = reader.t
    if facts.empty:
        return Screen(Markup("\n").join([t("plan-empty"), *_done(facts, reader), _why(facts, reader)]))
    parts = [t("plan-title", day=formatting.heading_day(facts.day, reader.locale, first=True))]
    sections = list(_sections(facts))
    compact = sum(len(lines) for _, lines in sections) > TWO_LINES
    shown: list[NudgeLine] = []
    for title, lines in sections:
        parts += [Markup(), t(title)]
        for line in lines:
            shown.append(line)
            parts.append(row(line, len(shown), reader, why=ABOUT.get(title), compact=compact))
    hidden = facts.more + len(facts.lines) - len(shown)
    if hidden:
        parts.append(t("plan-more", count=hidden))
    parts += [*_done(facts, reader), Markup(), _why(facts, reader)]
    return Screen(Markup("\n").join(parts), keyboard(number_rows(facts.nudge_id, shown)))


def _sections(facts: PlanFacts) -> Iterator[tuple[str, tuple[NudgeLine, ...]]]:
    sections = {
        "plan-overdue": facts.overdue,
        "plan-today": facts.today,
        "plan-quiet": facts.quiet,
        "plan-stuck": facts.stuck,
        "plan-new": facts.new,
    }
    most, room = len(facts.lines), len(facts.lines)
    if len(facts.lines) > SHORT_DAY:
        # Whoever rings must be named; in all no more deals than one message holds.
        most, room = OF_EACH, MOST_NAMED - sum(line.rings for line in facts.lines)
    for title, lines in sections.items():
        others = [line.deal.id for line in lines if not line.rings][: max(0, min(most, room))]
        room -= len(others)
        shown = tuple(line for line in lines if line.rings or line.deal.id in others)
        if shown:
            yield title, shown


def _done(facts: PlanFacts, reader: Reader) -> list[Markup]:
    return [reader.t("plan-done", count=len(facts.done))] if facts.done else []


def _why(facts: PlanFacts, reader: Reader) -> Markup:
    return why_line(("plan",), None, reader, facts.team_name)
