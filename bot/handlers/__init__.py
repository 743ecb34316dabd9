"""What the bot answers to: one router per feature, put together in an order that matters."""

from __future__ import annotations

from aiogram import Router

from bot.handlers import (
    chat_events,
    deal_menus,
    deal_typing,
    deals,
    digests,
    draft_guide,
    drafts,
    errors,
    group_lists,
    help,
    invites,
    language,
    lists,
    members,
    new_team,
    pausing,
    preferences,
    questions,
    reminders,
    settings,
    start,
    team_chats,
    team_rules,
    teams,
    today,
)
from bot.handlers.leaving import LeaveByCommand, LeaveDialogue
from bot.handlers.leaving_teams import LeaveTeamDialogue

ROUTERS = (
    # A command or button elsewhere ends the guided entry's question before anybody else sees it.
    draft_guide.router,
    # Then what is pressed most: every router in the way costs.
    deals.router,
    deal_menus.router,
    deal_typing.router,
    reminders.router,
    pausing.router,
    questions.router,
    digests.router,
    today.router,
    lists.router,
    start.router,
    new_team.router,
    teams.router,
    settings.router,
    preferences.router,
    team_rules.router,
    members.router,
    invites.router,
    group_lists.router,
    team_chats.router,
    chat_events.router,
    language.router,
    help.router,
    errors.unknown_commands,
    # Takes any plain text, so it is the last that reads messages in a private chat.
    drafts.router,
    chat_events.ignored,
    errors.unknown_rest,
)


def build_router() -> Router:
    """All handlers under one router, with the middlewares that every message or button passes."""
    root = Router(name="root")
    root.message.middleware(errors.SayRefusals())
    root.message.middleware(LeaveByCommand())
    root.callback_query.middleware(errors.SayRefusals())
    root.callback_query.middleware(LeaveDialogue())
    root.callback_query.middleware(LeaveTeamDialogue())
    for router in ROUTERS:
        # Routers live as long as their modules; a second dispatcher in one process (tests) takes them over.
        router._parent_router = None
        root.include_router(router)
    return root
