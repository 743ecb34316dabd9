"""A crowd whose deals all fall due at once, in a bot whose clock the test sets, and what each person was told."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from bot.database import Database
from bot.models import Deal, Member, Nudge, OutboxMessage, OutboxState, Reminder, ReminderState, Stage
from bot.services.worktime import WorkTime
from tests.e2e.harness import QUIET_SECONDS, BotProcess, Json, Sandbox
from tests.e2e.phones import words
from tests.e2e.teams import seed_teams
from tests.support import until

WARSAW = WorkTime(ZoneInfo("Europe/Warsaw"), country="PL")
"""How everybody works in the seeded teams."""

TEN = 600
"""Ten in the morning, in minutes: an hour after the plans and the digests."""

THREE = 180
"""Three in the night, in minutes."""

DEALS = 8
"""Of each person: as many as one message names."""

NAME = re.compile(r"Client \d+ \d+")


@dataclass
class Told:
    """What a person's chat got since the last look: the messages, and how often each deal was named."""

    messages: list[str]
    names: Counter[str]


class Crowd:
    """Teams of one, each with its deals. The bot's clock is the machine's plus ``offset``, in a file."""

    def __init__(self, folder: Path, sandbox: Sandbox, url: str) -> None:
        self.folder, self.sandbox, self.url = folder, sandbox, url
        self.database = Database(url)
        self.names: dict[int, list[str]] = {}
        self._file = folder / "clock"
        # Whenever the test runs, it begins in the night before a working day: the first plans and digests are to come.
        self.set_clock(WARSAW.next_at(datetime.now(UTC), THREE))
        self._seen: set[tuple[int, int]] = set()

    async def build(self) -> None:
        """Everybody with their deals, due far in the future, and a reminder that would come a second time never."""
        seeded = await seed_teams(self.url, self.sandbox.users, DEALS)
        self.names = {one.user_id: sorted(one.clients) for one in seeded}
        async with self.database.write() as session:
            await session.execute(update(Stage).values(followup_hours=1_000_000, stuck_days=None))
            await session.execute(update(Deal).values(follow_up_at=None, stuck_at=None, warn_at=None))

    async def only_reminders(self) -> None:
        """Nobody hears plans or digests."""
        quiet = {"hears_plan": False, "next_plan_at": None, "hears_digest": False, "next_digest_at": None}
        async with self.database.write() as session:
            await session.execute(update(Member).values(**quiet))

    def bot(self, name: str = "bot", **environment: str) -> BotProcess:
        """A process of the bot, with its log in a folder of its own."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        own = {"SANDBOX_CLOCK_FILE": str(self._file), "SWEEP_INTERVAL_SECONDS": "1"}
        return BotProcess(folder, self.sandbox, self.url, **own, **environment)

    def now(self) -> datetime:
        """What the bot's clock shows."""
        return datetime.now(UTC) + timedelta(seconds=float(self._file.read_text()))

    def set_clock(self, moment: datetime) -> None:
        """Put the bot's clock to a moment."""
        self._file.write_text(str((moment - datetime.now(UTC)).total_seconds()))

    def morning(self, after: timedelta = timedelta()) -> datetime:
        """Ten o'clock of the first working day so long from now."""
        return WARSAW.next_at(self.now() + after, TEN)

    async def fall_due(self, moment: datetime) -> None:
        """Whatever waited is over, and every deal falls silent for too long at ``moment``."""
        now = self.now()
        async with self.database.write() as session:
            over = {"state": ReminderState.ENDED, "ended_at": now, "ring_at": None}
            await session.execute(update(Reminder).where(Reminder.ended_at.is_(None)).values(**over))
            await session.execute(update(Deal).values(follow_up_at=moment, reminder_id=None))
        self._seen = {(user, one["id"]) for user, shown in (await self._chats()).items() for one in shown}

    async def claimed(self) -> int:
        """How many deals have become reminders that are not over."""
        return await self._count(select(func.count()).where(Reminder.ended_at.is_(None)))

    async def nudges(self) -> Counter[int]:
        """How many messages were written down for each person."""
        async with self.database.read() as session:
            return Counter(await session.scalars(select(Nudge.user_id)))

    async def all_sent(self) -> None:
        """Return once every deal is claimed, has rung, and nothing waits to be sent."""
        silent = select(func.count()).where(Deal.follow_up_at.is_not(None) | Deal.reminder_id.is_(None))
        unrung = select(func.count()).where(Reminder.ended_at.is_(None), Reminder.rung == 0)
        for query in (silent, unrung):
            await until(partial(self._none, query), QUIET_SECONDS)
        await self.sent()

    async def morning_said(self) -> None:
        """Return once everybody's plan and digest of now are sent, whichever process does it."""
        for column in (Member.next_plan_at, Member.next_digest_at):
            await until(partial(self._none, select(func.count()).where(column <= self.now())), QUIET_SECONDS)
        await self.sent()

    async def swept(self) -> None:
        """Return once a whole sweep has run that began after this call: it saw a first mark, the next one a second.

        Of two processes either may clear a mark, while the other is still at work.
        """
        one = select(func.min(Member.id)).scalar_subquery()
        for _ in range(2):
            # Somebody is back who was never away: the first thing that a sweep looks for, and nothing follows from it.
            # Back for a while: for a sweep that goes on already they must not be away.
            back = self.now() - timedelta(minutes=1)
            async with self.database.write() as session:
                await session.execute(update(Member).where(Member.id == one).values(away_until=back))
            marked = select(func.count()).where(Member.away_until.is_not(None))
            await until(partial(self._none, marked), QUIET_SECONDS)

    async def sent(self) -> None:
        """Return once nothing waits to be sent."""
        pending = select(func.count()).where(OutboxMessage.state == OutboxState.PENDING)
        await until(partial(self._none, pending), QUIET_SECONDS)

    async def told(self) -> dict[int, Told]:
        """What reached each person since the deals were set to fall due."""
        found = {}
        for user, shown in (await self._chats()).items():
            new = [words(one) for one in shown if (user, one["id"]) not in self._seen]
            found[user] = Told(new, Counter(name for one in new for name in NAME.findall(one)))
        return found

    async def _chats(self) -> dict[int, list[Json]]:
        """The bot's messages in everybody's private chat."""
        chats = (await self.sandbox.get("state"))["chats"]
        return {
            user: [one for one in chats[f"{user}:{user}"]["messages"] if one["from"]["is_bot"]] for user in self.names
        }

    async def _none(self, query: Any) -> bool:
        return await self._count(query) == 0

    async def _count(self, query: Any) -> int:
        async with self.database.read() as session:
            return int(await session.scalar(query) or 0)
