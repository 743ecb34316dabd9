"""The words of everything that the sender delivers: posts in team chats, and news for single people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.callbacks.deals import DealShow
from bot.callbacks.teams import ChatOpen, ChatRepair, MemberList, MemberOpen
from bot.i18n import Markup
from bot.models.facts_digests import AnswerFacts, ChatDigest, DigestFacts, QuestionFacts
from bot.models.facts_outgoing import (
    ChatBack,
    ChatBroken,
    DealAssigned,
    MemberUnreachable,
    PlaceChanged,
    PostFacts,
    PostTakenBack,
    SomebodyJoined,
)
from bot.models.facts_reminders import NudgeFacts, NudgeGone, PlanFacts
from bot.reader import Reader
from bot.views.digests import chat_digest_screen, digest_screen
from bot.views.formatting import HOUR, days, money, span
from bot.views.plan import plan_screen
from bot.views.questions import answer_screen, question_screen
from bot.views.reminders import gone_screen, nudge_screen
from bot.views.roles import home_button, role_name
from bot.views.screen import DOT, Screen, button, keyboard, link


def render(facts: Any, reader: Reader) -> Screen:
    """One message. Raises KeyError for facts that nobody words here."""
    return _WORDS[type(facts)](facts, reader)


def _post(facts: PostFacts, reader: Reader) -> Screen:
    t = reader.t
    goal = facts.to_stage.name(reader.locale) if facts.to_stage else "?"
    parts: list[str] = [t(f"post-{facts.what}", name=facts.actor, client=facts.client, stage=goal)]
    if facts.amount_minor is not None:
        parts.append(money(facts.amount_minor, facts.currency, reader.locale))
    parts += _how_long(facts, reader)
    if facts.what == "created" and facts.to_stage:
        parts.append(goal)
    if facts.what == "lost" and facts.reason:
        parts.append(facts.reason.get(reader.locale) or facts.reason.get("en", ""))
    text = Markup(DOT).join(parts)
    return Screen(text, keyboard([[link(t.plain("post-open"), facts.url)]]))


def _how_long(facts: PostFacts, reader: Reader) -> list[str]:
    """Won and lost: how long the deal took. Moved: how long it had stayed; under an hour says nothing."""
    if facts.what in ("won", "lost"):
        return [days(facts.days, reader.locale)] if facts.days else []
    if facts.what != "moved" or facts.from_stage is None or (facts.stayed_seconds or 0) < HOUR:
        return []
    seconds = facts.stayed_seconds or 0
    return [reader.t("post-stayed", span=span(seconds, reader.locale), stage=facts.from_stage.name(reader.locale))]


def _taken_back(facts: PostTakenBack, reader: Reader) -> Screen:
    return Screen(reader.t("post-taken-back", client=facts.client))


def _chat_broken(facts: ChatBroken, reader: Reader) -> Screen:
    t = reader.t
    lines = [
        t("chat-broken-title", chat=facts.title, team=facts.team_name),
        t(f"chat-broken-{facts.why}"),
        t("chat-repair-how"),
    ]
    rows = [
        [button(t.plain("chat-repair"), ChatRepair(chat=facts.chat_id), "primary")],
        [button(t.plain("chat-settings"), ChatOpen(chat=facts.chat_id))],
    ]
    return Screen(Markup("\n").join(lines), keyboard(rows))


def _chat_back(facts: ChatBack, reader: Reader) -> Screen:
    return Screen(reader.t("chat-back", team=facts.team_name))


def _joined(facts: SomebodyJoined, reader: Reader) -> Screen:
    role = role_name(facts.role, reader)
    rows = [[button(reader.t.plain("members-button"), MemberList(team=facts.team_id, page=0))]]
    return Screen(reader.t("somebody-joined", name=facts.name, team=facts.team_name, role=role), keyboard(rows))


def _unreachable(facts: MemberUnreachable, reader: Reader) -> Screen:
    """An admin learns who hears nothing, and what to do."""
    text = reader.t("member-unreachable", name=facts.name, team=facts.team_name)
    return Screen(text, keyboard([[button(facts.name, MemberOpen(team=facts.team_id, user=facts.user_id))]]))


def _place_changed(facts: PlaceChanged, reader: Reader) -> Screen:
    if facts.role is None:
        return Screen(reader.t("place-ended", team=facts.team_name), keyboard([[home_button(reader)]]))
    text = reader.t("place-changed", team=facts.team_name, role=role_name(facts.role, reader))
    return Screen(text, keyboard([[home_button(reader)]]))


def _assigned(facts: DealAssigned, reader: Reader) -> Screen:
    t = reader.t
    parts: list[str] = [t("deal-assigned", name=facts.actor, client=facts.client)]
    if facts.amount_minor is not None:
        parts.append(money(facts.amount_minor, facts.currency, reader.locale))
    parts.append(facts.stage.name(reader.locale))
    if facts.team_name:
        parts.append(t("deal-team", team=facts.team_name))
    rows = [[button(t.plain("post-open"), DealShow(deal=facts.deal_id), "primary")]]
    return Screen(Markup(DOT).join(parts), keyboard(rows))


def _digest(facts: DigestFacts, reader: Reader) -> Screen:
    return digest_screen(facts, 0, reader)


_WORDS: dict[type, Callable[[Any, Reader], Screen]] = {
    DigestFacts: _digest,
    ChatDigest: chat_digest_screen,
    QuestionFacts: question_screen,
    AnswerFacts: answer_screen,
    PostFacts: _post,
    PostTakenBack: _taken_back,
    ChatBroken: _chat_broken,
    ChatBack: _chat_back,
    SomebodyJoined: _joined,
    PlaceChanged: _place_changed,
    DealAssigned: _assigned,
    NudgeFacts: nudge_screen,
    PlanFacts: plan_screen,
    NudgeGone: gone_screen,
    MemberUnreachable: _unreachable,
}
