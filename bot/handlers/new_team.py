"""Creating a team: name, currency, time zone, stages; Back and Cancel at each step.

The answers so far live in the dialogue's data under one key each, with the step that is asked now, and are written
at once: whenever the process dies, the dialogue stands before the step or after it.
"""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

from aiogram import Bot, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, User

from bot.callbacks.teams import NewTeam, NewTeamCreate, NewTeamPick, NewTeamStep
from bot.errors import BadInput, NotAllowed
from bot.filters import NotCommand
from bot.handlers.answering import remove, say, show
from bot.handlers.start import home_screen
from bot.models.facts import Press, Who
from bot.models.facts_teams import NewTeam as NewTeamFacts
from bot.reader import Reader
from bot.services import team_inputs
from bot.services.teams import Teams
from bot.services.timezones import guess_zone
from bot.states import TeamTyping
from bot.views import new_team as views
from bot.views.screen import Screen

router = Router(name="new-team")

Answers = dict[str, Any]
STEPS = ("name", "currency", "zone", "template")
NEXT = {"name": "currency", "currency": "zone", "zone": "template"}


@router.callback_query(NewTeam.filter())
async def begin(call: CallbackQuery, who: Who, reader: Reader, teams: Teams, state: FSMContext) -> None:
    """Ask the first question."""
    if not teams.may_create(who.user_id):
        raise NotAllowed("create-team")
    # Eight random characters tell this dialogue from the next one: its last button creates one team, ever.
    await _keep(state, {"nonce": secrets.token_hex(4), "step": "name"}, call)
    await show(call, views.name(reader))


@router.callback_query(NewTeamStep.filter())
async def go_back(
    call: CallbackQuery, callback_data: NewTeamStep, who: Who, reader: Reader, teams: Teams, state: FSMContext
) -> None:
    """Ask an earlier question again; what was answered stays."""
    answers = await _answers(state)
    if answers is None or callback_data.step not in STEPS:
        await _over(call, who, reader, teams)
        return
    answers["step"] = callback_data.step
    await _keep(state, answers, call)
    await show(call, _screen(answers, reader, teams, call.from_user))


@router.callback_query(NewTeamPick.filter())
async def pick(
    call: CallbackQuery, callback_data: NewTeamPick, who: Who, reader: Reader, teams: Teams, state: FSMContext
) -> None:
    """Take an answer given by button."""
    answers = await _answers(state)
    if answers is None:
        await _over(call, who, reader, teams)
        return
    field, value = callback_data.field, callback_data.value
    if field == "currency":
        answers |= {"currency": team_inputs.currency(value), "step": NEXT[field]}
    elif field == "zone":
        answers |= {"zone": team_inputs.zone(value), "step": NEXT[field]}
    elif field == "template" and any(value == template.key for template in teams.templates()):
        answers |= {"template": value, "step": "look"}
    else:
        raise BadInput("setting", value)
    await _keep(state, answers, call)
    await show(call, _screen(answers, reader, teams, call.from_user))


@router.callback_query(NewTeamCreate.filter())
async def create(
    call: CallbackQuery, callback_data: NewTeamCreate, who: Who, reader: Reader, teams: Teams, state: FSMContext
) -> None:
    """Create the team; pressed again it shows the one that it created."""
    nonce = callback_data.nonce
    team = await teams.created(who.user_id, nonce)
    answers = await _answers(state)
    if team is None:
        if answers is None or answers["nonce"] != nonce or not {"name", "currency", "zone"} <= answers.keys():
            await _over(call, who, reader, teams)
            return
        country = team_inputs.country_of(answers["zone"], reader.locale)
        new = NewTeamFacts(
            answers["name"], answers["currency"], answers["zone"], country, reader.locale, callback_data.template
        )
        team = await teams.create(who.user_id, new, nonce)
    await show(call, views.done(team.id, team.name, reader))
    if answers is not None and answers["nonce"] == nonce:
        await state.clear()


@router.message(StateFilter(TeamTyping.creating), NotCommand())
async def typed(
    message: Message, bot: Bot, who: Who, reader: Reader, press: Press, teams: Teams, state: FSMContext
) -> None:
    """Take an answer that was typed. A bad one is answered with an example, and the question stays."""
    answers = await _answers(state) or {"nonce": secrets.token_hex(4), "step": "name"}
    # We died after writing this answer down: it must not be read as the answer to the next question.
    again = press.inbox_id is not None and answers.get("last") == press.inbox_id
    if answers["step"] == "zone" and not again:
        found = await asyncio.to_thread(team_inputs.zones, message.text or "")
        screen = views.zones(found, reader)
    else:
        if not again:
            _take(answers, message.text or "")
            answers["last"] = press.inbox_id
            await state.set_data(answers)
        screen = _screen(answers, reader, teams, message.from_user)
    question = answers.get("message")
    sent = await say(message, screen)
    await state.set_data({**answers, "message": sent.message_id})
    if question:
        await remove(bot, message.chat.id, question)


def _take(answers: Answers, text: str) -> None:
    """Read the typed answer to the present question. Raises BadInput. At the stages there is nothing to type."""
    step = answers["step"]
    if step == "name":
        answers |= {"name": team_inputs.team_name(text), "step": NEXT[step]}
    elif step == "currency":
        answers |= {"currency": team_inputs.currency(text), "step": NEXT[step]}


def _screen(answers: Answers, reader: Reader, teams: Teams, user: User | None) -> Screen:
    """The present question."""
    step = answers["step"]
    if step == "currency" and "name" in answers:
        likely = team_inputs.LIKELY_CURRENCIES[reader.locale]
        return views.currency(answers["name"], likely, answers.get("currency"), reader)
    if step == "zone":
        return views.zone(answers.get("zone") or guess_zone(user.language_code if user else None), reader)
    if step == "template":
        return views.templates(teams.templates(), reader)
    if step == "look":
        chosen = next(template for template in teams.templates() if template.key == answers["template"])
        return views.template(chosen, answers["nonce"], reader)
    return views.name(reader)


async def _answers(state: FSMContext) -> Answers | None:
    """The answers so far; None when no team is being created."""
    data = await state.get_data()
    return data if "nonce" in data else None


async def _keep(state: FSMContext, answers: Answers, call: CallbackQuery) -> None:
    """Write the answers down, and that typed words belong to this question (again)."""
    await state.set_data({**answers, "message": call.message.message_id if call.message else None})
    await state.set_state(TeamTyping.creating)


async def _over(call: CallbackQuery, who: Who, reader: Reader, teams: Teams) -> None:
    """The dialogue that the button belongs to has ended."""
    await show(call, await home_screen(who, reader, teams), reader.t.plain("new-team-over"))
