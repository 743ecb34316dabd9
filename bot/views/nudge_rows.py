"""One deal among several: a row of a reminder or of the morning plan, on two lines, or on one in long messages."""

from __future__ import annotations

from datetime import datetime

from bot.i18n import Markup
from bot.models import Deal, StageKind
from bot.models.facts_reminders import NudgeLine
from bot.reader import Reader
from bot.views import formatting
from bot.views.deal_lines import LINE, shorten, when, width
from bot.views.deal_state import day_of, stuck_reason
from bot.views.lists import short_name
from bot.views.nudge_lines import CLIENT, STEP, quiet_span
from bot.views.screen import DOT, solid

# More deals than these have one line each, or the message outgrows a phone's screen.
TWO_LINES = 8
# A client's name on such a line: at most so long, and shorter where the line would break; never so short that nobody
# knows whose deal it is. Bold letters are wider than those that a line's width counts.
SHORT, SHORTEST, BOLD = 24, 12, 1.05


def row(line: NudgeLine, at: int, reader: Reader, *, why: str | None = None, compact: bool = False) -> Markup:
    """One deal among several, on two lines of a phone: ``1  🔴 Acme · 120k``, then the one fact that the row is about.

    ``why``: that fact, where it is not the first reason of all: a plan's heading has said the reason already.
    ``compact``: on one line, for long messages: ``1  🔴 Acme · quiet 6 d``.
    """
    deal = line.deal
    icon = "🔴 " if line.stuck else "🟡 " if line.nearly_stuck else ""
    about = why if why is not None else line.why[0] if line.why else ""
    owner = solid(reader.t("list-owner", name=short_name(line.owner_name))) if line.owner_name else ""
    if compact:
        point = _short_point(line, about, reader)
        rest = DOT.join([f"{at}  {icon}", *(part for part in (point, owner) if part)])
        # What makes a sign an icon takes no room of its own.
        room = LINE - width(rest.replace("\ufe0f", ""))
        name = shorten(deal.client, max(SHORTEST, min(SHORT, int(room / BOLD))))
        start = Markup(f"{at}  {icon}") + reader.t("digest-client", client=name)
        return Markup(DOT).join(part for part in (start, point, owner) if part)
    start = Markup(f"{at}  {icon}") + reader.t("digest-client", client=shorten(deal.client, CLIENT))
    money = (
        "" if deal.amount_minor is None else formatting.compact_money(deal.amount_minor, deal.currency, reader.locale)
    )
    return Markup(DOT).join(part for part in (start, money, owner) if part) + "\n" + _point(line, about, reader)


def step_point(deal: Deal, planned: datetime, reader: Reader) -> str:
    """A row about the next step: what and when."""
    moment = solid(when(planned, deal.next_step_has_time, reader))
    if deal.next_step_text:
        return reader.t.plain("row-step", step=shorten(deal.next_step_text, STEP), when=moment)
    return reader.t.plain("row-step-bare", when=moment)


def _point(line: NudgeLine, why: str, reader: Reader) -> str:
    """The one fact that a row is about. A stuck deal that is quiet, too, says both, as does a nearly stuck one; with no
    fact, where it stands.
    """
    t, deal, stage = reader.t, line.deal, line.stage.name(reader.locale)
    if not why:
        return stage
    if why == "stuck" or (why == "follow_up" and line.stuck):
        return stuck_reason(deal, line.stage, reader)
    if why == "step" and deal.next_step_at is not None:
        return step_point(deal, deal.next_step_at, reader)
    if why == "first_contact":
        return t.plain("row-first", span=quiet_span(deal, line.quiet_days, reader, short=True))
    if why == "warn":
        return DOT.join([stage, solid(day_of(line.stage, line.stage_day, reader))])
    if why in ("return", "new"):
        return DOT.join([stage, solid(_came(deal, why, reader))])
    points = [t.plain("row-quiet", span=quiet_span(deal, line.quiet_days, reader, short=True))]
    if line.nearly_stuck:
        # The warning comes with this row: its icon alone would not say what the limit is.
        points.insert(0, day_of(line.stage, line.stage_day, reader))
    return DOT.join([stage, *(solid(point) for point in points)])


def _short_point(line: NudgeLine, why: str, reader: Reader) -> str:
    """The same in a few words that stay on the row's line."""
    deal = line.deal
    if why == "step" and deal.next_step_at is not None:
        return solid(reader.t.plain("row-step-bare", when=when(deal.next_step_at, deal.next_step_has_time, reader)))
    if why == "first_contact" or not why:
        return solid(_point(line, why, reader))
    if why == "warn" or line.stuck:
        return solid(day_of(line.stage, line.stage_day, reader))
    if why in ("return", "new"):
        return solid(_came(deal, why, reader))
    return solid(reader.t.plain("row-quiet", span=quiet_span(deal, line.quiet_days, reader, short=True)))


def _came(deal: Deal, why: str, reader: Reader) -> str:
    """New; or its date has come, parked still or paused until then, today or days ago: nobody may have taken it up."""
    if why == "new":
        return reader.t.plain("row-new")
    return reader.t.plain("row-return-parked" if deal.kind is StageKind.PARKED else "row-return-paused")
