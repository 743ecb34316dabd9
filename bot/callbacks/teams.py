"""Buttons of teams, members, invites, team chats and settings.

Every button names the team, member or chat that it was drawn for: where the person stands by now does not matter.
"""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class Home(CallbackData, prefix="home"):
    """The start screen."""


class Cancel(CallbackData, prefix="no"):
    """Leave the dialogue that the message asks about."""


class LanguageMenu(CallbackData, prefix="lg"):
    """The choice of languages."""


class LanguageSet(CallbackData, prefix="lgs"):
    """Choose a language."""

    locale: str


class NewTeam(CallbackData, prefix="tn"):
    """Start creating a team."""


class NewTeamStep(CallbackData, prefix="tns"):
    """Go back to a question of the dialogue: name, currency, zone, template."""

    step: str


class NewTeamPick(CallbackData, prefix="tnp"):
    """Answer a question by button: currency (ISO 4217), zone (IANA) or template (its key, to look at it)."""

    field: str
    value: str


class NewTeamCreate(CallbackData, prefix="tnc"):
    """Create the team. ``nonce`` names the dialogue: pressed twice it creates one team."""

    nonce: str
    template: str


class TeamList(CallbackData, prefix="tl"):
    """The choice of teams."""


class TeamSwitch(CallbackData, prefix="ts"):
    """Stand in another team."""

    team: int


class SettingsMenu(CallbackData, prefix="st"):
    """Personal settings, with the way to the team's."""


class MyZone(CallbackData, prefix="mz"):
    """Set one's own time zone; ``-``: the team's."""

    zone: str


class MyZoneAsk(CallbackData, prefix="mza"):
    """Ask for one's own time zone."""


class TeamMenu(CallbackData, prefix="tm"):
    """A team's settings."""

    team: int


class TeamAsk(CallbackData, prefix="ta"):
    """Ask for a setting: name, currency, zone, day."""

    team: int
    field: str


class TeamSet(CallbackData, prefix="te"):
    """Set it by button: currency, zone, day (minutes after midnight), see_all (0 or 1)."""

    team: int
    field: str
    value: str


class MemberList(CallbackData, prefix="mb"):
    """A page of the members."""

    team: int
    page: int


class MemberOpen(CallbackData, prefix="mbo"):
    """One member."""

    team: int
    user: int


class MemberRole(CallbackData, prefix="mbr"):
    """Give a member a role."""

    team: int
    user: int
    role: str


class MemberRemove(CallbackData, prefix="mbx"):
    """Remove a member, or leave when it is oneself; ``sure`` 0 asks first."""

    team: int
    user: int
    sure: int


class InviteList(CallbackData, prefix="iv"):
    """The links that still work."""

    team: int


class InviteEdit(CallbackData, prefix="ive"):
    """The link about to be made: days 0 never expires, uses 0 any number."""

    team: int
    role: str
    days: int
    uses: int


class InviteMake(CallbackData, prefix="ivm"):
    """Make the link. ``nonce``: pressed twice it makes one."""

    team: int
    role: str
    days: int
    uses: int
    nonce: str


class InviteRevoke(CallbackData, prefix="ivx"):
    """End a link."""

    invite: int


class ChatList(CallbackData, prefix="tc"):
    """The team's chats."""

    team: int


class ChatOpen(CallbackData, prefix="tco"):
    """One chat's settings."""

    chat: int


class ChatOffer(CallbackData, prefix="tcm"):
    """In a group: what can be connected here."""


class ChatConnect(CallbackData, prefix="tcc"):
    """In a group: connect it to this team."""

    team: int


class ChatHear(CallbackData, prefix="tch"):
    """Let a chat hear a kind of news (created, moved, won, lost) or not."""

    chat: int
    what: str
    on: int


class ChatLocale(CallbackData, prefix="tcl"):
    """The chat's language."""

    chat: int
    locale: str


class ChatRemove(CallbackData, prefix="tcx"):
    """Disconnect a chat; ``sure`` 0 asks first."""

    chat: int
    sure: int


class ChatRepair(CallbackData, prefix="tcr"):
    """Try a chat again that could not be posted to."""

    chat: int
