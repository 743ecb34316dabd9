"""What an action did, said above the card; and what stopped it, said in an alert."""

from __future__ import annotations

from datetime import datetime

from bot.callbacks.deals import DealAsk, DealUndo
from bot.i18n import Markup, escape
from bot.models import DealEvent, EventKind, Stage, StageKind
from bot.models.facts_deals import DealCard, Outcome, Verdict
from bot.reader import Reader
from bot.views import formatting
from bot.views.deal_lines import CLIENT, shorten, when
from bot.views.deal_state import is_paused, pause_reason
from bot.views.deals import card_screen, park_chips, step_chips
from bot.views.screen import Row, Screen, button

# Fields as history names them, and the texts that name them to people.
FIELDS = {
    "client": "field-client",
    "title": "field-title",
    "amount_minor": "field-amount",
    "probability": "field-probability",
    "source_id": "field-source",
    "phone": "field-phone",
    "start_date": "field-start",
    "expected_close": "field-close",
    "loss_comment": "field-comment",
    "returns_at": "field-park",
}
# What offers no way back: the deal itself, a taken-back change, and what was said to somebody.
FOR_GOOD = frozenset({EventKind.UNDONE, EventKind.CREATED, EventKind.ASKED, EventKind.ANSWERED})
FOR_GOOD |= {EventKind.BECAME_STUCK, EventKind.LIMIT_CHANGED}
# After these the next step is asked for, by chips, where there is none.
WORK = frozenset(
    {EventKind.CREATED, EventKind.TOUCHED, EventKind.NOTED, EventKind.STEP_SET, EventKind.STEP_DONE, EventKind.RESUMED}
)
# A headline repeats a note only this far; the history has it whole.
HEADLINE = 120


def outcome_screen(outcome: Outcome, reader: Reader, back: Row | None = None, *, said: str | None = None) -> Screen:
    """The fresh card: under what was done, with Undo and the next step's chips; plain when nothing was done.

    ``said``: why nothing was done, where there is no alert to say it in.
    """
    card, event = outcome.card, outcome.event
    if event is None or outcome.verdict not in (Verdict.DONE, Verdict.AGAIN):
        return card_screen(card, reader, above=escape(said) if said else None, back=back)
    rows: list[Row] = []
    if event.kind not in FOR_GOOD:
        undo = DealUndo(deal=card.deal.id, event=event.id)
        rows.append([button(reader.t.plain("deal-button-undo"), undo), *_comment_button(card, event, reader)])
    if _return_is_open(card, event):
        rows.append(park_chips(card.deal, reader))
    elif _step_is_open(card, event):
        rows.append(step_chips(card.deal, reader))
    return card_screen(card, reader, above=headline(card, event, reader), rows=rows, back=back)


def _return_is_open(card: DealCard, event: DealEvent) -> bool:
    """Somebody parked the deal and did not say until when: it got the usual time."""
    return card.deal.kind is StageKind.PARKED and event.kind is EventKind.MOVED and not event.data.get("until")


def _step_is_open(card: DealCard, event: DealEvent) -> bool:
    """A moved deal may want another step; after the rest of the work on it, one that has none wants one."""
    if card.deal.kind is not StageKind.OPEN or is_paused(card.deal):
        return False
    return event.kind is EventKind.MOVED or (event.kind in WORK and card.deal.next_step_at is None)


def headline(card: DealCard, event: DealEvent, reader: Reader) -> Markup:
    """One line that says what the event did."""
    t, data = reader.t, event.data
    if event.kind is EventKind.CREATED:
        return t("did-created", number=str(card.deal.number))
    if event.kind is EventKind.MOVED:
        return _moved(card, event, reader)
    if event.kind is EventKind.TOUCHED:
        kind = t.plain(f"touch-{data['touch']}")
        return t("did-touched-step", kind=kind, step=data["step"]) if data.get("step") else t("did-touched", kind=kind)
    if event.kind is EventKind.NOTED:
        return t("did-noted", text=shorten(data["text"], HEADLINE))
    if event.kind is EventKind.STEP_SET:
        if data.get("at"):
            return t("did-step", when=when(datetime.fromisoformat(data["at"]), data["has_time"], reader))
        if not data.get("text"):
            return t("did-step-cleared")
        return t("did-step-undated", step=shorten(data["text"], HEADLINE))
    if event.kind is EventKind.STEP_DONE:
        return t("did-step-done", step=data["step"]) if data.get("step") else t("did-step-done-bare")
    if event.kind is EventKind.REASSIGNED:
        return t("did-reassigned", name=card.owner_name)
    if event.kind is EventKind.EDITED:
        return t("did-edited", field=t.plain(FIELDS[data["field"]]))
    if event.kind is EventKind.UNDONE:
        return t("did-undone")
    return _silenced(event, reader)


