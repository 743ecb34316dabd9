"""The thirty deals of the demo as scripts: what happens to each and how many days ago. No language, no dates."""

from __future__ import annotations

from dataclasses import dataclass

SCRIPT = """
# Leads: one of today, one with a plan, one that went quiet after the fair.
A 6 website -
    0.12 new
B 9 call_in 40
    1 new, 1 call, 1 plan catalogue 1 -
A - event -
    4 new, 4 note met_at_fair
# Qualification: stuck; due today; planned.
B 14 cold 60
    12 new, 12 call, 11 to qualification, 8 message
A 11 website 35
    5 new, 4 call, 3 to qualification, 1 message, 1 plan ask_budget 0 15
B 22 partner 50
    9 new, 8 call, 4 to qualification, 3 call, 3 plan call_boss 2 11
# First contact: stuck with a step that was let slip; planned; quiet; moved today.
A 18 cold 45
    20 new, 19 call, 17 to qualification, 14 call, 12 to first_contact, 9 message, 9 plan agree_meeting -4 -
B 7.5 ads 25
    10 new, 9 message, 7 to qualification, 5 call, 3 to first_contact, 1 call, 1 plan meeting_there 3 10
A 31 referral 55
    13 new, 12 call, 9 to qualification, 8 note who_decides, 3 to first_contact, 3 message
B 5 website -
    6 new, 5 message, 3 to qualification, 0.2 call, 0.19 to first_contact, 0.18 plan first_talk 1 14
# Needs: stuck; nearly stuck; handed over; the manager's own big one.
A 45 referral 20
    35 new, 34 call, 30 to qualification, 26 to first_contact, 21 to needs, 20 meeting, 15 note samples,
    9 call
B 27 cold 30
    28 new, 27 call, 24 to qualification, 20 to first_contact, 9 to needs, 8 visit, 6 message,
    6 plan bring_samples 1 12
B 16 website 33
    18 new, 17 call, 16 give A, 14 to qualification, 10 to first_contact, 6 to needs, 5 meeting, 1 message,
    1 plan second_meeting 2 11
boss 80 partner 45
    40 new, 38 meeting, 33 to qualification, 25 to first_contact, 6 to needs, 5 meeting, 3 call,
    3 plan board 5 10
# Offer: stuck after the discount; nearly stuck and due today; planned; past its day.
B 38 referral 9
    44 new, 43 call, 40 to qualification, 36 to first_contact, 31 to needs, 29 meeting, 24 offer,
    19 to offer, 18 amount 36, 12 call
A 52 call_in 6
    47 new, 45 visit, 41 to qualification, 35 to first_contact, 27 to needs, 25 meeting, 8 offer,
    6 to offer, 5 call, 1 message, 1 plan final_price 0 16
B 12.5 website 11
    25 new, 24 call, 21 to qualification, 17 to first_contact, 12 to needs, 10 meeting, 7 offer,
    4 to offer, 1 call, 1 plan send_contract 1 -
A 24 ads -3
    39 new, 38 message, 34 to qualification, 29 to first_contact, 22 to needs, 20 visit, 9 offer,
    6.5 to offer, 4 call
# Negotiation: with the lawyers; to be signed tomorrow.
A 33 referral 3
    52 new, 50 call, 46 to qualification, 41 to first_contact, 33 to needs, 31 meeting, 24 offer,
    20 to offer, 9 to negotiation, 7 note lawyers, 1 call, 1 plan signature 2 10
B 19 event 1
    30 new, 29 call, 26 to qualification, 22 to first_contact, 17 to needs, 16 meeting, 11 offer,
    8 to offer, 4 to negotiation, 3 meeting, 0.1 message, 0.09 plan sign_there 1 10
# Won: long and large, two usual ones, a quick one.
A 64 referral -18
    58 new, 57 call, 54 to qualification, 50 to first_contact, 44 to needs, 43 visit, 36 offer,
    32 to offer, 27 amount 61, 24 to negotiation, 20 won, 15 note thanks
B 28 website -7
    49 new, 48 call, 45 to qualification, 40 to first_contact, 32 to needs, 31 meeting, 26 offer,
    21 to offer, 14 to negotiation, 9 won
A 15 call_in 0
    23 new, 23 call, 21 to qualification, 19 to first_contact, 15 to needs, 14 visit, 11 offer,
    9 to offer, 6 to negotiation, 3 won
boss 41 partner -30
    60 new, 59 meeting, 56 to qualification, 53 to first_contact, 49 to needs, 48 meeting, 43 offer,
    40 to offer, 36 to negotiation, 33 won
# Lost, each in its own way; two of them skipped a step.
B 20 ads -
    48 new, 47 call, 43 to qualification, 39 to needs, 37 meeting, 33 offer, 31 to offer,
    25 lost price too_dear
A 8 cold -
    37 new, 36 message, 32 to qualification, 27 call, 21 message, 12 lost silent -
B 35 event 2
    42 new, 41 call, 37 to qualification, 30 to first_contact, 23 to offer, 22 offer, 14 call,
    6 lost competitor went_elsewhere
A 10 website -
    55 new, 54 call, 50 to qualification, 45 call, 40 lost no_budget -
# Parked until the client's own time.
B 26 referral -
    46 new, 45 call, 41 to qualification, 34 to first_contact, 28 to needs, 27 visit, 18 note moving_later,
    18 park 14
A 13 partner -
    26 new, 25 call, 21 to qualification, 12 call, 5 note next_quarter, 5 park 40
"""
"""A deal is a line of its owner, amount, source and expected close, and below it its steps, the oldest first.

Owner: the reps A and B, or boss. Amount in the language's own unit (thousands of pounds, hundreds of thousands of
roubles). Close: in so many days from today. ``-``: not known.

A step begins with how many days ago; below one the moment is exact, else it is some time of that working day. Then:
new · call, message, meeting, visit, offer · note KEY · to STAGE · plan KEY DAY HOUR (days from today) · amount UNITS ·
give OWNER · won · lost REASON COMMENT · park DAY (days from today). Keys are of demo_texts.py, stages of the seven
steps, whose limits are 7 days for a lead, qualification and offer, 5 for the first contact, 10 for needs, 14 for
negotiation.
"""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a deal: ``what`` with its details, so many days ago."""

    days_ago: float
    what: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """One deal. ``owner``: A, B or boss; ``units`` and ``close`` None: not known."""

    owner: str
    units: float | None
    source: str
    close: int | None
    steps: tuple[Step, ...]


def stories() -> tuple[Story, ...]:
    """The script, read."""
    found: list[Story] = []
    for line in SCRIPT.splitlines():
        if line.startswith("    "):
            last = found.pop()
            steps = tuple(_step(part.split()) for part in line.strip(" ,").split(","))
            found.append(Story(last.owner, last.units, last.source, last.close, last.steps + steps))
        elif line and not line.startswith("#"):
            owner, units, source, close = line.split()
            found.append(
                Story(owner, None if units == "-" else float(units), source, None if close == "-" else int(close), ())
            )
    return tuple(found)


def _step(words: list[str]) -> Step:
    return Step(float(words[0]), words[1], tuple(words[2:]))
