"""The questions that wait for typed words. Kept in our database, so a restart asks nothing twice."""

from __future__ import annotations

from aiogram.fsm.state import State, StatesGroup


class DealTyping(StatesGroup):
    """A question about one deal; which deal and field stand in the state's data."""

    value = State()


class QuestionTyping(StatesGroup):
    """A manager's question that a rep answers in words; which one stands in the state's data."""

    words = State()


class DraftTyping(StatesGroup):
    """A question about a deal being entered; which draft and field stand in the state's data."""

    value = State()


class TeamTyping(StatesGroup):
    """A question about teams; which one, and what was answered before, stand in the state's data."""

    # Creating a team, question by question.
    creating = State()
    # A team's setting.
    setting = State()
    # One's own time zone.
    my_zone = State()


class PreferenceTyping(StatesGroup):
    """A question about working time, absence or a limit; whose and which stand in the state's data."""

    value = State()
