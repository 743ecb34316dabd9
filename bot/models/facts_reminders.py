"""Facts about nudges: messages to one person about the deals that wait for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.models.deal import Deal, DealEvent
from bot.models.pipeline import Stage

MOST_NAMED = 20
"""A message rings for so many deals at most, and names every one of them: whoever is not named has not been told. A
longer one would be three screens of a phone.
"""


@dataclass(frozen=True, slots=True)
class NudgeLine:
    """A deal that waits for the reader, as it is now.

    ``why``: one or more of ``step`` (its next step is due), ``follow_up`` (quiet for longer than its stage allows),
    ``return`` (the date it was parked or paused until has come), ``first_contact`` (a new enquiry that nobody
    touched), ``stuck``, ``warn`` (nearly stuck), and only in plans ``new`` (it came since the last working day). The
    first one is what the reminder rang for.
    """

    deal: Deal
    stage: Stage
    # Where "next stage" leads; None at the end and for parked deals.
    next_stage: Stage | None
    why: tuple[str, ...]
    # Whole days since the last touch, and the day of the stage, by the reader's calendar: the first one is 1.
    quiet_days: int
    stage_day: int
    # The stage's limit; days of work when ``stage.stuck_working``.
    limit_days: int | None
    stuck: bool
    nearly_stuck: bool
    # The newest note about the deal, "" without one.
    last_note: str = ""
    # Why it was paused, where that is over now: a key of reminders.ftl or somebody's words (`bot.views.deal_state`).
    paused_for: str | None = None
    # Whose deal it is when it is not the reader's own (the reader is the deputy of one who is away); else "".
    owner_name: str = ""
    # How often it has rung, this one included, and how many in a row were ignored.
    rung: int = 1
    ignored: int = 0
    # What ended the reminder, and who did it; None: it still waits.
    ended: DealEvent | None = None
    ended_name: str = ""
    # Its next step is due: its time has come, or (a day without time) its day.
    step_due: bool = False
    # Its reminder stands on this message; else the message (a plan) may leave it to its list.
    rings: bool = True

    @property
    def waiting(self) -> bool:
        """True while nothing has ended it."""
        return self.ended is None


@dataclass(frozen=True, slots=True)
class NudgeFacts:
    """One nudge with its deals: the most valuable and most late first. ``kind``: single, batch or plan.

    ``lines`` holds what still waits, then (on a message that is edited) what has ended meanwhile.
    """

    nudge_id: int
    user_id: int
    kind: str
    lines: tuple[NudgeLine, ...]
    zone: str
    now: datetime
    # The team's name, for a person who is in several; else "".
    team_name: str = ""

    @property
    def waiting(self) -> tuple[NudgeLine, ...]:
        """The lines that nothing has ended yet."""
        return tuple(line for line in self.lines if line.waiting)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A rep's morning: each deal stands in the first section that it fits. ``more`` counts what was cut."""

    nudge_id: int
    user_id: int
    day: date
    zone: str
    now: datetime
    # Next steps of earlier days, and of today.
    overdue: tuple[NudgeLine, ...] = ()
    today: tuple[NudgeLine, ...] = ()
    # Quiet for too long, back from parking or a pause, and enquiries that nobody touched.
    quiet: tuple[NudgeLine, ...] = ()
    stuck: tuple[NudgeLine, ...] = ()
    # Created since the last working day's plan.
    new: tuple[NudgeLine, ...] = ()
    more: int = 0
    team_name: str = ""
    # Deals of the message that something has ended since it was sent.
    done: tuple[NudgeLine, ...] = ()

    @property
    def lines(self) -> tuple[NudgeLine, ...]:
        """Every line, in the order of the message."""
        return (*self.overdue, *self.today, *self.quiet, *self.stuck, *self.new)

    @property
    def empty(self) -> bool:
        """A day with nothing on it."""
        return not self.lines


@dataclass(frozen=True, slots=True)
class NudgeGone:
    """What remains of a message that is too old to be deleted: its deals are spoken of in a newer one. ``name``: whose
    that is, where it went to somebody else, such as a deputy.
    """

    client: str
    count: int
    name: str = ""
