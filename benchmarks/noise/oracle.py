"""Judges every push by the simulated events, and sees whether everything that was due was said in time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from benchmarks.noise.people import Person, hearer
from benchmarks.noise.truth import WARN_SHARE, Truth, Why

TOLERANCE = timedelta(hours=2)
"""Quiet time that is no night: the hour until a fourth push or the rest of a long message may come, the minutes after
each act of one's own, and the simulation's steps. How much of it was used is printed.
"""

LAST_MINUTES = timedelta(minutes=35)
"""What falls due so shortly before the end of somebody's day may find no sweep, or the person acting: it waits for the
next one.
"""

AHEAD = timedelta(hours=4)
"""A push may speak of what falls due so soon after it; a plan of the whole day."""

NEW = timedelta(days=5)
"""A plan calls new what came since the last one, which a long weekend can put this far back."""

Claim = tuple[Truth, str]
"""A deal that a push names, and why (a code of `NudgeLine.why`)."""


@dataclass(slots=True)
class Push:
    """A message that made a sound. ``kind``: plan, single, batch, digest or other."""

    at: datetime
    person: Person
    kind: str
    claims: list[Claim] = field(default_factory=list)
    hidden: int = 0
    # Names of the deals that it marks as nearly stuck.
    warned: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Verdicts:
    """What the oracle found. ``late``: minutes after the first moment at which it could be said, by reason."""

    late: dict[Why, list[float]] = field(default_factory=lambda: defaultdict(list))
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    # Warnings: minutes after the first moment at which one could be said, and those that were not said in time.
    warned: list[float] = field(default_factory=list)
    unwarned: list[str] = field(default_factory=list)
    alone: Counter[tuple[int, date]] = field(default_factory=Counter)


class Oracle:
    """Keeps the verdicts. ``changes`` must be called before an event changes a deal, ``said`` after every push.

    What was due before the ``begin`` of the simulation is due then: nobody could be told before.
    """

    def __init__(self, begin: datetime) -> None:
        self._begin = begin
        self.verdicts = Verdicts()
        self.pushes: list[Push] = []

    def changes(self, deal: Truth, now: datetime) -> None:
        """The deal is about to change what it is due for: what was due until now must have been said, if time was."""
        self.warns(deal, now)
        due = deal.due()
        if due is not None and due[1] <= now:
            self._judge(deal, due[0], due[1], now)
            self._baseline(deal, due[0], due[1], now)
        deal.named.clear()
        deal.news += 1

    def said(self, push: Push) -> None:
        """A push has reached somebody."""
        self.pushes.append(push)
        timed = bool(push.claims) and all(_timed(deal, push.at) for deal, _ in push.claims)
        if not timed and not push.person.works_at(push.at):
            self.verdicts.outside.append(f"{push.at:%d %b %H:%M} {push.kind} to {push.person.user_id}")
        for deal, why in push.claims:
            fault = _fault(deal, why, push)
            if fault:
                self.verdicts.wrong.append(f"{push.at:%d %b %H:%M} {push.kind}: {deal.name} ({why}) {fault}")
            if push.kind != "digest":
                self._twice(deal, why, push)
            deal.named.append((push.at, push.person.user_id))
            if deal.name in push.warned:
                deal.warned.append((push.at, push.person.user_id))
            if why == "first_contact" and not deal.flagged:
                self._flagged(deal, push.at)

    def finish(self, deals: Iterable[Truth], now: datetime) -> None:
        """The simulation is over: judge what is due at its end."""
        for deal in deals:
            self.changes(deal, now)

    def warns(self, deal: Truth, now: datetime) -> None:
        """Whether somebody was told in time, and before its limit, that the deal would soon be stuck. Also to be called
        before a manager lets it stand.
        """
        warning, limit = deal.warning_due(), deal.stuck_from()
        if warning is None or limit is None or warning[1] > now:
            return
        since, due = (max(at, self._begin) for at in warning)
        who, may = _may_hear(deal, due)
        if may + TOLERANCE >= min(limit, now):
            return
        # Whoever was told in the morning of the day, and put it off until tomorrow, has been told.
        day = who.at(who.day(since), time())
        said = next((at for at, user in deal.warned if at >= day and user == who.user_id), None)
        if said is not None and said <= may + TOLERANCE:
            self.verdicts.warned.append(max(0.0, (said - may).total_seconds() / 60))
        else:
            when = "never" if said is None else f"{said:%d %b %H:%M}"
            self.verdicts.unwarned.append(
                f"{deal.name} of {deal.owner.user_id}: nearly stuck {due:%d %b %H:%M}, to be said {may:%d %b %H:%M} to "
                f"{who.user_id}, said {when}"
            )

    def _judge(self, deal: Truth, why: Why, due: datetime, now: datetime) -> None:
        timed, due = why == "timed" and due >= self._begin, max(due, self._begin)
        who, may = _may_hear(deal, due)
        if timed and not who.is_away(due) and who is deal.owner:
            may = due
        since = min(who.at(who.day(due), time()), due - AHEAD)
        said = next((at for at, _ in deal.named if at >= since), None)
        if said is not None and said <= may + TOLERANCE:
            self.verdicts.late[why].append(max(0.0, (said - may).total_seconds() / 60))
        elif now > may + TOLERANCE:
            when = "never" if said is None else f"{said:%d %b %H:%M}"
            self.verdicts.missed.append(
                f"{deal.name} ({why}) of {deal.owner.user_id}: due {due:%d %b %H:%M}, to be said {may:%d %b %H:%M}, "
                f"said {when}"
            )

    def _flagged(self, deal: Truth, at: datetime) -> None:
        due = deal.due()
        if due is not None and due[0] == "first_contact" and due[1] <= at:
            self._judge(deal, *due, at)
        deal.flagged = True

    def _baseline(self, deal: Truth, why: Why, due: datetime, until: datetime) -> None:
        """One reminder per deal: at its time, and again after each silence for as long as nobody answers."""
        at = due
        while at <= until:
            who = hearer(deal.owner, at)
            at = at if why == "timed" and at == due else who.next_open(at)
            if at <= until:
                self.verdicts.alone[who.user_id, who.day(at)] += 1
            at += deal.silence()

    def _twice(self, deal: Truth, why: str, push: Push) -> None:
        """Named a second time on one day, to the same person, though nothing happened meanwhile."""
        day = push.person.day(push.at)
        before = [at for at, who in deal.named if who == push.person.user_id and push.person.day(at) == day]
        # A step that rang at its typed time stands in the plan of its day, too, even in one that had to wait.
        rang = push.kind == "plan" and all(_timed(deal, at) for at in before)
        if before and not rang and not _timed(deal, push.at):
            self.verdicts.twice.append(
                f"{push.at:%d %b %H:%M} {push.kind}: {deal.name} ({why}), also {before[0]:%H:%M}"
            )


def _may_hear(deal: Truth, due: datetime) -> tuple[Person, datetime]:
    """Who is to be told of what is due at a moment, and when at the earliest."""
    who = hearer(deal.owner, due)
    may = who.hears_at(due)
    if hearer(deal.owner, may) is not who:
        who = hearer(deal.owner, may)
        may = who.hears_at(due)
    if not who.works_at(may + LAST_MINUTES):
        may = who.hears_at(may + LAST_MINUTES)
    return who, may


def _timed(deal: Truth, now: datetime) -> bool:
    """A next step with a typed time that has just come."""
    if deal.step is None or not deal.step_timed:
        return False
    return deal.step - timedelta(hours=1) <= now <= deal.step + timedelta(hours=2)


def _fault(deal: Truth, why: str, push: Push) -> str | None:
    """Why the deal should not have been named like that; None: it was right."""
    now = push.at
    if deal.closed:
        return "is closed"
    if deal.silent_on_purpose(now) and why != "new":
        return "is paused or parked"
    midnight = push.person.midnight_after(now)
    # A warning comes with the day's first push, and what the deal is due for that day comes with it; what a plan has no
    # room for comes later.
    warned = deal.stuck_from(WARN_SHARE)
    whole_day = push.person.plan is not None or (warned is not None and warned < midnight)
    horizon = max(midnight, now + AHEAD) if whole_day else now + AHEAD
    if why == "new":
        return None if now - deal.created < NEW else "is not new"
    if why in ("stuck", "warn"):
        limit, by = (deal.stuck_from(), now) if why == "stuck" else (warned, midnight)
        return None if limit is not None and limit <= by else "is within its limit"
    if why == "ignored":
        due = deal.due()
        return None if due is not None and due[1] <= now else "was touched since"
    if why == "first_contact":
        return None if deal.touched == deal.created else "was touched since"
    due = deal.due()
    return None if due is not None and due[1] < horizon else "was touched since, or is planned for later"
