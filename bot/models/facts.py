"""Facts that services hand to views: plain, frozen, already loaded. No view ever loads anything."""

from __future__ import annotations

from dataclasses import dataclass

from bot.models.people import Role


@dataclass(frozen=True, slots=True)
class Who:
    """The person behind an update, and the team that they stand in now (``team_id`` None: no team yet).

    Only for words and defaults: what a person may do is checked again by the service, in its transaction.
    """

    user_id: int
    name: str
    locale: str
    zone: str
    team_id: int | None = None
    team_name: str = ""
    role: Role | None = None
    currency: str = ""
    country: str = ""
    day_start: int = 540
    teams: int = 0
    # The team said "reps see all".
    sees_all: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """What caused a change: the update's inbox id, and for a button who pressed which button of which message.

    Telegram may hand us one tap twice, under the same inbox row (we died before answering) or a new update id (its
    answer got lost). Services look both up in the history before they act, so one tap acts once.
    """

    inbox_id: int | None = None
    key: str | None = None
    # The message whose button it was, so that nobody edits under the finger that pressed it.
    chat_id: int | None = None
    message_id: int | None = None


NO_PRESS = Press()
