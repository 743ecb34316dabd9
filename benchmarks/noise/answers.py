"""How a reminder is answered: by one of the buttons that it carries."""

from __future__ import annotations

from random import Random

from benchmarks.noise.desk import Desk, Message
from benchmarks.noise.people import Person
from benchmarks.noise.truth import Truth

SNOOZES = ({"hours": 3}, {"days": 1}, {"days": 3}, {"days": 7})


async def answer(desk: Desk, rng: Random, person: Person, deal: Truth, why: str, message: Message) -> None:
    """Press a button of a message that named the deal because of ``why``."""
    chance = rng.random()
    if deal.parked:
        await _returned(desk, chance, person, deal, message)
    elif why == "step" and deal.step is not None and chance < 0.35:
        await desk.finish_step(person, deal, message)
    elif chance < 0.60:
        await desk.touch(person, deal, message)
    elif chance < 0.72:
        await desk.plan(person, deal, None, rng.choice((1, 2, 7)), message)
    elif chance < 0.79:
        await desk.move(person, deal, message)
    elif chance < 0.92:
        await desk.snooze(person, deal, message, **rng.choice(SNOOZES))
    elif chance < 0.96:
        await desk.pause(person, deal, rng.choice((7, 14, 30)), message)
    else:
        await desk.lose(person, deal, message)


async def _returned(desk: Desk, chance: float, person: Person, deal: Truth, message: Message) -> None:
    """A parked deal that came back: taken up again, put off again, or lost."""
    if chance < 0.6:
        await desk.move(person, deal, message)
    elif chance < 0.8:
        await desk.park(person, deal, 30, message)
    else:
        await desk.lose(person, deal, message)
