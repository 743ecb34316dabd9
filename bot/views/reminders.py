"""Reminders as their readers get them: one deal with the buttons that end it, or several as rows to open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from aiogram.types import InlineKeyboardButton

from bot.callbacks.deals import DealMenu, DealMove, DealOpen, DealStep, DealTouch
from bot.callbacks.reminders import NudgeCard, NudgeList, NudgeOpen, SnoozeAll
from bot.i18n import Markup
from bot.models import Deal, DealEvent, EventKind, StageKind, TouchKind
from bot.models.facts_reminders import MOST_NAMED, NudgeFacts, NudgeGone, NudgeLine
from bot.reader import Reader
from bot.views.deal_lines import contact_line, shorten, when
from bot.views.deal_state import pause_reason, stuck_reason
from bot.views.deals import stage_label
from bot.views.nudge_lines import ended_line, head, money_line, note_line, touched_line, typical, why_line
from bot.views.nudge_rows import TWO_LINES, row
from bot.views.pausing import quieten_row
from bot.views.screen import Row, Screen, button, grid, keyboard, numbered

# So many ended ones are named when nothing waits any more, and the last few before that: the message does not grow
# while it is worked off.
ENDED = 8
LAST_ENDED = 3
# A client's name on a button, of which two stand in a row.
CLIENT = 16
# What somebody wrote of a pause.
REASON = 120
# More reasons than these are not listed: each row says its own.
REASONS = 2
TOUCHES = (
    (TouchKind.CALL, "nudge-button-called"),
    (TouchKind.MESSAGE, "nudge-button-wrote"),
    (TouchKind.MEETING, "nudge-button-met"),
)


def nudge_screen(facts: NudgeFacts, reader: Reader) -> Screen:
    """The message as it stands now: fresh, half worked off, or done."""
    if len(facts.lines) == 1 and facts.kind == "single":
        line = facts.lines[0]
        return (
            single_screen(line, reader, facts.nudge_id, team=facts.team_name) if line.waiting else _done(facts, reader)
        )
    return _several(facts, reader) if facts.waiting else _done(facts, reader)


def single_screen(line: NudgeLine, reader: Reader, nudge: int, *, listed: bool = False, team: str = "") -> Screen:
    """One deal that waits. ``listed``: the message ``nudge`` has several, and this one leads back to them."""
    t, deal = reader.t, line.deal
    parts = [head(line, reader), money_line(line, reader)]
    if line.stuck:
        # The first line of a quiet one has said for how long.
        silence = line.why[:1] not in (("follow_up",), ("first_contact",))
        parts.append(Markup("🔴 ") + stuck_reason(deal, line.stage, reader, silence=silence))
    if line.paused_for:
        reason = shorten(pause_reason(line.paused_for, reader), REASON)
        parts.append(t("nudge-was-paused", reason=reason))
    parts += [touched_line(line, reader), note_line(line, reader), contact_line(deal.contact_name, deal.phone, reader)]
    goal = line.stage.goal(reader.locale)
    if goal and deal.kind is StageKind.OPEN:
        parts.append(t("deal-goal", goal=goal))
    if line.owner_name:
        parts.append(t("nudge-for", name=line.owner_name))
    if _seen(line):
        parts.append(t("nudge-again"))
    parts.append(why_line(line.why, line, reader, team))
    back = [to_all(nudge, reader)] if listed else []
    return Screen(Markup("\n").join(part for part in parts if part), keyboard([*_buttons(line, nudge, reader), *back]))


def number_rows(nudge: int, lines: Sequence[NudgeLine]) -> list[Row]:
    """A button per row: its number."""
    return numbered([button(str(at), NudgeOpen(nudge=nudge, deal=line.deal.id)) for at, line in enumerate(lines, 1)])


def gone_screen(facts: NudgeGone, reader: Reader) -> Screen:
    """What stays of a message too old to be deleted: one line, no buttons."""
    if facts.name:
        # How many of the other person's deals were this one's nobody needs to know.
        key = "nudge-gone-several-to" if facts.count > 1 else "nudge-gone-to"
        return Screen(reader.t(key, client=facts.client, name=facts.name))
    if facts.count > 1:
        return Screen(reader.t("nudge-gone-several", count=facts.count))
    return Screen(reader.t("nudge-gone", client=facts.client))


def snoozed_toast(lines: Sequence[NudgeLine], reader: Reader) -> str:
    """How many deals come back, and when; pressed again it says the same."""
    put_off = [line.ended for line in lines if line.ended is not None and line.ended.kind is EventKind.SNOOZED]
    return _put_off(put_off, reader) if put_off else reader.t.plain("nudge-nothing")


def to_all(nudge: int, reader: Reader) -> Row:
    """From one deal back to all of the message's."""
    return [button(reader.t.plain("nudge-button-all"), NudgeList(nudge=nudge))]


def to_reminder(nudge: int, reader: Reader) -> Row:
    """From what a reminder of one deal opened back to the reminder."""
    return [button(reader.t.plain("nudge-button-back"), NudgeList(nudge=nudge))]


def to_row(nudge: int, deal: int, reader: Reader) -> Row:
    """From what one deal's reminder opened back to it, where it is one of several."""
    return [button(reader.t.plain("deal-button-back"), NudgeOpen(nudge=nudge, deal=deal))]


