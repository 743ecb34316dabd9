"""Which services there are and how they stand on one another: the composition root's half without a running loop."""

from __future__ import annotations

from typing import Any

from bot.clock import Clock
from bot.database import Database
from bot.services import menus
from bot.services.announcements import Announcements
from bot.services.assignments import Assignments
from bot.services.chat_trouble import ChatTrouble
from bot.services.deals import DealCards, DealEdits, DealMoves, DealTyping, DealUndoing, DealWork
from bot.services.deals.changing import Changing
from bot.services.digests.asking import Asking
from bot.services.digests.showing import DigestDeliveries, Digests
from bot.services.draft_matches import DraftMatches
from bot.services.drafts import Drafts
from bot.services.group_lists import GroupLists
from bot.services.invites import Invites
from bot.services.lists import Lists
from bot.services.members import Members
from bot.services.menus import Menus
from bot.services.outgoing import Outgoing
from bot.services.people import People
from bot.services.posts import Posts
from bot.services.preferences import Preferences
from bot.services.reminders.deliveries import NudgeDeliveries
from bot.services.reminders.nudges import Nudges
from bot.services.reminders.pausing import Pausing
from bot.services.stages import Stages
from bot.services.team_chats import TeamChats
from bot.services.team_rules import TeamRuling
from bot.services.teams import Teams
from bot.services.today import Today
from bot.settings import Settings

PROVIDED = frozenset(
    {
        "people", "teams", "preferences", "team_rules", "members", "invites", "team_chats", "chat_trouble",
        "cards", "moves", "edits", "work", "typing", "undoing", "lists", "drafts",
        "digests", "asking", "pausing", "nudges", "today", "group_lists",
    }
)  # fmt: skip
"""The names under which handlers ask for services, besides what aiogram and our middleware give them."""


def build_services(
    database: Database, clock: Clock, settings: Settings, username: str
) -> tuple[dict[str, Any], Outgoing]:
    """Every service by the name under which handlers ask for it, and the one that the sender asks.

    ``username`` is the bot's, for deep links.
    """
    people = People(database, clock)
    owners = settings.owner_ids if settings.team_creation == "owners" else None
    stages = Stages()
    team_chats = TeamChats(database, clock)
    trouble = ChatTrouble(database, clock, team_chats)
    announcements = Announcements(team_chats, stages)
    lists = Lists(database, stages, clock)
    changing = Changing(stages, announcements, clock)
    cards = DealCards(database, stages)
    moves, edits, work = DealMoves(database, changing), DealEdits(database, changing), DealWork(database, changing)
    pausing = Pausing(database, changing)
    provided = {
        "people": people,
        "teams": Teams(database, clock, people, owners),
        "preferences": Preferences(database, clock, people),
        "team_rules": TeamRuling(database, clock, people, stages),
        "members": Members(database, clock, people),
        "invites": Invites(database, clock, people),
        "team_chats": team_chats,
        "chat_trouble": trouble,
        "cards": cards,
        "moves": moves,
        "edits": edits,
        "work": work,
        "typing": DealTyping(cards, edits, moves, work, pausing, clock),
        "undoing": DealUndoing(database, changing),
        "lists": lists,
        "digests": Digests(database, stages, clock),
        "asking": Asking(database, stages, changing),
        "pausing": pausing,
        "nudges": Nudges(database, clock, stages, changing),
        "today": Today(database, stages, clock),
        "group_lists": GroupLists(database, lists),
        "drafts": Drafts(database, clock, stages, DraftMatches(database, stages, lists), announcements),
    }
    kinds = {
        **DigestDeliveries(stages, username).kinds,
        "assigned": Assignments(stages).load,
        menus.KIND: Menus(database, clock).load,
    }
    nudging = NudgeDeliveries(stages)
    return provided, Outgoing(database, clock, people, trouble, Posts(stages, username), nudging, kinds)
