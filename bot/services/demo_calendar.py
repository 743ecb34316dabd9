"""When the steps of a demo story happened: in working hours, mostly on weekdays, one after the other."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.services.demo_stories import Step, Story
from bot.services.workdays import day_starts, today_in

OPENS, CLOSES = 9 * 60, 17 * 60 + 45
SATURDAY, SUNDAY = 5, 6
ENTERING, ENDING = ("new", "to"), ("won", "lost", "park")
MARGIN = timedelta(minutes=15)
"""The youngest a step of another day may be."""


def moments(story: Story, number: int, zone: ZoneInfo, now: datetime) -> list[datetime]:
    """The moment of each step in UTC, always the same for the same ``number`` and ``now``."""
    chance = Random(number)
    # The step that brought a deal where it stands is not moved off a weekend: it decides whether the deal is stuck.
    settled = max(place for place, step in enumerate(story.steps) if step.what in (*ENTERING, *ENDING))
    found: list[datetime] = []
    for place, step in enumerate(story.steps):
        moment = _moment(step, zone, now, chance, on_weekends=place == settled and step.what in ENTERING)
        if found and moment <= found[-1]:
            moment = found[-1] + timedelta(minutes=chance.randint(3, 12))
        found.append(moment)
    return found


def planned_for(days: int, hour: int | None, zone: ZoneInfo, day_start: int, now: datetime) -> datetime:
    """A moment ``days`` from today, after a weekend if it would fall on one; without an hour when the day starts."""
    day = today_in(zone, now) + timedelta(days=days)
    if days > 0 and day.weekday() >= SATURDAY:
        day += timedelta(days=7 - day.weekday())
    return day_starts(day, zone, day_start if hour is None else hour * 60)


def _moment(step: Step, zone: ZoneInfo, now: datetime, chance: Random, *, on_weekends: bool) -> datetime:
    minutes = chance.randint(OPENS, CLOSES)
    if step.days_ago < 1:
        return now - timedelta(days=step.days_ago)
    today = today_in(zone, now)
    day = today - timedelta(days=round(step.days_ago))
    weekday = _weekday(day)
    moment = _at(day if on_weekends or weekday == today else weekday, minutes, zone)
    return min(moment, now - MARGIN)


def _weekday(day: date) -> date:
    """The weekday nearest to a day."""
    return day + timedelta(days={SATURDAY: -1, SUNDAY: 1}.get(day.weekday(), 0))


def _at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(minutes // 60, minutes % 60), zone).astimezone(UTC)
