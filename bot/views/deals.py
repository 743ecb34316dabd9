"""The deal card: at most eight lines, the important thing first, and the buttons that move the deal on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.callbacks.deals import DealAsk, DealHistory, DealMenu, DealMove, DealPark, DealStep
from bot.i18n import Markup
from bot.models import Deal, Stage, StageKind
from bot.models.facts_deals import DealCard
from bot.reader import Reader
from bot.views import formatting
from bot.views.deal_state import is_paused, is_stuck, pause_reason, stage_day, stuck_reason, warning
from bot.views.screen import Row, Screen, button, copy, keyboard

# Two buttons share a phone's width: about this many letters fit each.
LABEL = 17
# Letters that fit the line of a phone 390 points wide; an icon is as wide as two of them, a dot as one and a half.
LINE = 42
PARK_CHOICES = (14, 30, 90)


def card_screen(
    card: DealCard, reader: Reader, *, above: Markup | None = None, rows: Sequence[Row] = (), back: Row | None = None
) -> Screen:
    """The card. ``above``: what has just happened; ``rows``: its own buttons, on top; ``back``: where one came from."""
    lines = [*([above, Markup()] if above else []), *_lines(card, reader)]
    return Screen(Markup("\n").join(lines), keyboard([*rows, *_buttons(card, reader), back or []]))


def step_chips(deal: Deal, reader: Reader) -> Row:
    """``Tomorrow · 2 d · 1 w · Pick``: offered after every action."""
    t = reader.t
    soon = "primary" if deal.next_step_at is None else None
    return [
        button(t.plain("deal-button-tomorrow"), DealStep(deal=deal.id, when="1", version=deal.version), soon),
        button(t.plain("deal-button-days", days=2), DealStep(deal=deal.id, when="2", version=deal.version)),
        button(t.plain("deal-button-week"), DealStep(deal=deal.id, when="7", version=deal.version)),
        button(t.plain("deal-button-pick"), DealAsk(deal=deal.id, field="step", version=deal.version)),
    ]


def park_chips(deal: Deal, reader: Reader) -> Row:
    """When a parked deal comes back."""
    t = reader.t
    days = [
        button(t.plain("deal-button-days", days=days), DealPark(deal=deal.id, days=days, version=deal.version))
        for days in PARK_CHOICES
    ]
    return [*days, button(t.plain("deal-button-pick"), DealAsk(deal=deal.id, field="park", version=deal.version))]


def stage_label(stage: Stage, reader: Reader, length: int = LABEL) -> str:
    """A stage's name as it fits a button."""
    return shorten(stage.name(reader.locale), length)


