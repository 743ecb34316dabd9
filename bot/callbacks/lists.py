"""Buttons that stand on lists of deals."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class ListOpen(CallbackData, prefix="l"):
    """One page of a list. ``arg``: a stage id or 0. ``whose``: m (mine), t (the team's).

    ``cursor`` is the sort key of the row at the edge (base 36) and its id, joined by a dot; empty: the first page.
    ``turn``: n (after the cursor), p (before it).
    """

    view: str
    whose: str
    arg: int
    turn: str
    cursor: str


class ListBack(CallbackData, prefix="lb"):
    """The same page again: refresh on a list, and the way back on a card that was opened from it."""

    view: str
    whose: str
    arg: int
    turn: str
    cursor: str


class ListMenu(CallbackData, prefix="lm"):
    """The choice of lists."""

    whose: str


class StagePick(CallbackData, prefix="ls"):
    """The choice of a stage for the list by stage."""

    whose: str
