"""The state of the stand-in: users, chats, messages. Plain data with the few rules each piece decides alone.

A message is kept as the Bot API object itself (ready to be serialised) plus what Telegram knows beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.clock import SandboxClock
from bot.sandbox.hub import Hub
from bot.sandbox.params import Json
from bot.sandbox.people import FIRST_NEW_PERSON, People, Person

ChatType = Literal["private", "group", "supergroup"]
Status = Literal["creator", "administrator", "member", "left", "kicked"]
PRESENT: tuple[Status, ...] = ("creator", "administrator", "member")
FIRST_GROUP = -4100
SUPERGROUP_BASE = -1002000000000
EPHEMERAL_BASE = 1_000_000_000  # page-side ids of ephemeral messages, whose message_id is 0 for the bot


@dataclass(slots=True)
class Message:
    """One message: `api` as the bot sees it, the rest as only Telegram knows it."""

    api: Json
    id: int
    by_bot: bool
    reply_keyboard: Json | None = None
    ephemeral_for: int | None = None
    service: str | None = None
    pinned: bool = False
    reactions: list[Json] = field(default_factory=list)


@dataclass(slots=True)
class Topic:
    """A topic of a forum; its id is the message that opened it."""

    id: int
    name: str
    closed: bool = False


@dataclass(slots=True)
class Chat:
    """A chat with the bot, or a group. `bot_status` says whether the bot may speak here.

    `started` (private chats): the person has pressed Start; `met` (groups): the bot was a member at some time.
    """

    id: int
    type: ChatType
    title: str = ""
    members: dict[int, Status] = field(default_factory=dict)
    bot_status: Status = "left"
    is_forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    ephemeral: dict[int, Message] = field(default_factory=dict)
    next_id: int = 1
    migrated_to: int | None = None
    started: bool = False
    met: bool = False
    blocked: bool = False
    deactivated: bool = False
    api: Json = field(default_factory=dict)

    def take_id(self) -> int:
        """The next message id of this chat."""
        number = self.next_id
        self.next_id = number + 1
        return number

    def find(self, number: int) -> Message | None:
        """A message by the id the page knows it under."""
        if number > EPHEMERAL_BASE:
            return self.ephemeral.get(number - EPHEMERAL_BASE)
        return self.messages.get(number)

    def viewers(self) -> list[int]:
        """The users whose phones show this chat."""
        return [user for user, status in self.members.items() if status in PRESENT]


class World:
    """Everything that exists. Methods keep the pieces consistent; they do not talk to anybody."""

    def __init__(self, token: str, clock: SandboxClock, hub: Hub) -> None:
        self.token = token
        self.clock = clock
        self.hub = hub
        self.bot: Json = {
            "id": int(token.split(":", 1)[0]),
            "is_bot": True,
            "first_name": "Dealnudge",
            "username": "dealnudge_sandbox_bot",
        }
        self.users: dict[int, Json] = {}
        self.phones: dict[int, str] = {}
        self.chats: dict[int, Chat] = {}
        self.language = "en"
        self.zone = "UTC"
        self.group_id = 0
        self.titles: dict[int, str] = {}

    def clear(self) -> None:
        """Empties the world; the bot account, the clock and connected pages stay."""
        self.users.clear()
        self.phones.clear()
        self.chats.clear()
        self.titles.clear()

    def populate(self, people: People, language: str) -> None:
        """The three people, who have all pressed Start, and their group, which holds the bot."""
        self.language, self.zone = language, people.zone
        group = self.add_group(people.group_title, people.group_id)
        for person, title in zip((people.rep, people.second_rep, people.manager), people.titles, strict=True):
            self.add_person(person, title).started = True
            group.members[person.id] = "creator" if person is people.manager else "member"
        group.bot_status, group.met = "member", True
        self.group_id = group.id

    def add_person(self, person: Person, title: str = "") -> Chat:
        """A user and the (still empty) private chat with the bot."""
        user: Json = {"id": person.id, "is_bot": False, "first_name": person.first_name}
        if person.last_name:
            user["last_name"] = person.last_name
        if person.username:
            user["username"] = person.username
        user["language_code"] = person.language_code
        self.users[person.id] = user
        self.phones[person.id] = person.phone
        self.titles[person.id] = title or person.first_name
        chat = Chat(person.id, "private", members={person.id: "member"}, bot_status="member")
        chat.api = {"id": person.id, **{k: user[k] for k in _NAME_FIELDS if k in user}, "type": "private"}
        self.chats[person.id] = chat
        return chat

    def new_person(self, first_name: str, language_code: str) -> Json:
        """One more phone, whose owner has never met the bot."""
        number = max([FIRST_NEW_PERSON - 1, *self.users]) + 1
        person = Person(number, first_name, "", f"user_{number}", language_code, f"+1555{number:07d}")
        self.add_person(person)
        return self.users[number]

    def add_group(self, title: str, chat_id: int | None = None, kind: ChatType = "group") -> Chat:
        """A new group without members."""
        if chat_id is None:
            taken = [c for c in self.chats if c > SUPERGROUP_BASE]
            chat_id = min([FIRST_GROUP + 1, *taken]) - 1
        chat = Chat(chat_id, kind, title)
        self.chats[chat_id] = chat
        self.refresh_api(chat)
        return chat

    def refresh_api(self, chat: Chat) -> None:
        """Rebuilds the Bot API object of a group after its title, type or forum flag changed."""
        chat.api = {"id": chat.id, "title": chat.title, "type": chat.type}
        if chat.is_forum:
            chat.api["is_forum"] = True
        if chat.type == "group":
            chat.api["all_members_are_administrators"] = False

    def groups_of(self, user_id: int) -> list[Chat]:
        """Groups the user is in, without those left behind by an upgrade."""
        return [
            chat
            for chat in self.chats.values()
            if chat.type != "private" and chat.migrated_to is None and chat.members.get(user_id) in PRESENT
        ]


_NAME_FIELDS = ("first_name", "last_name", "username")
