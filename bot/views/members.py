"""The people of a team."""

from __future__ import annotations

from aiogram.types import InlineKeyboardButton

from bot.callbacks.teams import Home, InviteEdit, MemberList, MemberOpen, MemberRemove, MemberRole, TeamMenu
from bot.i18n import Markup
from bot.models import Role
from bot.models.facts_teams import MemberCard, MemberPage
from bot.reader import Reader
from bot.views.new_team import INVITE
from bot.views.roles import ROLES, mark, role_name
from bot.views.screen import Row, Screen, button, grid, keyboard


def page(facts: MemberPage, reader: Reader) -> Screen:
    """A page of the members; each opens their card."""
    t = reader.t
    rows: list[Row] = [
        [
            button(
                f"{'' if member.reachable else '⚠️ '}{member.name} · {role_name(member.role, reader)}",
                MemberOpen(team=facts.team_id, user=member.user_id),
            )
        ]
        for member in facts.rows
    ]
    turn: Row = []
    if facts.page:
        turn.append(button("‹", MemberList(team=facts.team_id, page=facts.page - 1)))
    if facts.has_more:
        turn.append(button("›", MemberList(team=facts.team_id, page=facts.page + 1)))
    last = [button(t.plain("button-back"), TeamMenu(team=facts.team_id))]
    if facts.may_manage:
        last.insert(0, button(t.plain("button-invite"), InviteEdit(team=facts.team_id, **INVITE), "primary"))
    return Screen(t("members-title", team=facts.team_name, count=facts.total), keyboard([*rows, turn, last]))


def card(facts: MemberCard, reader: Reader) -> Screen:
    """One member: role, deals, and what an admin (or they themselves) can change."""
    t, member = reader.t, facts.member
    lines: list[str] = [
        t("member-title", name=member.name, role=role_name(member.role, reader)),
        t("member-deals", team=facts.team_name, count=facts.open_deals),
    ]
    if not member.reachable:
        lines.append(t("member-out-of-reach"))
    rows: list[Row] = []
    if facts.only_admin:
        if facts.may_manage:
            lines += ["", t("member-only-admin")]
    else:
        if facts.may_manage:
            lines += ["", t("member-roles")]
            rows += grid([_role(facts, role, reader) for role in ROLES], 2)
        if facts.is_self:
            rows.append([button(t.plain("member-leave"), _remove(facts, 0))])
        elif facts.may_manage:
            rows.append([button(t.plain("member-remove"), _remove(facts, 0))])
    rows.append([button(t.plain("button-back"), MemberList(team=facts.team_id, page=0))])
    return Screen(Markup("\n").join(lines), keyboard(rows))


def confirm_removal(facts: MemberCard, reader: Reader) -> Screen:
    """Really? Says what becomes of the deals."""
    t = reader.t
    key = "member-leave-sure" if facts.is_self else "member-remove-sure"
    lines = [t(key, name=facts.member.name, team=facts.team_name)]
    if facts.open_deals:
        lines.append(t("member-deals-stay", count=facts.open_deals))
    yes = button(t.plain("member-leave" if facts.is_self else "member-remove"), _remove(facts, 1), "danger")
    back = button(t.plain("button-back"), MemberOpen(team=facts.team_id, user=facts.member.user_id))
    return Screen(Markup("\n").join(lines), keyboard([[yes], [back]]))


def removed(name: str, team_id: int, reader: Reader) -> Screen:
    """Somebody is out of the team."""
    back = button(reader.t.plain("button-back"), MemberList(team=team_id, page=0))
    return Screen(reader.t("member-removed", name=name), keyboard([[back]]))


def left(reader: Reader) -> Screen:
    """One is out of the team oneself."""
    return Screen(reader.t("member-left"), keyboard([[button(reader.t.plain("button-home"), Home())]]))


def _role(facts: MemberCard, role: Role, reader: Reader) -> InlineKeyboardButton:
    data = MemberRole(team=facts.team_id, user=facts.member.user_id, role=role.value)
    return button(mark(role is facts.member.role, role_name(role, reader)), data)


def _remove(facts: MemberCard, sure: int) -> MemberRemove:
    return MemberRemove(team=facts.team_id, user=facts.member.user_id, sure=sure)
