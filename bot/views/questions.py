"""What a manager asks a rep about a deal, and the answer."""

from __future__ import annotations

from bot.callbacks.deals import DealShow
from bot.callbacks.digests import Answer, AnswerAsk, QuestionOpen
from bot.i18n import Markup
from bot.models import Deal, Stage
from bot.models.facts_deals import Choices
from bot.models.facts_digests import AnswerFacts, QuestionFacts
from bot.reader import Reader
from bot.views import formatting
from bot.views.deal_menus import choice_screen
from bot.views.deal_state import is_stuck, stuck_reason
from bot.views.screen import DOT, Row, Screen, button, keyboard

BUTTONS = {
    "fine": "answer-button-fine",
    "waiting": "answer-button-waiting",
    "call": "answer-button-call",
    "lost": "answer-button-lost",
}
WORDS = {
    "fine": "answer-fine",
    "waiting": "answer-waiting",
    "call": "answer-call",
    "lost": "answer-lost",
    # No button: the deal was closed meanwhile.
    "won": "answer-won",
}


def question_screen(facts: QuestionFacts, reader: Reader) -> Screen:
    """The question as the rep reads it, answered with one tap."""
    t = reader.t
    deal = facts.deal
    lines = [
        t("question", name=facts.asker_name, client=deal.client),
        _where(deal, facts.stage, reader, facts.team_name),
        t("question-why", name=facts.asker_name),
    ]
    fine, waiting, call, lost = (
        button(t.plain(label), Answer(asked=facts.question_id, answer=key), "danger" if key == "lost" else None)
        for key, label in BUTTONS.items()
    )
    words = button(t.plain("answer-button-words"), AnswerAsk(asked=facts.question_id))
    show = button(t.plain("answer-button-open"), DealShow(deal=deal.id))
    rows: list[Row] = [[fine], [waiting], [call, lost], [words, show]]
    return Screen(Markup("\n").join(lines), keyboard(rows))


def answer_screen(facts: AnswerFacts, reader: Reader) -> Screen:
    """The answer as the manager reads it."""
    t = reader.t
    said = t.plain(WORDS[facts.answer]) if facts.answer in WORDS else facts.answer
    lines = [
        t("answer", name=facts.rep_name, client=facts.deal.client, text=said),
        _where(facts.deal, facts.stage, reader, facts.team_name),
        t("answer-why"),
    ]
    return Screen(
        Markup("\n").join(lines), keyboard([[button(t.plain("answer-button-open"), DealShow(deal=facts.deal.id))]])
    )


def typing_screen(facts: QuestionFacts, reader: Reader, *, bad: str | None = None) -> Screen:
    """The request to answer in words. ``bad``: what was wrong with those that came, empty or too_long."""
    t = reader.t
    text = t("ask-answer", client=facts.deal.client)
    if bad is not None:
        problem = t("bad-answer-long") if bad == "too_long" else t("bad-answer-empty")
        text = Markup("\n").join([problem, text])
    return Screen(text, keyboard([[button(t.plain("deal-button-cancel"), QuestionOpen(asked=facts.question_id))]]))


def reasons_screen(choices: Choices, question_id: int, reader: Reader) -> Screen:
    """Why the deal is lost; the question stays open until that is said."""
    home = [button(reader.t.plain("deal-button-back"), QuestionOpen(asked=question_id))]
    screen = choice_screen(choices, "lost", reader, home=home)
    assert screen is not None
    return screen


def _where(deal: Deal, stage: Stage, reader: Reader, team: str) -> Markup:
    """Amount and stage, and why it is stuck if it is; on a line of its own the team, for people of several."""
    parts = []
    if deal.amount_minor is not None:
        parts.append("💰 " + formatting.money(deal.amount_minor, deal.currency, reader.locale))
    if is_stuck(deal, reader.now):
        parts.append("🔴 " + stuck_reason(deal, stage, reader))
    else:
        parts.append("📍 " + stage.name(reader.locale))
    where = Markup(DOT).join(parts)
    return Markup("\n").join([where, reader.t("deal-team", team=team)]) if team else where
