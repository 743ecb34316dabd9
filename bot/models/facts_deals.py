"""Facts about deals that services hand to views."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.models.deal import Deal, DealEvent
from bot.models.pipeline import LossReason, Source, Stage

FURTHEST_STEP_DAYS = 730
"""A next step further away than this is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class NewDeal:
    """What a deal starts with. Amount in minor units; moments in UTC; ``stage_id`` None: the first open stage."""

    client: str
    client_folded: str
    currency: str
    title: str = ""
    amount_minor: int | None = None
    stage_id: int | None = None
    next_step_at: datetime | None = None
    next_step_has_time: bool = False
    next_step_text: str | None = None
    expected_close: date | None = None
    phone: str | None = None
    contact_name: str | None = None
    contact_user_id: int | None = None
    source_id: int | None = None
    start_date: date | None = None
    probability: int | None = None


@dataclass(frozen=True, slots=True)
class DealCard:
    """A deal with everything that its card shows."""

    deal: Deal
    stage: Stage
    stages: tuple[Stage, ...]
    owner_name: str
    viewer_id: int
    may_change: bool
    may_reassign: bool
    source: Source | None = None
    loss_reason: LossReason | None = None
    # How many days a pause may last at most: the team's setting.
    pause_cap: int = 30
    # The team's name, for a viewer who is in several; else "".
    team_name: str = ""
    # The open stage from which a parked deal was parked.
    left: Stage | None = None

    @property
    def probability(self) -> int:
        """Percent: the deal's own, else its stage's."""
        return self.stage.probability if self.deal.probability is None else self.deal.probability


class Verdict(StrEnum):
    """How an action ended."""

    DONE = "done"
    # The same tap came twice; it acted the first time.
    AGAIN = "again"
    # The deal's stage, owner or closed state changed after the button was drawn; nothing was done.
    STALE = "stale"
    # The deal stands there already.
    SAME = "same"
    # A lost deal, or a pause, needs a reason first.
    REASON = "reason"
    # Too long ago to undo.
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action did, and the deal as it is now. ``event`` did it, or (stale) is what changed meanwhile."""

    verdict: Verdict
    card: DealCard
    event: DealEvent | None = None
    actor_name: str = ""
    # The last day of a pause whose reason is still to be said.
    until: date | None = None
    # Who was asked is out of office and back on this day of theirs; the question waits for them.
    back_on: date | None = None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event with the name of who did it and the stages it speaks of."""

    event: DealEvent
    actor_name: str
    from_stage: Stage | None = None
    to_stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of a deal's history, newest first."""

    card: DealCard
    lines: tuple[HistoryLine, ...]
    page: int
    has_more: bool
    # Names of the people and sources that the lines speak of.
    names: dict[int, str] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen for a deal by button."""

    card: DealCard
    sources: tuple[Source, ...] = ()
    reasons: tuple[LossReason, ...] = ()
    owners: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DealRow:
    """A line of a list."""

    deal: Deal
    stage: Stage
    owner_name: str


@dataclass(frozen=True, slots=True)
class DealPage:
    """A page of a list. ``total`` counts up to a cap; ``previous`` and ``next`` are cursors, None at the ends."""

    view: str
    whose: str
    arg: int
    rows: tuple[DealRow, ...]
    total: int
    capped: bool
    previous: str | None
    next: str | None
    stage: Stage | None = None
    # One's own deals and the team's are two lists for the reader.
    has_both: bool = False
    # Viewers are offered nothing that they may not do.
    may_create: bool = True
    # Whose deals these are, and how this page was reached.
    team_id: int = field(default=0, compare=False)
    turn: str = field(default="n", compare=False)
    cursor: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class StageCounts:
    """How many deals stand in each stage."""

    whose: str
    stages: tuple[tuple[Stage, int], ...]
    has_both: bool = field(default=False)
