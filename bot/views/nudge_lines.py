"""The words of one deal that waits: why, for how long, what was last, and what ended it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.i18n import Markup
from bot.models import Deal, EventKind, StageKind
from bot.models.facts_reminders import NudgeLine
from bot.reader import Reader
from bot.views import formatting
from bot.views.deal_history import KINDS
from bot.views.deal_lines import shorten, when
from bot.views.deal_news import until_of
from bot.views.deal_state import day_of
from bot.views.screen import DOT, solid

# A note, a step or a client is repeated so far.
NOTE, STEP, CLIENT = 120, 80, 60
HOUR = 3600
DAY_HOURS = 24
HEADS = {
    "follow_up": "nudge-quiet",
    "return": "nudge-return",
    "first_contact": "nudge-first",
    "stuck": "nudge-stuck",
    "warn": "nudge-warn",
    "new": "nudge-new",
}
# Why it came, by the codes of ``NudgeLine.why`` and two of our own; "follow_up" says its time too.
WHYS = {
    "step": "why-step",
    "return": "why-return",
    "first_contact": "why-first_contact",
    "stuck": "why-stuck",
    "warn": "why-warn",
    "new": "why-new",
    "several": "why-several",
    "plan": "why-plan",
}
# What a person can switch off.
SWITCHED = {"plan", "warn"}


def ended_line(line: NudgeLine, reader: Reader, reads: int) -> Markup:
    """What ended a reminder: "✅ Acme: call, Boris, 5 min ago". ``reads``: whose own doing needs no name."""
    t, event = reader.t, line.ended
    if event is None:
        return Markup()
    facts = {
        "client": shorten(line.deal.client, CLIENT),
        "what": _deed(line, reader),
        "ago": formatting.ago(event.at, reader.now, reader.zone, reader.locale),
    }
    if event.actor_id == reads or not line.ended_name:
        return t("nudge-ended", **facts)
    return t("nudge-ended-by", name=line.ended_name, **facts)


def why_line(why: Sequence[str], line: NudgeLine | None, reader: Reader, team: str = "") -> Markup:
    """The last line of every nudge: why it came, and how to stop it. Plans and warnings have a switch in the settings;
    all else is about a deal that waits, and ends with what is done about it.
    """
    t = reader.t
    span = _clock_span(line, reader)
    reasons = [t.plain("why-follow_up", span=span) if each == "follow_up" else t.plain(WHYS[each]) for each in why]
    facts = {"why": ", ".join(reasons), "stop": t("nudge-switch" if set(why) <= SWITCHED else "nudge-stop")}
    return t("nudge-why-team", team=team, **facts) if team else t("nudge-why", **facts)


def typical(lines: Sequence[NudgeLine]) -> NudgeLine | None:
    """The line whose stage's time without a touch stands for all of them: the shortest one."""
    quiet = [line for line in lines if "follow_up" in line.why[:1] and line.stage.followup_hours]
    return min(quiet, key=lambda line: line.stage.followup_hours or 0, default=None)


def head(line: NudgeLine, reader: Reader) -> Markup:
    """The first line of a single reminder: which deal, and what about it."""
    t, deal = reader.t, line.deal
    client = shorten(deal.client, CLIENT)
    why = line.why[0] if line.why else "follow_up"
    if why == "step":
        moment = solid(when(deal.next_step_at, deal.next_step_has_time, reader)) if deal.next_step_at else ""
        if deal.next_step_text:
            return t("nudge-step", client=client, step=shorten(deal.next_step_text, STEP), when=moment)
        return t("nudge-step-bare", client=client, when=moment)
    if why in ("follow_up", "first_contact"):
        return t(HEADS[why], client=client, span=quiet_span(deal, line.quiet_days, reader))
    return t(HEADS[why], client=client)


def money_line(line: NudgeLine, reader: Reader) -> Markup:
    """How much, where it stands and since when; of a stuck deal the line below says where and why."""
    deal, t = line.deal, reader.t
    parts: list[str] = []
    if deal.amount_minor is not None:
        parts.append(f"💰 {formatting.money(deal.amount_minor, deal.currency, reader.locale)}")
    name = line.stage.name(reader.locale)
    if line.stuck:
        return Markup(DOT).join(parts)
    if deal.kind is not StageKind.OPEN:
        return Markup(DOT).join([*parts, t("nudge-place", stage=name)])
    day = day_of(line.stage, line.stage_day, reader)
    if line.nearly_stuck and line.why[:1] != ("warn",):
        # Where the first line is about something else.
        day = f"🟡 {day}"
    day = solid(day)
    return Markup(DOT).join([*parts, t("nudge-place-day", stage=name, day=day)])


def touched_line(line: NudgeLine, reader: Reader) -> Markup:
    """When and how the client was last touched."""
    deal, t = line.deal, reader.t
    if "first_contact" in line.why:
        # Nobody has touched it, which is the point.
        return Markup()
    ago = formatting.ago(deal.last_touch_at, reader.now, reader.zone, reader.locale)
    if deal.last_touch_kind is None:
        # How long it has been quiet stands in the first line already.
        return Markup() if line.why[:1] == ("follow_up",) else t("deal-touched", ago=ago)
    return t("deal-touched-kind", ago=ago, kind=t.plain(f"touch-{deal.last_touch_kind}"))


def note_line(line: NudgeLine, reader: Reader) -> Markup:
    """What was last written about the deal, as one line."""
    note = " ".join(line.last_note.split())
    return reader.t("nudge-note", note=shorten(note, NOTE)) if note else Markup()


def quiet_span(deal: Deal, days: int, reader: Reader, *, short: bool = False) -> str:
    """How long there was no touch: in ``days`` by the reader's calendar, within the first day in hours."""
    if days > 1:
        return formatting.days(days, reader.locale, short=short)
    hours = int((reader.now - deal.last_touch_at).total_seconds() // HOUR)
    return formatting.hours(max(1, hours), reader.locale, short=short)


def _clock_span(line: NudgeLine | None, reader: Reader) -> str:
    """The time without a touch that a stage allows: 48 hours, 5 days."""
    hours = (line.stage.followup_hours if line else None) or 0
    if hours > 3 * DAY_HOURS and hours % DAY_HOURS == 0:
        return formatting.days(hours // DAY_HOURS, reader.locale)
    return formatting.hours(hours, reader.locale)


def _deed(line: NudgeLine, reader: Reader) -> str:
    """What somebody did, in a word or two."""
    event, t = line.ended, reader.t
    if event is None or event.kind.value not in KINDS:
        return t.plain("history-kind-edited")
    if event.kind is EventKind.TOUCHED:
        return t.plain(f"touch-{event.data['touch']}")
    if event.kind is EventKind.STEP_SET and event.data.get("at"):
        at = datetime.fromisoformat(event.data["at"])
        return t.plain("nudge-step-set", when=when(at, bool(event.data.get("has_time")), reader))
    if event.kind is EventKind.STEP_DONE:
        return t.plain("nudge-step-done")
    if event.kind is EventKind.MOVED and event.to_stage_id == line.stage.id:
        return f"→ {line.stage.name(reader.locale)}"
    if event.kind in (EventKind.SNOOZED, EventKind.PAUSED):
        key = "nudge-put-off" if event.kind is EventKind.SNOOZED else "nudge-paused"
        return t.plain(key, when=until_of(event, reader))
    return t.plain(KINDS[event.kind.value])