def shorten(text: str, length: int) -> str:
    """Cut a label where a phone would, with an ellipsis."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def when(moment: datetime, has_time: bool, reader: Reader) -> str:
    """A planned moment: the day, and the time if one was named."""
    if has_time:
        return formatting.moment(moment, reader.zone, reader.locale, reader.now)
    return formatting.day(_local_day(moment, reader.zone), reader.locale, reader.today)


def _local_day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _lines(card: DealCard, reader: Reader) -> list[Markup]:
    deal = card.deal
    lines = [_heading(deal, reader), _money(card, reader), _place(card, reader), _stuck(card, reader)]
    goal = card.stage.goal(reader.locale)
    if goal and not deal.closed:
        lines.append(reader.t("deal-goal", goal=goal))
    lines.append(_fate(card, reader))
    lines.append(paused_line(deal, reader))
    lines.append(_dates(deal, reader))
    lines.append(_contact(card, reader))
    return [line for line in lines if line]


def _heading(deal: Deal, reader: Reader) -> Markup:
    number = str(deal.number)
    if deal.title:
        return reader.t("deal-heading-title", client=deal.client, title=deal.title, number=number)
    return reader.t("deal-heading", client=deal.client, number=number)


def _money(card: DealCard, reader: Reader) -> Markup:
    percent = formatting.percent(card.probability, reader.locale)
    owner = reader.t("deal-owner", name=card.owner_name)
    if card.deal.amount_minor is None:
        return _joined(reader.t("deal-money-none", probability=percent), owner)
    amount = formatting.money(card.deal.amount_minor, card.deal.currency, reader.locale)
    return _joined(reader.t("deal-money", amount=amount, probability=percent), owner)


def _place(card: DealCard, reader: Reader) -> Markup:
    deal, stage, t = card.deal, card.stage, reader.t
    name = stage.name(reader.locale)
    if stage.kind is not StageKind.OPEN:
        return t("deal-place-plain", stage=name)
    road = [each for each in card.stages if each.kind is StageKind.OPEN]
    dots = formatting.dots(next(at for at, each in enumerate(road, 1) if each.id == stage.id), len(road))
    if is_stuck(deal, reader.now):
        # How long and why stands on a line of its own, in place of the plain count.
        return t("deal-place", stage=name, dots=dots)
    day = stage_day(deal, reader)
    limit = stage.stuck_days
    days = t("deal-day", day=day) if limit is None else t("deal-day-of", day=day, limit=limit)
    # A paused deal says so on a line of its own.
    icon = "" if is_paused(deal) else warning(deal, reader.now)
    return _joined(t("deal-place", stage=name, dots=dots), Markup(f"{icon} ".lstrip()) + days)


def _stuck(card: DealCard, reader: Reader) -> Markup:
    if not is_stuck(card.deal, reader.now):
        return Markup()
    return Markup("🔴 ") + stuck_reason(card.deal, card.stage, reader)


def paused_line(deal: Deal, reader: Reader) -> Markup:
    """Until when a deal is paused, and why, or may stand where it does; nothing for others."""
    if deal.wait_until is not None and deal.wait_until > reader.now and deal.kind is StageKind.OPEN:
        return reader.t("deal-wait", when=when(deal.wait_until, False, reader))
    if deal.paused_until is None or not is_paused(deal):
        return Markup()
    until = when(deal.paused_until, False, reader)
    return reader.t("deal-paused", when=until, reason=pause_reason(deal.pause_reason, reader))


def _fate(card: DealCard, reader: Reader) -> Markup:
    """The next step of an open deal, the return of a parked one, the end of a closed one."""
    deal, t = card.deal, reader.t
    if deal.kind is StageKind.WON:
        days = ((deal.closed_at or reader.now) - deal.created_at).days
        return t("deal-won", days=formatting.days(max(days, 1), reader.locale))
    if deal.kind is StageKind.LOST:
        reason = card.loss_reason.name(reader.locale) if card.loss_reason else ""
        if reason and deal.loss_comment:
            return t("deal-lost-comment", reason=reason, comment=deal.loss_comment)
        return t("deal-lost", reason=reason) if reason else t("deal-lost-bare")
    if deal.kind is StageKind.PARKED and deal.returns_at is not None:
        return t("deal-parked", when=when(deal.returns_at, False, reader))
    if deal.next_step_at is None:
        if deal.next_step_text:
            return t("deal-step-undated", text=deal.next_step_text)
        return t("deal-step-none")
    planned = when(deal.next_step_at, deal.next_step_has_time, reader)
    if deal.next_step_text:
        return t("deal-step", text=deal.next_step_text, when=planned)
    return t("deal-step-bare", when=planned)


def _dates(deal: Deal, reader: Reader) -> Markup:
    t, locale = reader.t, reader.locale
    start = formatting.day(deal.start_date, locale, reader.today)
    if deal.expected_close is None:
        dates = t("deal-dates-open", start=start)
    else:
        dates = t("deal-dates", start=start, close=formatting.day(deal.expected_close, locale, reader.today))
    ago = formatting.ago(deal.last_touch_at, reader.now, reader.zone, locale)
    if deal.last_touch_kind is None:
        return _joined(dates, t("deal-touched", ago=ago))
    return _joined(dates, t("deal-touched-kind", ago=ago, kind=t.plain(f"touch-{deal.last_touch_kind}")))


def contact_line(deal: Deal, reader: Reader) -> Markup:
    """Whom to call, and the number, which Telegram makes callable."""
    t = reader.t
    if deal.phone and deal.contact_name:
        return t("deal-contact", name=deal.contact_name, phone=deal.phone)
    if deal.phone:
        return t("deal-phone", phone=deal.phone)
    return t("deal-contact-bare", name=deal.contact_name) if deal.contact_name else Markup()


def _contact(card: DealCard, reader: Reader) -> Markup:
    t = reader.t
    contact = contact_line(card.deal, reader)
    parts = [contact] if contact else []
    if card.source is not None:
        parts.append(t("deal-source", source=card.source.name(reader.locale)))
    return _joined(*parts)


def _joined(*parts: Markup) -> Markup:
    """Facts side by side where a line has room, else below each other: better than where a phone would break."""
    lines: list[Markup] = []
    for part in parts:
        if lines and _width(lines[-1]) + 2 + _width(part) <= LINE:
            lines[-1] = lines[-1] + Markup("  ") + part
        else:
            lines.append(part)
    return Markup("\n").join(lines)


def _width(text: str) -> float:
    return sum(1.5 if letter in "●○" else 2 if letter >= "\u2600" else 1 for letter in text)


def _buttons(card: DealCard, reader: Reader) -> list[Row]:
    deal, t = card.deal, reader.t
    more = button(t.plain("deal-button-more"), DealMenu(deal=deal.id, what="more", version=deal.version))
    phone: Row = [copy(t.plain("deal-button-copy", phone=deal.phone), deal.phone)] if deal.phone else []
    if not card.may_change:
        return [phone, [button(t.plain("deal-button-history"), DealHistory(deal=deal.id, page=0))]]
    if deal.kind is StageKind.LOST:
        reopen = button(t.plain("deal-button-reopen"), _menu(deal, "stages"))
        return [phone, [reopen, button(t.plain("deal-button-note"), _ask(deal, "note")), more]]
    work = [
        button(t.plain("deal-button-touch"), _menu(deal, "touch")),
        button(t.plain("deal-button-step"), _menu(deal, "step")),
        button(t.plain("deal-button-note"), _ask(deal, "note")),
    ]
    if deal.kind is StageKind.WON:
        return [_road_row(card, reader), phone, [work[0], work[2], more]]
    won = next(stage for stage in card.stages if stage.kind is StageKind.WON)
    ends = [
        button(t.plain("deal-button-won"), _move(deal, won), "success"),
        button(t.plain("deal-button-lost"), _menu(deal, "lost"), "danger"),
        more,
    ]
    return [_road_row(card, reader), work, phone, ends]


def _road_row(card: DealCard, reader: Reader) -> Row:
    """Previous and next stage. The first won stage has its own button, so it is not offered as "next"."""
    deal, kind = card.deal, card.stage.kind
    if kind is StageKind.PARKED:
        first = next(stage for stage in card.stages if stage.kind is StageKind.OPEN)
        return [button(f"{stage_label(first, reader, 28)} ›", _move(deal, first), "primary")]
    road = [stage for stage in card.stages if stage.kind is kind]
    at = next(place for place, stage in enumerate(road) if stage.id == deal.stage_id)
    row: Row = []
    if at > 0:
        row.append(button(f"‹ {stage_label(road[at - 1], reader)}", _move(deal, road[at - 1])))
    if at + 1 < len(road):
        row.append(button(f"{stage_label(road[at + 1], reader)} ›", _move(deal, road[at + 1]), "primary"))
    return row


def _menu(deal: Deal, what: str) -> DealMenu:
    return DealMenu(deal=deal.id, what=what, version=deal.version)


def _ask(deal: Deal, field: str) -> DealAsk:
    return DealAsk(deal=deal.id, field=field, version=deal.version)


def _move(deal: Deal, stage: Stage) -> DealMove:
    return DealMove(deal=deal.id, stage=stage.id, version=deal.version)
