"""Facts about drafts: what has been entered of a deal that is not saved yet."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from bot.errors import BadInput
from bot.models.facts_deals import DealRow, Outcome
from bot.models.pipeline import Source, Stage

# How much of a field the deal's columns hold (models/deal.py), in characters.
LONGEST = {"client": 200, "title": 500, "step": 500, "contact": 128, "phone": 32}

QUESTIONS = ("client", "amount", "stage", "step", "close", "phone", "source", "title")
"""What the guided entry asks, in this order; the same names stand in the buttons that correct a field."""

# What the buttons of "next step" and "expected close" offer, in days from today.
STEP_DAYS = (1, 2, 7)
CLOSE_DAYS = (14, 30, 90)
COMMON_CURRENCIES = ("EUR", "USD")


@dataclass(frozen=True, slots=True)
class DraftValues:
    """What was entered. Amount in minor units; ``currency`` empty: the team's; moments in UTC.

    ``cut`` names the fields that were longer than ``LONGEST``, so that the person is told.
    """

    client: str = ""
    title: str = ""
    amount_minor: int | None = None
    currency: str = ""
    stage_id: int | None = None
    next_step_at: datetime | None = None
    next_step_has_time: bool = False
    next_step_text: str | None = None
    expected_close: date | None = None
    phone: str | None = None
    contact_name: str | None = None
    contact_user_id: int | None = None
    source_id: int | None = None
    cut: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered yet."""
        return self == DraftValues(currency=self.currency)

    def has(self, field: str) -> bool:
        """Whether the field of that question is filled."""
        return {
            "client": bool(self.client),
            "amount": self.amount_minor is not None,
            "stage": self.stage_id is not None,
            "step": self.next_step_at is not None or bool(self.next_step_text),
            "close": self.expected_close is not None,
            "phone": bool(self.phone),
            "source": self.source_id is not None,
            "title": bool(self.title),
        }.get(field, False)

    def to_json(self) -> dict[str, Any]:
        """As it is stored in ``Draft.fields``: only what is filled, dates in ISO form."""
        pairs = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: _stored(value) for name, value in pairs if value not in (None, "", False, ())}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> DraftValues:
        """Read back what ``to_json`` stored."""
        values = dict(stored)
        if "next_step_at" in values:
            values["next_step_at"] = datetime.fromisoformat(values["next_step_at"])
        if "expected_close" in values:
            values["expected_close"] = date.fromisoformat(values["expected_close"])
        return cls(**{**values, "cut": tuple(values.get("cut", ()))})


def _stored(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """A draft with everything that its screens show and offer."""

    id: int
    values: DraftValues
    # The team that the deal will belong to, and whether the person stands in another one now.
    team_name: str
    team_currency: str
    elsewhere: bool
    # What can be chosen: open stages in order, the team's sources.
    stages: tuple[Stage, ...]
    sources: tuple[Source, ...]
    # The message that shows the draft now.
    message_id: int | None = None
    deal_id: int | None = None
    cancelled: bool = False

    @property
    def is_open(self) -> bool:
        """Neither saved nor cancelled."""
        return self.deal_id is None and not self.cancelled

    @property
    def currency(self) -> str:
        """The currency of the amount, typed or to come."""
        return self.values.currency or self.team_currency

    @property
    def currencies(self) -> tuple[str, ...]:
        """What the amount's buttons offer: the team's own first."""
        return tuple(dict.fromkeys((self.team_currency, self.currency, *COMMON_CURRENCIES)))

    @property
    def stage(self) -> Stage | None:
        """The chosen stage, as long as the team has it."""
        return next((stage for stage in self.stages if stage.id == self.values.stage_id), None)

    @property
    def source(self) -> Source | None:
        """The chosen source, as long as the team has it."""
        return next((source for source in self.sources if source.id == self.values.source_id), None)

    @property
    def questions(self) -> tuple[str, ...]:
        """What the guided entry asks; a team without sources is not asked for one."""
        return tuple(name for name in QUESTIONS if name != "source" or self.sources)

    def after(self, question: str) -> str | None:
        """The question that follows, None at the end. An unknown one is followed by the first."""
        place = self.questions.index(question) + 1 if question in self.questions else 0
        return self.questions[place] if place < len(self.questions) else None

    def before(self, question: str) -> str | None:
        """The question asked before, None at the first."""
        place = self.questions.index(question) if question in self.questions else 0
        return self.questions[place - 1] if place else None


@dataclass(frozen=True, slots=True)
class DraftStart:
    """What a typed line became: a draft, and the deals it may be about. Viewers get no draft."""

    draft: DraftFacts | None
    text: str
    matches: tuple[DealRow, ...] = ()
    # More deals match than are shown.
    more: bool = False


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """The draft after an answer. With a ``problem`` nothing was changed."""

    draft: DraftFacts
    problem: BadInput | None = None


@dataclass(frozen=True, slots=True)
class DraftSaved:
    """What *Save* did: created the deal (DONE), or found the one that an earlier tap created (AGAIN).

    ``outcome`` None: the draft has no client yet, or was cancelled.
    """

    draft: DraftFacts
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A Telegram contact that somebody shared. ``phone`` as Telegram gives it, often without the plus."""

    phone: str
    name: str
    user_id: int | None = None
