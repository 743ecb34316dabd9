"""Buttons that stand on a deal being entered."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class DraftNew(CallbackData, prefix="dn"):
    """Start the guided entry."""


class DraftShow(CallbackData, prefix="dd"):
    """Show the draft card ("New deal" under the deals that a text matched)."""

    draft: int


class DraftSave(CallbackData, prefix="ds"):
    """Save the draft as a deal."""

    draft: int


class DraftCancel(CallbackData, prefix="dx"):
    """Throw the draft away."""

    draft: int


class DraftField(CallbackData, prefix="df"):
    """Ask for one field of the draft."""

    draft: int
    field: str


class DraftPick(CallbackData, prefix="dp"):
    """Set a field of the draft to something chosen by button; ``-``: nothing."""

    draft: int
    field: str
    value: str


class DraftStep(CallbackData, prefix="dg"):
    """Go to a question of the guided entry: back to it, or on to it by skipping the one before."""

    draft: int
    question: str


class DraftGuide(CallbackData, prefix="dgp"):
    """Answer a question of the guided entry by button and go on; ``-``: nothing."""

    draft: int
    field: str
    value: str


class DraftRestore(CallbackData, prefix="dr"):
    """Take a cancelled draft back."""

    draft: int
