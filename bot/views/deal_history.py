"""A deal's history, newest first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.callbacks.deals import DealHistory, DealOpen
from bot.i18n import Markup
from bot.models import DealEvent, EventKind, Stage
from bot.models.facts_deals import HistoryLine, HistoryPage
from bot.reader import Reader
from bot.views import formatting
from bot.views.deal_lines import shorten, when
from bot.views.deal_news import FIELDS, until_of
from bot.views.deal_state import pause_reason
from bot.views.screen import DOT, Row, Screen, button, keyboard

# Eight events share a message of 4,096 characters; a longer note is cut here, and its end is marked.
LONGEST_NOTE = 300
# An edit shows two values, the old one and the new one.
LONGEST_VALUE = 160
# Who did what nobody did: a deal becomes stuck by itself.
BOT = 0
KINDS = {
    "moved": "history-kind-moved",
    "touched": "history-kind-touched",
    "noted": "history-kind-noted",
    "step_set": "history-kind-step",
    "step_done": "history-kind-step",
    "edited": "history-kind-edited",
    "reassigned": "history-kind-reassigned",
    "snoozed": "history-kind-snoozed",
    "paused": "history-kind-paused",
    "resumed": "history-kind-resumed",
    "wait_accepted": "history-kind-wait",
}


def history_screen(page: HistoryPage, reader: Reader, back: Row | None = None) -> Screen:
    """One page of what happened, by whom and when, in the reader's zone."""
    t, deal = reader.t, page.card.deal
    parts = [t("history-title", client=deal.client, number=str(deal.number))]
    parts += [_line(line, page, reader) for line in page.lines]
    turns: Row = []
    if page.page > 0:
        turns.append(button(t.plain("deal-button-newer"), DealHistory(deal=deal.id, page=page.page - 1)))
    if page.has_more:
        turns.append(button(t.plain("deal-button-older"), DealHistory(deal=deal.id, page=page.page + 1)))
    home = [button(t.plain("deal-button-back"), DealOpen(deal=deal.id)), *(back or [])]
    return Screen(Markup("\n\n").join(parts), keyboard([turns, home]))


def _line(line: HistoryLine, page: HistoryPage, reader: Reader) -> Markup:
    moment = formatting.moment(line.event.at, reader.zone, reader.locale, reader.now)
    what = _what(line, page, reader)
    if line.event.actor_id == BOT:
        return reader.t("history-line-bot", when=moment, what=what)
    return reader.t("history-line", when=moment, name=line.actor_name, what=what)


def _what(line: HistoryLine, page: HistoryPage, reader: Reader) -> Markup:
    t, event, data = reader.t, line.event, line.event.data
    if event.kind is EventKind.CREATED:
        return t("history-created", stage=_name(line.to_stage, reader))
    if event.kind is EventKind.MOVED:
        return _moved(line, reader)
    if event.kind is EventKind.TOUCHED:
        return t("history-touched", kind=t.plain(f"touch-{data['touch']}"))
    if event.kind is EventKind.NOTED:
        return t("history-noted", text=shorten(data["text"], LONGEST_NOTE))
    if event.kind is EventKind.STEP_SET:
        return _planned(data, reader)
    if event.kind is EventKind.STEP_DONE:
        return t("history-step-done")
    if event.kind is EventKind.UNDONE:
        return t("history-undone", what=t.plain(KINDS[data["kind"]]))
    if event.kind in (EventKind.REASSIGNED, EventKind.EDITED):
        return _changed(event, page, reader)
    return _silenced(event, reader)


def _moved(line: HistoryLine, reader: Reader) -> Markup:
    """From where to where, why it was lost, and how long it had stood there; under an hour says nothing."""
    t, event = reader.t, line.event
    names = {"from": _name(line.from_stage, reader), "to": _name(line.to_stage, reader)}
    reason = event.data.get("reason")
    if reason:
        names["to"] = t.plain("history-lost", stage=names["to"], reason=reason.get(reader.locale) or reason["en"])
    seconds = event.stayed_seconds or 0
    if seconds < formatting.HOUR:
        return t("history-moved", **names)
    return t("history-moved-after", stayed=formatting.span(seconds, reader.locale), **names)


def _planned(data: dict[str, Any], reader: Reader) -> Markup:
    """The next step as it was set: what and when, as far as that was said."""
    parts = [shorten(data["text"], LONGEST_NOTE)] if data.get("text") else []
    if data.get("at"):
        parts.append(when(datetime.fromisoformat(data["at"]), data["has_time"], reader))
    return reader.t("history-step-set", step=DOT.join(parts)) if parts else reader.t("history-step-cleared")


def _silenced(event: DealEvent, reader: Reader) -> Markup:
    t = reader.t
    if event.kind is EventKind.SNOOZED:
        return t("history-snoozed", when=until_of(event, reader))
    if event.kind is EventKind.PAUSED:
        reason = shorten(pause_reason(event.data.get("reason"), reader), LONGEST_NOTE)
        return t("history-paused", when=until_of(event, reader), reason=reason)
    if event.kind is EventKind.WAIT_ACCEPTED:
        return t("history-wait-accepted", when=until_of(event, reader))
    if event.kind is EventKind.LIMIT_CHANGED:
        return _unstuck(event.data, reader)
    return t(PLAIN[event.kind])


def _unstuck(data: dict[str, Any], reader: Reader) -> Markup:
    """Which limit the deal is no longer beyond."""
    t, days = reader.t, data["limit"]
    if data["recounted"]:
        return t("history-limit-recounted")
    if days is None:
        return t("history-limit-none")
    limit = t.plain("state-working-days", count=days) if data["working"] else formatting.days(days, reader.locale)
    return t("history-limit", limit=limit)


PLAIN = {
    EventKind.RESUMED: "history-resumed",
    EventKind.ASKED: "history-asked",
    EventKind.ANSWERED: "history-answered",
    EventKind.BECAME_STUCK: "history-stuck",
}


def _changed(event: DealEvent, page: HistoryPage, reader: Reader) -> Markup:
    t, data = reader.t, event.data
    if event.kind is EventKind.REASSIGNED:
        before, after = event.before.get("owner_id"), data["to"]
        names = page.names
        return t("history-reassigned", **{"from": names.get(before or 0, "–")}, to=names.get(after, "–"))
    field = data["field"]
    old = _value(field, event.before.get(field), event.before.get("currency", event.currency), page, reader)
    to = data["to"] if isinstance(data.get("to"), dict) else {field: data.get("to", data.get("text"))}
    new = _value(field, to.get(field), event.currency, page, reader)
    return t("history-edited", field=t.plain(FIELDS[field]), **{"from": old}, to=new)


def _value(field: str, value: Any, currency: str, page: HistoryPage, reader: Reader) -> str:
    """A column's value as people read it; an amount in the ``currency`` that it had."""
    if value is None or value == "":
        return reader.t.plain("history-nothing")
    if field == "amount_minor":
        return formatting.money(value, currency, reader.locale)
    if field == "probability":
        return formatting.percent(value, reader.locale)
    if field in ("start_date", "expected_close", "returns_at"):
        return formatting.day(datetime.fromisoformat(value).date(), reader.locale, reader.today)
    if field == "phone":
        return formatting.phone(value)
    if field == "source_id":
        return next((source.name(reader.locale) for source in page.sources if source.id == value), "–")
    return shorten(str(value), LONGEST_VALUE)


def _name(stage: Stage | None, reader: Reader) -> str:
    return stage.name(reader.locale) if stage else "–"
