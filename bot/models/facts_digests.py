"""Facts of the manager's digest, of what a manager asks a rep, and of a rep's day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.models.deal import Deal
from bot.models.pipeline import Stage

Sums = tuple[tuple[str, int], ...]
"""Amounts by currency (ISO 4217) in minor units, the largest number of deals first."""

ANSWERS = ("fine", "waiting", "call", "lost")
"""What a rep can answer by button; a text ``answer-…`` and ``answer-button-…`` for each stands in digests.ftl."""


@dataclass(frozen=True, slots=True)
class StuckDeal:
    """A deal of the digest with what its line says. ``weight`` orders: value times lateness."""

    deal: Deal
    stage: Stage
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class StuckOfRep:
    """One rep's stuck deals, the heaviest first."""

    owner_id: int
    owner_name: str
    deals: tuple[StuckDeal, ...]
    sums: Sums


@dataclass(frozen=True, slots=True)
class Headline:
    """The digest in one line. ``fresh`` and ``moved`` compare with the digest of ``since``; None: there was none yet.

    ``moved`` counts deals that were stuck then and are not now. Lost ones are not counted, and those that only may
    wait longer, by somebody's leave or by another limit, have not moved.
    """

    stuck: int
    sums: Sums
    since: date | None = None
    fresh: int = 0
    moved: int = 0


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """A team's digest as it is now; ``day`` is the team's date."""

    team_id: int
    team_name: str
    day: date
    headline: Headline
    reps: tuple[StuckOfRep, ...] = ()
    # What is no longer stuck: clients of deals that got moving, clients of those that only another limit un-stuck, and
    # deals that are paused or may wait.
    moved: tuple[str, ...] = ()
    eased: tuple[str, ...] = ()
    resting: tuple[Deal, ...] = ()
    ignored: tuple[StuckDeal, ...] = ()
    untouched: tuple[StuckDeal, ...] = ()
    names: tuple[tuple[int, str], ...] = ()
    stepless: int = 0
    overdue: int = 0
    # More deals are stuck than a digest reads; the list has them all.
    capped: bool = False

    @property
    def empty(self) -> bool:
        """Nothing is or was stuck, is ignored, waits for a first contact, has no next step or is overdue."""
        stuck = self.reps or self.moved or self.eased or self.resting
        return not (stuck or self.ignored or self.untouched or self.stepless or self.overdue)


@dataclass(frozen=True, slots=True)
class ChatDigest:
    """The headline as a team chat reads it."""

    team_name: str
    day: date
    headline: Headline
    url: str


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A manager's question about a deal, as the asked rep reads it."""

    question_id: int
    asker_name: str
    deal: Deal
    stage: Stage
    answered: bool = False
    # The team's name, for a person who is in several; else "".
    team_name: str = ""


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """The rep's answer, as the manager reads it. ``answer`` is one of `ANSWERS`, won, or the rep's own words."""

    deal: Deal
    stage: Stage
    rep_name: str
    answer: str
    # As above.
    team_name: str = ""


@dataclass(frozen=True, slots=True)
class TodayDeal:
    """A deal that waits for its owner today. ``why``: step (its time comes today or has come), back (a pause or parked
    time ends), first (an enquiry nobody answered), quiet, stuck, warn (nearly stuck), new (since yesterday).
    """

    deal: Deal
    stage: Stage
    why: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TodayFacts:
    """A rep's day: overdue and today's steps by time, then who is back, stuck and quiet ones, the heaviest first."""

    day: date
    deals: tuple[TodayDeal, ...]
    # A viewer's day is always empty, unless deals are left from before; it offers no new one.
    may_create: bool = True
