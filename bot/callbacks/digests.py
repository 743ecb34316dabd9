"""Buttons of digests, of questions about deals, and of a day. ``version``: the deal's when the button was drawn."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class DigestPage(CallbackData, prefix="gp"):
    """A page of a team's digest as it is now; page 0 is the first."""

    team: int
    page: int


class DigestBack(CallbackData, prefix="gb"):
    """The same page again: refresh on a digest, and the way back on what was opened from it."""

    team: int
    page: int


class DigestDeal(CallbackData, prefix="go"):
    """A deal of the digest, with what a manager can do about it."""

    team: int
    page: int
    deal: int


class DealQuestion(CallbackData, prefix="gq"):
    """Ask the deal's owner how it stands."""

    deal: int
    version: int


class WaitMenu(CallbackData, prefix="gw"):
    """The choice of how long the deal may stand where it does."""

    deal: int
    version: int


class WaitAccept(CallbackData, prefix="ga"):
    """It may stand there for so many days more."""

    deal: int
    days: int
    version: int


class Answer(CallbackData, prefix="qa"):
    """A rep's answer to the question ``asked``: fine, waiting, call or lost."""

    asked: int
    answer: str


class QuestionOpen(CallbackData, prefix="qo"):
    """The question again, with its answers."""

    asked: int


class AnswerAsk(CallbackData, prefix="qw"):
    """Answer in one's own words."""

    asked: int


class TodayPage(CallbackData, prefix="y"):
    """A page of a rep's day; page 0 is the first."""

    page: int


class TodayBack(CallbackData, prefix="yb"):
    """The same page again: refresh, and the way back on a card that was opened from it."""

    page: int
