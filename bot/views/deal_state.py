"""How a deal stands in time: its day in the stage, stuck or nearly, silent, paused and why."""

from __future__ import annotations

from datetime import datetime

from bot.models import Deal, Stage, StageKind
from bot.reader import Reader
from bot.views import formatting

# The card warns from three quarters of a stage's limit (anchors: early warning).
NEARLY_STUCK = 0.75
# Reasons to pause that have a button, and their texts; any other reason is the person's own words.
PAUSE_REASONS = {
    "away": "pause-reason-away",
    "budget": "pause-reason-budget",
    "us": "pause-reason-us",
    "later": "pause-reason-later",
}


def stage_day(deal: Deal, reader: Reader) -> int:
    """Which day of the stage it is; the first one is 1."""
    return max(0, (reader.now - deal.stage_entered_at).days) + 1


def quiet_days(deal: Deal, reader: Reader) -> int:
    """Days since the last touch by the reader's calendar: late yesterday is 1."""
    return _days_since(deal.last_touch_at, reader)


def _days_since(moment: datetime, reader: Reader) -> int:
    return max(0, (reader.today - moment.astimezone(reader.zone).date()).days)


def is_stuck(deal: Deal, now: datetime) -> bool:
    """Longer in its stage than the stage's limit, with no accepted wait or pause."""
    return deal.stuck_at is not None and now >= deal.stuck_at


def is_paused(deal: Deal) -> bool:
    """Silent until a day for a reason. Parked and closed deals cannot be."""
    return deal.kind is StageKind.OPEN and deal.paused_until is not None


def warning(deal: Deal, now: datetime) -> str:
    """🔴 for a stuck deal, 🟡 for one that has used three quarters of its stage's limit, ⏸ for a paused one, or
    nothing.
    """
    if is_paused(deal):
        return "⏸"
    if deal.stuck_at is None:
        return ""
    if now >= deal.stuck_at:
        return "🔴"
    if deal.wait_until is not None:
        # A manager said that this one may take its time.
        return ""
    whole = (deal.stuck_at - deal.stage_entered_at).total_seconds()
    gone = (now - deal.stage_entered_at).total_seconds()
    return "🟡" if gone >= NEARLY_STUCK * whole else ""


def stuck_reason(deal: Deal, stage: Stage, reader: Reader, *, named: bool = True) -> str:
    """Why a deal counts as stuck: "12 days in Offer, limit 7; silent for 9". No HTML.

    ``named``: False leaves the stage out, where the line above has said it.
    """
    # By the calendar, as the silence beside it: whole days of 24 hours would be fewer, and a deal that was never
    # touched in its stage would be silent for longer than it stands there.
    days = formatting.days(_days_since(deal.stage_entered_at, reader), reader.locale)
    facts = {"days": reader.t.plain("state-days-in", days=days, stage=stage.name(reader.locale)) if named else days}
    facts["limit"] = limit(stage, reader)
    quiet = quiet_days(deal, reader)
    if quiet < 1:
        return reader.t.plain("state-stuck", **facts)
    return reader.t.plain("state-stuck-silent", quiet=quiet, **facts)


def day_of(stage: Stage, day: int, reader: Reader) -> str:
    """Which day of the stage it is, and the stage's limit: "day 4 of 7". Beyond the limit, and where that counts
    working days, which are not the same days, the two stand apart: "day 12, limit 7", never "12 of 7". No HTML.
    """
    if stage.stuck_days is None:
        return reader.t.plain("deal-day", day=day)
    key = "deal-day-limit" if stage.stuck_working or day > stage.stuck_days else "deal-day-of"
    return reader.t.plain(key, day=day, limit=limit(stage, reader))


def limit(stage: Stage, reader: Reader) -> str:
    """A stage's limit: "7", or "7 working days"."""
    count = stage.stuck_days or 0
    if stage.stuck_working:
        return reader.t.plain("state-working-days", count=count)
    return formatting.number(count, reader.locale)


def pause_reason(reason: str | None, reader: Reader) -> str:
    """Why a deal is paused: the text of a reason that has a button, or the person's own words."""
    if reason in PAUSE_REASONS:
        return reader.t.plain(PAUSE_REASONS[reason])
    return reason or reader.t.plain("pause-reason-none")
