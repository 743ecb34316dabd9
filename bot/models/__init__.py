"""Tables and the rules that each row can decide alone."""

from bot.models.base import Base
from bot.models.deal import Deal, DealEvent, EventKind, TouchKind
from bot.models.delivery import FsmState, InboxState, InboxUpdate, OutboxMessage, OutboxState
from bot.models.draft import Draft
from bot.models.people import Invite, Member, Role, Team, User
from bot.models.pipeline import LossReason, Pipeline, Source, Stage, StageKind
from bot.models.reminder import DigestDay, Nudge, Question, Reminder, ReminderKind, ReminderState
from bot.models.team_chat import TeamChat, TeamPost

__all__ = [
    "Base",
    "Deal",
    "DealEvent",
    "DigestDay",
    "Draft",
    "EventKind",
    "FsmState",
    "InboxState",
    "InboxUpdate",
    "Invite",
    "LossReason",
    "Member",
    "Nudge",
    "OutboxMessage",
    "OutboxState",
    "Pipeline",
    "Question",
    "Reminder",
    "ReminderKind",
    "ReminderState",
    "Role",
    "Source",
    "Stage",
    "StageKind",
    "Team",
    "TeamChat",
    "TeamPost",
    "TouchKind",
    "User",
]
