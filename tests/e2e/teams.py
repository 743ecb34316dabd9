"""Teams written straight into the bot's database, so that a test begins where it becomes interesting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clock import Clock
from bot.database import Database
from bot.migrations import upgrade
from bot.models import StageKind, Team
from bot.models.facts import NO_PRESS
from bot.models.facts_deals import NewDeal
from bot.models.facts_teams import NewTeam
from bot.services.deals.create import create_deal
from bot.services.people import People, Profile
from bot.services.stages import Stages
from bot.services.team_chats import TeamChats
from bot.services.teams import Teams


@dataclass(frozen=True)
class Seeded:
    """A person's own team: its deals and their clients, and the open stages (id, name) in their order."""

    user_id: int
    team_id: int
    deals: tuple[int, ...]
    clients: tuple[str, ...]
    stages: tuple[tuple[int, str], ...]
    group_id: int | None = None


async def seed_teams(url: str, users: list[int], deals: int, groups: Mapping[int, int] | None = None) -> list[Seeded]:
    """One team for each user, who is its admin, with so many deals in the first stage, and its group if it has one."""
    database, clock = Database(url), Clock()
    await upgrade(database)
    people, stages = People(database, clock), Stages()
    teams, chats = Teams(database, clock, people), TeamChats(database, clock)
    seeded = []
    for user_id in users:
        await people.meet(Profile(user_id, f"User {user_id}", language_code="en"), "en")
        new = NewTeam(f"Team {user_id}", "EUR", "Europe/Warsaw", "PL", "en", "classic")
        team = await teams.create(user_id, new, "seed")
        group_id = (groups or {}).get(user_id)
        if group_id is not None:
            await chats.connect(user_id, team.id, group_id, 0, f"Group {user_id}", "en")
        seeded.append(await _with_deals(database, clock, stages, team, user_id, deals, group_id))
    await database.close()
    return seeded


async def _with_deals(
    database: Database, clock: Clock, stages: Stages, team: Team, user_id: int, count: int, group_id: int | None
) -> Seeded:
    ids, clients = [], []
    async with database.write() as session:
        ladder = await stages.default(session, team.id)
        for number in range(count):
            name = f"Client {user_id} {number}"
            deal, _ = await create_deal(
                session,
                team=team,
                owner_id=user_id,
                actor_id=user_id,
                ladder=ladder,
                fields=NewDeal(client=name, client_folded=name.lower(), currency="EUR"),
                now=clock.now(),
                press=NO_PRESS,
            )
            ids.append(deal.id)
            clients.append(name)
    opened = tuple((stage.id, stage.names["en"]) for stage in ladder.stages if stage.kind is StageKind.OPEN)
    return Seeded(user_id, team.id, tuple(ids), tuple(clients), opened, group_id)
