"""What is true of each deal, from the simulated events alone: never from a due time of the service."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from benchmarks.noise.people import Person
from bot.models import Stage, StageKind

Why = Literal["follow_up", "step", "timed", "return", "first_contact"]

USUAL_SILENCE = timedelta(hours=48)
FIRST_CONTACT = timedelta(hours=24)
WARN_SHARE = 0.75


@dataclass(slots=True)
class Truth:
    """One deal. ``version`` is what its newest button would carry; ``news`` counts the events that change what is due;
    ``named`` says when and to whom it was named since the last of them.
    """

    id: int
    name: str
    owner: Person
    stage: Stage
    created: datetime
    enquiry: bool
    # From then on nobody touches it any more; None: it never is abandoned.
    abandoned: datetime | None = None
    entered: datetime = field(init=False)
    touched: datetime = field(init=False)
    step: datetime | None = None
    step_timed: bool = False
    paused_until: datetime | None = None
    returns: datetime | None = None
    snoozed_until: datetime | None = None
    wait_until: datetime | None = None
    # When it last came into other hands: it is due for them from then on.
    given: datetime | None = None
    # Somebody was told that nobody touched the new enquiry: that is said once.
    flagged: bool = False
    version: int = 1
    news: int = 0
    named: list[tuple[datetime, int]] = field(default_factory=list)
    # When somebody last did something about it, but for giving it to somebody else.
    seen: datetime | None = None
    # When and to whom it was said in this stage that the deal is nearly stuck.
    warned: list[tuple[datetime, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.entered = self.touched = self.created

    @property
    def closed(self) -> bool:
        """Won or lost."""
        return self.stage.kind.closed

    @property
    def parked(self) -> bool:
        """Put off by the client."""
        return self.stage.kind is StageKind.PARKED

    def silent_on_purpose(self, now: datetime) -> bool:
        """Paused, or parked and not returned yet."""
        paused = self.paused_until is not None and now < self.paused_until
        return paused or (self.parked and self.returns is not None and now < self.returns)

    def is_abandoned(self, now: datetime) -> bool:
        """Nobody cares for it any more."""
        return self.abandoned is not None and now >= self.abandoned

    def due(self) -> tuple[Why, datetime] | None:
        """Why and since when somebody must hear of the deal as things stand; None: never."""
        if self.closed:
            return None
        why, at = self._wanted()
        untouched = self.enquiry and not self.flagged and self.touched == self.created
        if untouched and self.created + FIRST_CONTACT < at:
            why, at = "first_contact", self.created + FIRST_CONTACT
        late = [moment for moment in (self.snoozed_until, self.given) if moment is not None and moment > at]
        return (("follow_up" if why == "timed" else why), max(late)) if late else (why, at)

    def silence(self) -> timedelta:
        """How long the deal's stage lets it be quiet."""
        hours = self.stage.followup_hours
        return USUAL_SILENCE if hours is None else timedelta(hours=hours)

    def stuck_from(self, share: float = 1.0) -> datetime | None:
        """When the stage's limit, or a share of it, is used up."""
        if self.stage.stuck_days is None:
            return None
        limit = self.entered + share * timedelta(days=self.stage.stuck_days)
        return max(at for at in (limit, self.wait_until, self.paused_until) if at is not None)

    def warning_due(self) -> tuple[datetime, datetime] | None:
        """Since when its owner can have been told that it is nearly stuck, and since when they must have been: later if
        they put it off. None: it is not, may wait, or who took care of it meanwhile has seen that.
        """
        if self.stage.stuck_days is None or self.stage.kind is not StageKind.OPEN:
            return None
        if self.paused_until is not None or self.wait_until is not None:
            return None
        due = self.entered + WARN_SHARE * timedelta(days=self.stage.stuck_days)
        if self.seen is not None and self.seen >= due and (self.given is None or self.given <= self.seen):
            return None
        since = due if self.given is None else max(due, self.given)
        return since, since if self.snoozed_until is None else max(since, self.snoozed_until)

    def _wanted(self) -> tuple[Why, datetime]:
        if self.paused_until is not None and self.touched < self.paused_until:
            return "return", self.paused_until
        if self.parked and self.returns is not None and self.touched < self.returns:
            return "return", self.returns
        if self.step is not None and self.step >= self.touched:
            return ("timed" if self.step_timed else "step"), self.step
        return "follow_up", self.touched + self.silence()
