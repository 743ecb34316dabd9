"""The stand-in as one object: the world and what acts on it. Methods and page actions receive it."""

from __future__ import annotations

from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.hub import Hub
from bot.sandbox.journal import KEEP, Journal
from bot.sandbox.limits import Limits
from bot.sandbox.params import Json
from bot.sandbox.people import people_of
from bot.sandbox.profile import Profile
from bot.sandbox.queries import Queries
from bot.sandbox.updates import Updates
from bot.sandbox.view import chat_head, message_view, viewers_of
from bot.sandbox.world import Chat, Message, World

DEFAULT_TOKEN = "4000001:sandbox-token-for-this-machine-only"


class Telegram:
    """State and services of one stand-in server."""

    def __init__(
        self,
        token: str = DEFAULT_TOKEN,
        *,
        language: str = "en",
        clock: SandboxClock | None = None,
        limits: bool = True,
        keep_calls: int = KEEP,
    ) -> None:
        self.clock = clock or SandboxClock()
        self.hub = Hub()
        self.world = World(token, self.clock, self.hub)
        self.updates = Updates()
        self.queries = Queries(self.clock)
        self.limits = Limits(self.clock.monotonic, enabled=limits)
        self.faults = Faults()
        self.journal = Journal(keep_calls)
        self.files = Files()
        self.profile = Profile()
        self.world.populate(people_of(language), language)

    def reset(self, language: str) -> None:
        """Everything as on the first day, with people of `language`; faults and the clock are cleared too."""
        people = people_of(language)
        self.world.clear()
        self.updates.drop()
        self.updates.allow([])
        self.queries.clear()
        self.limits.reset()
        self.faults.rules.clear()
        self.files.clear()
        self.profile = Profile()
        self.journal.clear()
        self.clock.reset()
        self.world.populate(people, language)
        self.hub.emit("reset", language=language)

    def post(self, chat: Chat, message: Message) -> Message:
        """Files a new message and shows it."""
        chat.messages[message.id] = message
        self.show("message", chat, message)
        return message

    def show(self, kind: str, chat: Chat, message: Message) -> None:
        """Tells the pages of a new or changed message."""
        if self.hub.active:
            view = message_view(message)
            self.hub.emit(kind, chat_id=chat.id, message=view, viewers=viewers_of(chat, message))
        else:
            self.hub.seq += 1

    def show_chat(self, chat: Chat) -> None:
        """Tells the pages that a chat's head changed."""
        self.hub.emit("chat", chat=chat_head(self.world, chat), viewers=chat.viewers())

    def base_message(self, chat: Chat, sender: Json, number: int) -> Json:
        """The fields every message has."""
        return {
            "message_id": number,
            "from": sender,
            "chat": chat.api,
            "date": int(self.clock.now()),
        }

    def status(self) -> Json:
        """The clock as the page shows it."""
        return {"offset": self.clock.offset, "now": self.clock.iso(), "zone": self.world.zone}

    def call_log(self, method: str, params: Json, code: int, description: str) -> None:
        """Notes a finished call."""
        self.journal.add(method, params, code, description, self.clock.now())
