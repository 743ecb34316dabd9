"""How a draft is put before a person: one live message, one waiting question, whichever way they came."""

from __future__ import annotations

from dataclasses import dataclass

from aiogram.filters import Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.errors import BadInput
from bot.handlers.answering import remove, say, show
from bot.models.facts import Press, Who
from bot.models.facts_deals import Outcome
from bot.models.facts_drafts import DraftFacts
from bot.reader import Reader
from bot.services.drafts import Drafts
from bot.states import DraftTyping
from bot.views.deal_news import outcome_screen
from bot.views.draft_questions import question
from bot.views.drafts import cancelled, draft_card
from bot.views.screen import Screen


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that waits for typed words. ``inbox_id``: the update that led to it; ``field`` empty: it is over."""

    draft: int
    field: str
    guided: bool
    inbox_id: int | None
    # Why the last answer was not taken.
    problem: BadInput | None = None

    def by(self, press: Press) -> bool:
        """Whether this very update led here: it was handled before we died, and is replayed."""
        return press.inbox_id is not None and self.inbox_id == press.inbox_id


@dataclass(frozen=True, slots=True)
class Desk:
    """What the handlers of drafts share: who asks, what waits, and where the draft is shown."""

    who: Who
    reader: Reader
    press: Press
    state: FSMContext
    drafts: Drafts

    async def asked(self) -> Asked | None:
        """The question that waits, or the one that this person answered last."""
        data = await self.state.get_data()
        if "draft" not in data:
            return None
        problem = BadInput(*data["problem"]) if data.get("problem") else None
        return Asked(data["draft"], data.get("field", ""), bool(data.get("guided")), data.get("inbox"), problem)

    async def ask(
        self, facts: DraftFacts, field: str, *, guided: bool = False, problem: BadInput | None = None
    ) -> Screen:
        """Wait for this field to be typed; the question to show. A draft that is over is shown instead."""
        if not facts.is_open:
            return await self.screen(facts)
        said = [problem.field, problem.text, problem.kind] if problem else None
        await self._remember({"draft": facts.id, "field": field, "guided": guided, "problem": said})
        await self.state.set_state(DraftTyping.value)
        return question(facts, field, self.reader, guided=guided, problem=problem)

    async def go_on(self, facts: DraftFacts, field: str, *, guided: bool) -> Screen:
        """After an answer: the next question of the guided entry, else the draft."""
        following = facts.after(field) if guided else None
        return await (self.ask(facts, following, guided=True) if following else self.screen(facts))

    async def screen(self, facts: DraftFacts, outcome: Outcome | None = None) -> Screen:
        """The draft as it stands: its deal once saved, what is missing before that, else the card to check and save."""
        if facts.is_open and not facts.values.client:
            return await self.ask(facts, "client")
        await self.stop(facts)
        if facts.deal_id is not None and outcome is None:
            outcome = (await self.drafts.save(self.who, facts.id, self.press)).outcome
        if outcome is not None:
            return outcome_screen(outcome, self.reader)
        return cancelled(facts, self.reader) if facts.cancelled else draft_card(facts, self.reader)

    async def stop(self, facts: DraftFacts) -> None:
        """No question waits any more. The words that ended one still find their draft when they are replayed."""
        if await self.state.get_state() is None:
            return
        await self._remember({"draft": facts.id})
        await self.state.set_state(None)

    async def below(self, message: Message, facts: DraftFacts, screen: Screen) -> None:
        """Answer typed words at the bottom of the chat; the draft's older message goes."""
        sent = await say(message, screen)
        await self._moved(message, facts, sent.message_id)

    async def here(self, call: CallbackQuery, facts: DraftFacts, screen: Screen) -> None:
        """Answer a button on its own message; if the draft was shown on another one, that goes."""
        await show(call, screen)
        if isinstance(call.message, Message) and call.message.message_id != facts.message_id:
            await self._moved(call.message, facts, call.message.message_id)

    async def _moved(self, message: Message, facts: DraftFacts, message_id: int) -> None:
        if not facts.is_open:
            return
        await self.drafts.shown(self.who, facts.id, message_id)
        if facts.message_id is not None and message.bot is not None:
            await remove(message.bot, message.chat.id, facts.message_id)

    async def _remember(self, data: dict[str, object]) -> None:
        await self.state.set_data({**data, "inbox": self.press.inbox_id})


class AtDesk(Filter):
    """Gives the handlers of a router their ``desk``."""

    provides = frozenset({"desk"})

    async def __call__(
        self, _: TelegramObject, who: Who, reader: Reader, press: Press, state: FSMContext, drafts: Drafts
    ) -> dict[str, Desk]:
        return {"desk": Desk(who, reader, press, state, drafts)}
