"""Teams whose deals are about to fall due, and what their people were told of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import FixedClock
from bot.database import Database
from bot.migrations import upgrade
from bot.models import Member, Role, Team
from bot.models.facts import NO_PRESS
from bot.models.facts_deals import NewDeal
from bot.models.facts_teams import NewTeam
from bot.services.deals.create import create_deal
from bot.services.people import People, Profile
from bot.services.stages import Stages
from bot.services.teams import Teams
from tests.e2e.harness import Json, Sandbox
from tests.e2e.phones import City, Phone, words

FIRST_TUESDAY = datetime(2026, 3, 3, 9, tzinfo=UTC)
"""Ten in Warsaw, on a working day; no Tuesday of that spring is a holiday there."""

SILENCE = timedelta(hours=48)


@dataclass(frozen=True)
class Planned:
    """A deal of somebody's: quiet by ``due``, or with a next step at that time."""

    owner: int
    client: str
    due: datetime
    step: bool = False


async def seed_team(url: str, boss: int, names: dict[int, str], deals: Sequence[Planned], language: str = "en") -> int:
    """A team of the boss and the reps named, none of whom hears plans or digests, with these deals; its id."""
    start = min(deal.due for deal in deals) - SILENCE
    database, clock = Database(url), FixedClock(start)
    try:
        await upgrade(database)
        people = People(database, clock)
        for user_id, name in names.items():
            await people.meet(Profile(user_id, name, language_code=language), language)
        new = NewTeam(f"Team {boss}", "EUR", "Europe/Warsaw", "PL", "en", "classic")
        team = await Teams(database, clock, people).create(boss, new, f"seed-{boss}")
        async with database.write() as session:
            await _let_in(session, team.id, [user_id for user_id in names if user_id != boss], start)
            await _add_deals(session, team.id, deals)
    finally:
        await database.close()
    return team.id


async def _let_in(session: AsyncSession, team_id: int, reps: Sequence[int], now: datetime) -> None:
    session.add_all(
        Member(team_id=team_id, user_id=user_id, role=Role.REP, joined_at=now, active=True) for user_id in reps
    )
    await session.flush()
    silent = {"hears_plan": False, "hears_digest": False, "next_plan_at": None, "next_digest_at": None}
    await session.execute(update(Member).where(Member.team_id == team_id).values(**silent))


async def _add_deals(session: AsyncSession, team_id: int, deals: Sequence[Planned]) -> None:
    team = await session.get_one(Team, team_id)
    ladder = await Stages().default(session, team_id)
    for deal in deals:
        fields = NewDeal(
            client=deal.client,
            client_folded=deal.client.lower(),
            currency="EUR",
            next_step_at=deal.due if deal.step else None,
            next_step_has_time=deal.step,
        )
        await create_deal(
            session,
            team=team,
            owner_id=deal.owner,
            actor_id=deal.owner,
            ladder=ladder,
            fields=fields,
            now=deal.due - SILENCE,
            press=NO_PRESS,
        )


@dataclass
class Nudged:
    """The boss, who is the team's admin, and reps with two deals each that fall due together at ``due``, and a third
    with a next step at ``later``.
    """

    city: City
    boss: Phone
    reps: list[Phone]
    names: dict[int, str]
    due: datetime
    later: datetime
    team_id: int

    def clients(self, rep: Phone) -> tuple[str, str]:
        """A rep's two clients."""
        return f"Acme {rep.user_id}", f"Borey {rep.user_id}"

    def third(self, rep: Phone) -> str:
        """The client of the next step."""
        return f"Gamma {rep.user_id}"

    async def falls_due(self) -> None:
        """Time passes until their reminders ring."""
        await skip_to(self.city, self.due)

    async def heard(self, rep: Phone) -> bool:
        """Whether one message tells the rep of both deals."""
        return await told_of(self.city.sandbox, rep.user_id, *self.clients(rep)) > 0


async def nudged(city: City, moment: datetime, *, reps: int = 3, language: str = "en") -> Nudged:
    """A new team of people who have all met the bot; its deals fall due a minute after ``moment``, which is now."""
    await skip_to(city, moment)
    due, later = moment + timedelta(minutes=1), moment + timedelta(minutes=31)
    boss = await city.person("Helen", language)
    names = {boss.user_id: "Helen"}
    found = []
    for number in range(reps):
        rep = await city.person(f"Rep {number}", language)
        names[rep.user_id] = f"Rep {number}"
        found.append(rep)
    made = Nudged(city, boss, found, names, due, later, 0)
    deals = [Planned(rep.user_id, client, due) for rep in found for client in made.clients(rep)]
    deals += [Planned(rep.user_id, made.third(rep), later, step=True) for rep in found]
    made.team_id = await seed_team(city.url, boss.user_id, names, deals, language)
    # Only now: the bot remembers in which team it met somebody.
    for phone in (boss, *found):
        await phone.types("/start")
    return made


async def skip_to(city: City, moment: datetime) -> None:
    """Set the clock of phones and bot."""
    now = datetime.fromisoformat((await city.sandbox.get("state"))["clock"]["now"])
    await city.skip(round((moment - now).total_seconds()))


async def told_of(sandbox: Sandbox, chat_id: int, *clients: str) -> int:
    """How many of the bot's messages in a chat name all these clients."""
    return len([one for one in await sandbox.from_bot(chat_id) if all(client in words(one) for client in clients)])


async def refused(sandbox: Sandbox, chat_id: int | None = None) -> list[Json]:
    """Calls that send, to one chat or to any, and failed."""
    calls: list[Json] = await sandbox.get("calls")
    sent = [call for call in calls if call["method"] == "sendMessage" and not call["ok"]]
    return [call for call in sent if chat_id is None or int(call["params"]["chat_id"]) == chat_id]