def _several(facts: NudgeFacts, reader: Reader) -> Screen:
    t = reader.t
    waiting = facts.waiting
    shown = waiting[:MOST_NAMED]
    parts = [t("nudge-title", count=len(waiting))]
    absent = list(dict.fromkeys(line.owner_name for line in shown if line.owner_name))
    if absent:
        parts.append(t("nudge-for", name=", ".join(absent)))
    if any(_seen(line) for line in shown):
        # One tap settles one of them; and not all need have rung before.
        parts.append(t("nudge-again-several" if len(shown) > 1 else "nudge-again"))
    parts += [row(line, at, reader, compact=len(shown) > TWO_LINES) for at, line in enumerate(shown, 1)]
    if len(waiting) > len(shown):
        parts.append(t("nudge-more", count=len(waiting) - len(shown)))
    parts += _ended(facts, reader, LAST_ENDED)
    reasons = tuple(dict.fromkeys(line.why[0] for line in waiting if line.why))
    if len(reasons) > REASONS:
        reasons = ("several",)
    parts.append(why_line(reasons, typical(waiting), reader, facts.team_name))
    put_off = "nudge-button-snooze-all" if len(waiting) > 1 else "nudge-button-snooze-one"
    all_tomorrow = button(t.plain(put_off), SnoozeAll(nudge=facts.nudge_id))
    return Screen(Markup("\n").join(parts), keyboard([*number_rows(facts.nudge_id, shown), [all_tomorrow]]))


def _done(facts: NudgeFacts, reader: Reader) -> Screen:
    """Everything on it has ended: what did it, and the way to the deal."""
    t = reader.t
    ended = _ended(facts, reader, ENDED)
    if not ended:
        return Screen(t("nudge-nothing"))
    if len(facts.lines) == 1:
        to_deal = button(t.plain("nudge-button-open"), DealOpen(deal=facts.lines[0].deal.id))
        return Screen(ended[0], keyboard([[to_deal]]))
    lines = facts.lines[:ENDED]
    events = [line.ended for line in facts.lines if line.ended is not None]
    put_off = all(event.kind is EventKind.SNOOZED for event in events)
    title = Markup(_put_off(events, reader)) if put_off else t("nudge-all-done")
    openers = [
        button(shorten(line.deal.client, CLIENT), NudgeOpen(nudge=facts.nudge_id, deal=line.deal.id)) for line in lines
    ]
    return Screen(Markup("\n").join([title, *ended]), keyboard(grid(openers, 2)))


def _seen(line: NudgeLine) -> bool:
    """Whether it rang for its owner before; a deputy may not have heard it."""
    return line.rung > 1 and not line.owner_name


def _put_off(events: Sequence[DealEvent], reader: Reader) -> str:
    """So many deals come back, on the day of those put off last. No HTML."""
    last = max(events, key=lambda event: (event.at, event.id))
    until = last.data.get("until")
    day = when(datetime.fromisoformat(until), False, reader) if until else reader.t.plain("fmt-tomorrow")
    return reader.t.plain("nudge-snoozed-all", count=len(events), when=day)


def _ended(facts: NudgeFacts, reader: Reader, most: int) -> list[Markup]:
    """What has ended, the last of it in full."""
    events = {line.deal.id: line.ended for line in facts.lines if line.ended is not None}
    last = sorted(events, key=lambda deal: (events[deal].at, events[deal].id), reverse=True)[:most]
    ended = [line for line in facts.lines if line.ended is not None]
    said = [ended_line(line, reader, facts.user_id) for line in ended if line.deal.id in last]
    more = len(ended) - len(said)
    return [*said, reader.t("nudge-ended-more", count=more)] if more else said


def _buttons(line: NudgeLine, nudge: int, reader: Reader) -> list[Row]:
    deal, t = line.deal, reader.t
    done: Row = []
    if line.step_due:
        ended = DealStep(deal=deal.id, when="done", version=deal.version)
        done = [button(t.plain("deal-button-step-done"), ended, "success")]
    touches = [
        button(t.plain(key), DealTouch(deal=deal.id, kind=kind.value, version=deal.version), _likely(kind, line))
        for kind, key in TOUCHES
    ]
    step = button(t.plain("deal-button-step"), _menu(deal, "step"))
    lost = button(t.plain("deal-button-lost"), _menu(deal, "lost"), "danger")
    card = button(t.plain("nudge-button-open"), NudgeCard(nudge=nudge, deal=deal.id))
    if deal.kind is StageKind.PARKED:
        again = button(t.plain("nudge-button-park"), _menu(deal, "park"))
        stages = button(t.plain("deal-button-stages"), _menu(deal, "stages"), "primary")
        return [done, touches, [stages, again], [step, lost], [card]]
    return [done, touches, [step, *_next(line, reader)], quieten_row(deal, reader), [lost, card]]


def _next(line: NudgeLine, reader: Reader) -> list[InlineKeyboardButton]:
    deal, stage = line.deal, line.next_stage
    if stage is None:
        return []
    move = DealMove(deal=deal.id, stage=stage.id, version=deal.version)
    if stage.kind is StageKind.WON:
        return [button(reader.t.plain("deal-button-won"), move, "success")]
    return [button(f"{stage_label(stage, reader)} ›", move)]


def _menu(deal: Deal, what: str) -> DealMenu:
    return DealMenu(deal=deal.id, what=what, version=deal.version)


def _likely(kind: TouchKind, line: NudgeLine) -> str | None:
    return "primary" if kind is TouchKind.CALL and not line.step_due and line.deal.kind is StageKind.OPEN else None
