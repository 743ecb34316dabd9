"""The card's menus: each takes the place of the card on the same message."""

from __future__ import annotations

from datetime import date

from aiogram.types import InlineKeyboardButton

from bot.callbacks.deals import (
    DealAsk,
    DealHistory,
    DealLost,
    DealMenu,
    DealMove,
    DealOpen,
    DealSet,
    DealStep,
    DealTouch,
)
from bot.i18n import Markup
from bot.models import Deal, Stage, StageKind, TouchKind
from bot.models.facts_deals import Choices, DealCard
from bot.reader import Reader
from bot.views import formatting
from bot.views.deal_lines import shorten
from bot.views.deal_questions import TYPED
from bot.views.deals import card_screen, park_chips, stage_label, step_chips
from bot.views.pausing import because_rows, pause_rows, snooze_rows, waiting_buttons
from bot.views.screen import Row, Screen, button, grid, keyboard

PROBABILITIES = (10, 25, 50, 75, 90)


def menu_screen(card: DealCard, what: str, reader: Reader, back: Row | None = None) -> Screen | None:
    """A menu that needs no more than the card: stages, touch, step, more, edit, park, probability. None: unknown."""
    deal = card.deal
    rows: dict[str, list[Row]] = {
        "stages": [[_stage_button(deal, stage, reader)] for stage in card.stages if stage.id != deal.stage_id],
        "touch": grid([_touch_button(deal, kind, reader) for kind in TouchKind], 2),
        "step": _step_rows(deal, reader),
        "more": _more_rows(card, reader),
        "edit": _edit_rows(card, reader),
        "park": [park_chips(deal, reader)],
        "probability": _probability_rows(card, reader),
    }
    if what not in rows:
        return None
    return _over(card, reader, reader.t(f"deal-menu-{what}"), rows[what], back)


def choice_screen(
    choices: Choices, what: str, reader: Reader, back: Row | None = None, home: Row | None = None
) -> Screen | None:
    """A menu of the team's own lists: lost, source, owner. None: unknown. ``home``: as in `waiting_screen`."""
    card, deal = choices.card, choices.card.deal
    if what == "lost":
        buttons = [
            button(reason.name(reader.locale), DealLost(deal=deal.id, reason=reason.id, version=deal.version), "danger")
            for reason in choices.reasons
        ]
        return _over(card, reader, reader.t("deal-menu-lost"), grid(buttons, 2), back, home)
    if what == "source":
        buttons = [
            button(source.name(reader.locale), _set(deal, "source", str(source.id))) for source in choices.sources
        ]
        buttons.append(button(reader.t.plain("deal-button-clear"), _set(deal, "source", "-")))
        return _over(card, reader, reader.t("deal-menu-source"), grid(buttons, 2), back)
    if what == "owner":
        buttons = [
            button(shorten(name, 30), _set(deal, "owner", str(owner_id)))
            for owner_id, name in choices.owners
            if owner_id != deal.owner_id
        ]
        return _over(card, reader, reader.t("deal-menu-owner"), grid(buttons, 2), back)
    return None


def waiting_screen(
    card: DealCard, what: str, reader: Reader, back: Row | None = None, home: Row | None = None
) -> Screen:
    """The choice of how long to ``snooze`` or ``pause``. ``home``: the way out, where it is not the card."""
    t = reader.t
    if what == "snooze":
        return _over(card, reader, t("snooze-menu"), snooze_rows(card.deal, reader), back, home)
    cap = formatting.days(card.pause_cap, reader.locale)
    return _over(card, reader, t("pause-menu", cap=cap), pause_rows(card, reader), back, home)


def because_screen(card: DealCard, until: date, reader: Reader, back: Row | None = None) -> Screen:
    """Why a deal is paused until that day."""
    title = reader.t("pause-because", when=formatting.day(until, reader.locale, reader.today))
    return _over(card, reader, title, because_rows(card.deal, until, reader), back)


