"""Links into a team: making one, the list of those that work, and what a newcomer reads."""

from __future__ import annotations

from urllib.parse import quote

from aiogram.types import InlineKeyboardButton

from bot.callbacks.teams import Home, InviteEdit, InviteList, InviteMake, InviteRevoke, TeamMenu
from bot.i18n import Markup
from bot.models import Invite, Role
from bot.models.facts_teams import InviteDraft, Joined, NewInvite
from bot.models.facts_teams import InviteList as InviteListFacts
from bot.reader import Reader
from bot.views.formatting import day, moment
from bot.views.new_team import INVITE
from bot.views.roles import ROLES, mark, role_name
from bot.views.screen import DOT, Row, Screen, button, copy, grid, keyboard, link
from bot.views.start import deals, new_deal

DAYS = (1, 7, 30, 0)
USES = (1, 10, 0)


def draft(facts: InviteDraft, reader: Reader) -> Screen:
    """A link about to be made: role, how long it works, how many may use it."""
    t = reader.t

    now = InviteEdit(team=facts.team_id, role=facts.role.value, days=facts.days, uses=facts.uses)

    def choice(text: str, **change: str | int) -> InlineKeyboardButton:
        changed = now.model_copy(update=change)
        return button(mark(changed == now, text), changed)

    make = InviteMake(team=facts.team_id, role=facts.role.value, days=facts.days, uses=facts.uses, nonce=facts.nonce)
    rows = [
        [button(t.plain("invite-make"), make, "primary")],
        *grid([choice(role_name(role, reader), role=role.value) for role in ROLES], 2),
        [choice(_short("invite-days-short", days, reader), days=days) for days in DAYS],
        [choice(_short("invite-uses-short", uses, reader), uses=uses) for uses in USES],
        [
            button(t.plain("invite-working"), InviteList(team=facts.team_id)),
            button(t.plain("button-back"), TeamMenu(team=facts.team_id)),
        ],
    ]
    text = t(
        "invite-draft",
        team=facts.team_name,
        role=role_name(facts.role, reader),
        days=t.plain("invite-days", count=facts.days),
        uses=t.plain("invite-uses", count=facts.uses),
    )
    return Screen(text, keyboard(rows))


def _short(key: str, count: int, reader: Reader) -> str:
    return reader.t.plain(key, count=count) if count else reader.t.plain("invite-no-limit")


def made(facts: NewInvite, username: str, reader: Reader) -> Screen:
    """The link, shown once."""
    t, invite = reader.t, facts.invite
    url = f"https://t.me/{username}?start={facts.token}"
    share_text = t.plain("invite-share-text", team=facts.team_name)
    share = f"https://t.me/share/url?url={quote(url, safe='')}&text={quote(share_text, safe='')}"
    rows = [
        [copy(t.plain("invite-copy"), url), link(t.plain("invite-share"), share)],
        [
            button(t.plain("invite-another"), InviteEdit(team=invite.team_id, **INVITE)),
            button(t.plain("button-back"), TeamMenu(team=invite.team_id)),
        ],
    ]
    terms = _terms(invite, reader)
    return Screen(t("invite-made", team=facts.team_name, terms=terms, url=url), keyboard(rows))


def working(facts: InviteListFacts, reader: Reader) -> Screen:
    """The links that still work, each with a button that ends it."""
    t = reader.t
    lines = [t("invite-list", team=facts.team_name, count=facts.total)]
    lines += [
        t("invite-line", number=str(number), terms=_terms(row.invite, reader), name=row.creator_name)
        for number, row in enumerate(facts.rows, 1)
    ]
    revoke = [
        button(t.plain("invite-revoke", number=str(number)), InviteRevoke(invite=row.invite.id))
        for number, row in enumerate(facts.rows, 1)
    ]
    last = [
        button(t.plain("invite-new"), InviteEdit(team=facts.team_id, **INVITE)),
        button(t.plain("button-back"), TeamMenu(team=facts.team_id)),
    ]
    return Screen(Markup("\n").join(lines), keyboard([*grid(revoke, 2), last]))


def _terms(invite: Invite, reader: Reader) -> str:
    t = reader.t
    left = t.plain("invite-uses", count=invite.uses_left or 0)
    parts = [role_name(invite.role, reader), left, _until(invite, reader)]
    if invite.uses:
        parts.append(t.plain("invite-used", count=invite.uses))
    return DOT.join(parts)


def _until(invite: Invite, reader: Reader) -> str:
    t = reader.t
    if invite.expires_at is None:
        return t.plain("invite-days", count=0)
    if (invite.expires_at - reader.now).days < 2:
        return t.plain("invite-until", day=moment(invite.expires_at, reader.zone, reader.locale, reader.now))
    last = invite.expires_at.astimezone(reader.zone).date()
    return t.plain("invite-until", day=day(last, reader.locale, reader.today))


def joined(facts: Joined, reader: Reader) -> Screen:
    """Welcome to the team, or: you are in it already."""
    t = reader.t
    key = "joined-already" if facts.already else "joined"
    lines: list[str] = [t(key, team=facts.team_name, role=role_name(facts.role, reader))]
    if not facts.role.may(facts.offered):
        # An admin may have sent it to give them that role: say why nothing came of it.
        lines.append(t("joined-role-stays", role=role_name(facts.offered, reader)))
    first: Row = []
    if facts.role is not Role.VIEWER:
        lines += ["", t("joined-next")]
        first.append(new_deal(reader))
    first.append(deals("m" if facts.role is Role.REP else "t", reader))
    return Screen(Markup("\n").join(lines), keyboard([first, [button(t.plain("button-home"), Home())]]))