def alert(outcome: Outcome, reader: Reader) -> str | None:
    """Why a button did nothing; None when it did what it says."""
    card, t = outcome.card, reader.t
    client = shorten(card.deal.client, CLIENT)
    if outcome.verdict is Verdict.SAME:
        return t.plain("stale-same", client=client, stage=card.stage.name(reader.locale))
    if outcome.verdict is Verdict.LATE:
        return t.plain("stale-late")
    if outcome.verdict is not Verdict.STALE:
        return None
    event = outcome.event
    if event is None:
        return t.plain("stale-closed", client=client)
    facts = {
        "client": client,
        "ago": formatting.ago(event.at, reader.now, reader.zone, reader.locale),
    }
    by_me = event.actor_id == card.viewer_id
    if event.kind is EventKind.MOVED:
        stage = _name(_stage(card, event.to_stage_id), reader)
        if by_me:
            return t.plain("stale-moved-you", stage=stage, **facts)
        return t.plain("stale-moved", name=outcome.actor_name, stage=stage, **facts)
    if event.kind is EventKind.REASSIGNED:
        if by_me:
            return t.plain("stale-reassigned-you", owner=card.owner_name, **facts)
        return t.plain("stale-reassigned", name=outcome.actor_name, owner=card.owner_name, **facts)
    if by_me:
        return t.plain("stale-changed-you", **facts)
    return t.plain("stale-changed", name=outcome.actor_name, **facts)


def undo_alert(outcome: Outcome, reader: Reader) -> str | None:
    """Why Undo did nothing; None when it did, be it that this tap came twice."""
    if outcome.verdict is Verdict.AGAIN:
        by_this_tap = outcome.event is not None and outcome.event.kind is EventKind.UNDONE
        return None if by_this_tap else reader.t.plain("stale-undone")
    return alert(outcome, reader)


def step_alert(outcome: Outcome, reader: Reader) -> str | None:
    """Why "done" or "remove" did nothing to the next step."""
    return reader.t.plain("stale-nothing") if outcome.verdict is Verdict.SAME else None


def _moved(card: DealCard, event: DealEvent, reader: Reader) -> Markup:
    t = reader.t
    left, entered = _stage(card, event.from_stage_id), _stage(card, event.to_stage_id)
    names = {"from": _name(left, reader), "to": _name(entered, reader)}
    if entered is not None and entered.kind is StageKind.LOST:
        return t("did-lost", **names)
    if entered is not None and entered.kind is StageKind.PARKED:
        return t("did-parked-until" if event.data.get("until") else "did-parked", **names)
    if entered is not None and entered.kind is StageKind.WON and (left is None or left.kind is not StageKind.WON):
        return t("did-won", **names)
    return t("did-moved", **names)


def _silenced(event: DealEvent, reader: Reader) -> Markup:
    """What was done about a deal that waits: not now, not before, no longer, may wait, asked, answered."""
    t = reader.t
    until = until_of(event, reader)
    if event.kind is EventKind.SNOOZED:
        return t("did-snoozed", when=until)
    if event.kind is EventKind.PAUSED:
        return t("did-paused", when=until, reason=pause_reason(event.data.get("reason"), reader))
    if event.kind is EventKind.WAIT_ACCEPTED:
        return t("did-wait-accepted", when=until)
    return t(SAID[event.kind])


SAID = {
    EventKind.RESUMED: "did-resumed",
    EventKind.ASKED: "did-asked",
    EventKind.ANSWERED: "did-answered",
    EventKind.BECAME_STUCK: "did-stuck",
    EventKind.LIMIT_CHANGED: "did-unstuck",
}


def until_of(event: DealEvent, reader: Reader) -> str:
    """The moment that a snooze or pause lasts to: with the time where it is not simply that day's start."""
    if not event.data.get("until"):
        return "–"
    return when(datetime.fromisoformat(event.data["until"]), event.kind is EventKind.SNOOZED, reader)


def _comment_button(card: DealCard, event: DealEvent, reader: Reader) -> Row:
    if event.kind is not EventKind.MOVED or card.deal.kind is not StageKind.LOST:
        return []
    ask = DealAsk(deal=card.deal.id, field="comment", version=card.deal.version)
    return [button(reader.t.plain("deal-button-comment"), ask)]


def _stage(card: DealCard, stage_id: int | None) -> Stage | None:
    return next((stage for stage in card.stages if stage.id == stage_id), None)


def _name(stage: Stage | None, reader: Reader) -> str:
    return stage.name(reader.locale) if stage else "–"