def _over(
    card: DealCard, reader: Reader, title: Markup, rows: list[Row], back: Row | None, home: Row | None = None
) -> Screen:
    """A menu: the card's text stays readable, the question stands below, the way back at the end."""
    if home is None:
        home = [button(reader.t.plain("deal-button-back"), DealOpen(deal=card.deal.id))]
    text = Markup("\n\n").join([Markup(card_screen(card, reader).text), title])
    return Screen(text, keyboard([*rows, [*home, *(back or [])]]))


def _stage_button(deal: Deal, stage: Stage, reader: Reader) -> InlineKeyboardButton:
    label = stage_label(stage, reader, 32)
    if stage.kind is StageKind.LOST:
        return button(f"❌ {label}", DealMenu(deal=deal.id, what="lost", version=deal.version), "danger")
    icon, style = {
        StageKind.WON: ("🏆 ", "success"),
        StageKind.PARKED: ("💤 ", None),
        StageKind.OPEN: ("", None),
    }[stage.kind]
    return button(f"{icon}{label}", DealMove(deal=deal.id, stage=stage.id, version=deal.version), style)


def _touch_button(deal: Deal, kind: TouchKind, reader: Reader) -> InlineKeyboardButton:
    return button(
        reader.t.plain(f"touch-button-{kind}"), DealTouch(deal=deal.id, kind=kind.value, version=deal.version)
    )


def _step_rows(deal: Deal, reader: Reader) -> list[Row]:
    if deal.next_step_at is None and not deal.next_step_text:
        return [step_chips(deal, reader)]
    t = reader.t
    done = DealStep(deal=deal.id, when="done", version=deal.version)
    clear = DealStep(deal=deal.id, when="clear", version=deal.version)
    ends = [
        button(t.plain("deal-button-step-done"), done, "success"),
        button(t.plain("deal-button-step-clear"), clear),
    ]
    return [ends, step_chips(deal, reader)]


def _more_rows(card: DealCard, reader: Reader) -> list[Row]:
    deal, t = card.deal, reader.t
    buttons = [
        button(t.plain("deal-button-stages"), DealMenu(deal=deal.id, what="stages", version=deal.version)),
        button(t.plain("deal-button-edit"), DealMenu(deal=deal.id, what="edit", version=deal.version)),
        button(t.plain("deal-button-history"), DealHistory(deal=deal.id, page=0)),
    ]
    rows = [*grid(buttons, 2), *([each] for each in waiting_buttons(deal, reader))]
    if not deal.closed and any(stage.kind is StageKind.PARKED for stage in card.stages):
        rows.append([button(t.plain("deal-button-park"), DealMenu(deal=deal.id, what="park", version=deal.version))])
    return rows


def _edit_rows(card: DealCard, reader: Reader) -> list[Row]:
    deal, t = card.deal, reader.t
    buttons = [
        button(t.plain(f"field-{field}"), DealAsk(deal=deal.id, field=field, version=deal.version)) for field in TYPED
    ]
    chosen = ["probability", "source", *(["owner"] if card.may_reassign else [])]
    buttons += [
        button(t.plain(f"field-{what}"), DealMenu(deal=deal.id, what=what, version=deal.version)) for what in chosen
    ]
    return grid(buttons, 2)


def _probability_rows(card: DealCard, reader: Reader) -> list[Row]:
    deal, t = card.deal, reader.t
    chips = [
        button(formatting.percent(value, reader.locale), _set(deal, "probability", str(value)))
        for value in PROBABILITIES
    ]
    percent = formatting.percent(card.stage.probability, reader.locale)
    return [
        chips,
        [button(t.plain("deal-menu-probability-stage", percent=percent), _set(deal, "probability", "-"))],
        [button(t.plain("deal-button-type"), DealAsk(deal=deal.id, field="probability", version=deal.version))],
    ]


def _set(deal: Deal, field: str, value: str) -> DealSet:
    return DealSet(deal=deal.id, field=field, value=value, version=deal.version)
