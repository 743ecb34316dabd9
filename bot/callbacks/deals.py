"""Buttons that stand on a deal. ``version`` is the deal's version when the button was drawn."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class DealOpen(CallbackData, prefix="o"):
    """Show the card on the message that was tapped."""

    deal: int


class DealShow(CallbackData, prefix="os"):
    """Show the card as a new message: for buttons under something that must stay."""

    deal: int


class DealMove(CallbackData, prefix="m"):
    """Move to a stage: next, previous, any, won, parked."""

    deal: int
    stage: int
    version: int


class DealMenu(CallbackData, prefix="d"):
    """Open one of the card's menus: stages, touch, step, lost, more, edit."""

    deal: int
    what: str
    version: int


class DealTouch(CallbackData, prefix="t"):
    """Log a touch of a kind."""

    deal: int
    kind: str
    version: int


class DealStep(CallbackData, prefix="s"):
    """Plan the next step in so many days; ``done`` and ``clear`` end it."""

    deal: int
    when: str
    version: int


class DealLost(CallbackData, prefix="x"):
    """Lost, for this reason."""

    deal: int
    reason: int
    version: int


class DealPark(CallbackData, prefix="pk"):
    """A parked deal comes back in so many days."""

    deal: int
    days: int
    version: int


class DealAsk(CallbackData, prefix="a"):
    """Ask for something typed: note, step, park, a field to edit, the comment on a loss."""

    deal: int
    field: str
    version: int


class DealSet(CallbackData, prefix="k"):
    """Set a field to something chosen by button: owner, source, currency, probability; ``value`` ``-``: nothing."""

    deal: int
    field: str
    value: str
    version: int


class DealUndo(CallbackData, prefix="u"):
    """Take one event back."""

    deal: int
    event: int


class DealHistory(CallbackData, prefix="h"):
    """A page of the history; page 0 is the newest."""

    deal: int
    page: int
