"""A team's working time, holidays, digest, and the limits of its stages; and what is typed about any of it."""

from __future__ import annotations

from aiogram import Bot, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.callbacks.preferences import StageAsk, StageOpen, StageSet, TeamRuleAsk, TeamRuleSet, TeamTopic
from bot.errors import NotAllowed, NotFound
from bot.filters import NotCommand
from bot.handlers import preferences as own
from bot.handlers.answering import remove, say, show
from bot.models.facts import Who
from bot.reader import Reader
from bot.services.preferences import Preferences
from bot.services.team_rules import TeamRuling
from bot.states import PreferenceTyping
from bot.views import team_rules as views
from bot.views.screen import Screen

router = Router(name="team-rules")


@router.callback_query(TeamTopic.filter())
async def topic(
    call: CallbackQuery, callback_data: TeamTopic, who: Who, reader: Reader, team_rules: TeamRuling
) -> None:
    """One topic of the team's rules."""
    team = callback_data.team
    if callback_data.topic == "stages":
        await show(call, views.stages(await team_rules.stages(who.user_id, team), reader))
        return
    rules = await team_rules.rules(who.user_id, team)
    await show(call, views.topic(rules, callback_data.topic, reader))


@router.callback_query(TeamRuleAsk.filter())
async def ask(
    call: CallbackQuery, callback_data: TeamRuleAsk, who: Who, reader: Reader, team_rules: TeamRuling, state: FSMContext
) -> None:
    """Ask for one rule; it may be typed."""
    rules = await team_rules.rules(who.user_id, callback_data.team)
    if callback_data.field not in views.QUESTIONS:
        raise NotFound("button")
    await own.wait(state, call, "team", callback_data.team, callback_data.field)
    await show(call, views.ask(rules, callback_data.field, reader))


@router.callback_query(TeamRuleSet.filter())
async def set_by_button(
    call: CallbackQuery, callback_data: TeamRuleSet, who: Who, reader: Reader, team_rules: TeamRuling
) -> None:
    """Take a rule given by button."""
    field = callback_data.field
    rules = await team_rules.change(who.user_id, callback_data.team, field, callback_data.value)
    await show(call, views.topic(rules, views.TOPIC_OF.get(field, "nudges"), reader), reader.t.plain("settings-saved"))


@router.callback_query(StageOpen.filter())
async def open_stage(
    call: CallbackQuery, callback_data: StageOpen, who: Who, reader: Reader, team_rules: TeamRuling
) -> None:
    """One stage's limits."""
    await show(call, views.stage(await team_rules.stage(who.user_id, callback_data.stage), reader))


@router.callback_query(StageAsk.filter())
async def ask_stage(
    call: CallbackQuery, callback_data: StageAsk, who: Who, reader: Reader, team_rules: TeamRuling, state: FSMContext
) -> None:
    """Ask for a limit of a stage; it may be typed."""
    rule = await team_rules.stage(who.user_id, callback_data.stage)
    if callback_data.field not in views.STAGE_QUESTIONS:
        raise NotFound("button")
    await own.wait(state, call, "stage", callback_data.stage, callback_data.field)
    await show(call, views.ask_stage(rule, callback_data.field, reader))


@router.callback_query(StageSet.filter())
async def set_stage(
    call: CallbackQuery, callback_data: StageSet, who: Who, reader: Reader, team_rules: TeamRuling
) -> None:
    """Take a limit given by button."""
    rule = await team_rules.change_stage(who.user_id, callback_data.stage, callback_data.field, callback_data.value)
    await show(call, views.stage(rule, reader), reader.t.plain("rules-moved", count=rule.moved))


@router.message(StateFilter(PreferenceTyping.value), NotCommand())
async def typed(
    message: Message,
    bot: Bot,
    who: Who,
    reader: Reader,
    preferences: Preferences,
    team_rules: TeamRuling,
    state: FSMContext,
) -> None:
    """Take a setting that was typed. A bad one is answered with an example, and the question stays."""
    asked = await state.get_data()
    key, field, text = asked["key"], asked["field"], message.text or ""
    try:
        if asked["whose"] == "mine":
            screen = await own.typed(who, key, field, text, reader, preferences)
        else:
            screen = await _rule_typed(asked["whose"], who, key, field, text, reader, team_rules)
    except (NotAllowed, NotFound):
        # They may not set it any more: the question must not hold on to what they type next.
        await state.clear()
        raise
    await say(message, screen)
    await state.clear()
    if asked.get("message"):
        await remove(bot, message.chat.id, asked["message"])


async def _rule_typed(
    whose: str, who: Who, key: int, field: str, text: str, reader: Reader, team_rules: TeamRuling
) -> Screen:
    if whose == "stage":
        return views.stage(await team_rules.change_stage(who.user_id, key, field, text), reader)
    rules = await team_rules.change(who.user_id, key, field, text)
    return views.topic(rules, views.TOPIC_OF.get(field, "nudges"), reader)
