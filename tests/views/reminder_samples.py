"""Nudges as services hand them to views, made without a database."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from bot.models import EventKind
from bot.models.facts_reminders import NudgeFacts, NudgeLine, PlanFacts
from bot.views.screen import Screen
from tests.views.deal_samples import ANNA, NOW, card, event

LONGEST_TEXT = 4096
WHYS = ("step", "follow_up", "return", "first_contact", "stuck", "warn", "new")


def line(why: str = "follow_up", at: int = 2, *, deal: dict[str, Any] | None = None, **facts: Any) -> NudgeLine:
    """A deal that waits in the stage at position ``at`` (from 0), quiet for two days."""
    one = card(at, **(deal or {}))
    stuck = one.deal.stuck_at is not None and one.deal.stuck_at <= NOW
    known: dict[str, Any] = {
        "next_stage": one.stages[at + 1] if at + 1 < len(one.stages) else None,
        "why": (why,),
        "quiet_days": 2,
        "stage_day": 4,
        "limit_days": one.stage.stuck_days,
        "stuck": stuck,
        "nearly_stuck": why == "warn",
    }
    return NudgeLine(one.deal, one.stage, **(known | facts))


def planned(**facts: Any) -> NudgeLine:
    """A deal whose next step, "call <Ivan>", is due since two hours."""
    step = {"next_step_text": "call <Ivan>", "next_step_at": NOW - timedelta(hours=2), "next_step_has_time": True}
    return line("step", deal=step, step_due=True, **facts)


def ended(kind: EventKind = EventKind.TOUCHED, by: int = ANNA, name: str = "Anna", **facts: Any) -> NudgeLine:
    """A deal that somebody has seen to five minutes ago."""
    data = {"touch": "call"} if kind is EventKind.TOUCHED else {}
    happened = event(kind, actor_id=by, at=NOW - timedelta(minutes=5), data=data, to_stage_id=3)
    return line(ended=happened, ended_name=name, **facts)


def many(count: int) -> tuple[NudgeLine, ...]:
    """So many deals with the longest names there are."""
    deals = [{"id": at, "client": f"{at} & " + "Щ" * 200, "title": "t" * 500} for at in range(1, count + 1)]
    return tuple(line(WHYS[at % len(WHYS)], deal=deal, owner_name="Anna <A>") for at, deal in enumerate(deals))


def nudge(*lines: NudgeLine, kind: str = "batch", team: str = "") -> NudgeFacts:
    """A message about these deals, for Anna."""
    return NudgeFacts(9, ANNA, kind, lines, "Europe/Warsaw", NOW, team)


def plan(**sections: Any) -> PlanFacts:
    """Anna's Monday."""
    return PlanFacts(9, ANNA, NOW.date(), "Europe/Warsaw", NOW, **sections)


def data(screen: Screen) -> list[str]:
    """What the buttons carry, in order."""
    rows = screen.keyboard.inline_keyboard if screen.keyboard else []
    return [button.callback_data or "" for row in rows for button in row]


def fits(screen: Screen) -> None:
    """What Telegram and a phone take: text, data and the width of every row of buttons."""
    visible = re.sub(r"<[^>]+>", "", screen.text)
    assert 0 < len(visible.encode("utf-16-le")) // 2 < LONGEST_TEXT
    for row in screen.keyboard.inline_keyboard if screen.keyboard else []:
        assert sum(len(button.text) for button in row) + 3 * (len(row) - 1) <= 44, [button.text for button in row]
        assert all(1 <= len((button.callback_data or "").encode()) <= 64 for button in row)
