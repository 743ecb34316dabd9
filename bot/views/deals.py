"""The deal card: the buttons that move the deal on. Its lines are `deal_lines`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.callbacks.deals import DealAsk, DealHistory, DealMenu, DealMove, DealPark, DealStep
from bot.i18n import Markup
from bot.models import Deal, Stage, StageKind
from bot.models.facts_deals import DealCard
from bot.reader import Reader
from bot.views import formatting
from bot.views.deal_lines import card_lines, shorten
from bot.views.screen import Row, Screen, button, copy, keyboard

# Two buttons share a phone's width: about this many letters fit each.
LABEL = 17
PARK_CHOICES = (14, 30, 90)


def card_screen(
    card: DealCard, reader: Reader, *, above: Markup | None = None, rows: Sequence[Row] = (), back: Row | None = None
) -> Screen:
    """The card. ``above``: what has just happened; ``rows``: its own buttons, on top; ``back``: where one came from."""
    lines = [*([above, Markup()] if above else []), *card_lines(card, reader)]
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


def _buttons(card: DealCard, reader: Reader) -> list[Row]:
    deal, t = card.deal, reader.t
    more = button(t.plain("deal-button-more"), DealMenu(deal=deal.id, what="more", version=deal.version))
    phone: Row = []
    if deal.phone:
        phone = [copy(t.plain("deal-button-copy", phone=formatting.phone(deal.phone)), deal.phone)]
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
        back = card.left or next(stage for stage in card.stages if stage.kind is StageKind.OPEN)
        return [button(f"{stage_label(back, reader, 28)} ›", _move(deal, back), "primary")]
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
