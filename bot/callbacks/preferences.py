"""Buttons of working time, absence, what to hear, and the limits of stages.

Each names the team or stage that it was drawn for and the value that it sets, so an old one means what it says.
"""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class MyTopic(CallbackData, prefix="wp"):
    """One topic of one's own settings in a team: hours, hear, away."""

    team: int
    topic: str


class MyAsk(CallbackData, prefix="wpa"):
    """Ask for one of one's own: start, end, plan_at, digest_at, digest_day, back."""

    team: int
    field: str


class MySet(CallbackData, prefix="wps"):
    """Set one of one's own. Times go with a point (a colon separates fields), days as "3+" and "3-"."""

    team: int
    field: str
    value: str


class MyAway(CallbackData, prefix="wpo"):
    """Be out of office for so many days from today; 0: back now."""

    team: int
    days: int


class DeputyList(CallbackData, prefix="wpd"):
    """Who deputises?"""

    team: int
    page: int


class TeamTopic(CallbackData, prefix="wt"):
    """One topic of a team's rules: hours, holidays, nudges, stages."""

    team: int
    topic: str


class TeamRuleAsk(CallbackData, prefix="wta"):
    """Ask for a rule: start, end, digest_at, pause_cap, first_contact."""

    team: int
    field: str


class TeamRuleSet(CallbackData, prefix="wts"):
    """Set a rule."""

    team: int
    field: str
    value: str


class StageOpen(CallbackData, prefix="wg"):
    """One stage's limits."""

    stage: int


class StageAsk(CallbackData, prefix="wga"):
    """Ask for a limit of a stage: followup, stuck."""

    stage: int
    field: str


class StageSet(CallbackData, prefix="wgs"):
    """Set a limit of a stage: followup (hours), stuck (days), both 0 for never; working (1 or 0)."""

    stage: int
    field: str
    value: str
