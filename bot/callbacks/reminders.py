"""Buttons of reminders, and of what keeps a deal silent. ``version``: the deal's when the button was drawn."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class SnoozeMenu(CallbackData, prefix="zm"):
    """The choice of when to be reminded again."""

    deal: int
    version: int


class Snooze(CallbackData, prefix="z"):
    """Not now. ``choice``: ``3h``, or so many days: ``1``, ``3``, ``7``."""

    deal: int
    choice: str
    version: int


class PauseMenu(CallbackData, prefix="pm"):
    """The choice of how long to pause."""

    deal: int
    version: int


class PauseFor(CallbackData, prefix="pf"):
    """So many days from now; the reason is asked next."""

    deal: int
    days: int
    version: int


class Pause(CallbackData, prefix="pz"):
    """Silent until a day, ``because`` of a reason of ours. ``until`` is the date, YYMMDD, in the reader's zone."""

    deal: int
    until: str
    because: str
    version: int


class PauseAsk(CallbackData, prefix="pa"):
    """Ask for another reason in words; ``until`` as above."""

    deal: int
    until: str
    version: int


class PauseEnd(CallbackData, prefix="pe"):
    """The pause is over: the deal counts again."""

    deal: int
    version: int


class NudgeOpen(CallbackData, prefix="ro"):
    """One deal of a message that lists several, on the same message."""

    nudge: int
    deal: int


class NudgeList(CallbackData, prefix="rl"):
    """The reminder again, with all that still waits on it."""

    nudge: int


class NudgeCard(CallbackData, prefix="rc"):
    """The card of a deal in place of its reminder; the button also tells which reminder the message is."""

    nudge: int
    deal: int


class SnoozeAll(CallbackData, prefix="ra"):
    """Whatever still waits on the message comes back tomorrow."""

    nudge: int
