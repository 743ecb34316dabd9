"""How the page sees the world: the shapes of the page contract, made from Bot API objects."""

from __future__ import annotations

from bot.sandbox.params import Json
from bot.sandbox.world import PRESENT, Chat, Message, World

_COPIED = ("date", "edit_date", "text", "caption", "entities", "caption_entities", "contact")


def message_view(message: Message) -> Json:
    """One message as the page draws it (without `out`, which depends on who looks)."""
    api = message.api
    view: Json = {"id": message.id, "from": _sender(api)}
    for name in _COPIED:
        if name in api:
            view[name] = api[name]
    if "message_thread_id" in api:
        view["thread_id"] = api["message_thread_id"]
    if "reply_markup" in api:
        view["keyboard"] = api["reply_markup"]["inline_keyboard"]
    if message.reply_keyboard is not None:
        view["reply_keyboard"] = message.reply_keyboard
    if message.service is not None:
        view["service"] = message.service
    if message.ephemeral_for is not None:
        view["ephemeral_for"] = message.ephemeral_for
    if message.reactions:
        view["reactions"] = message.reactions
    if message.pinned:
        view["pinned"] = True
    _add_media(view, api)
    return view


def _sender(api: Json) -> Json:
    user = api.get("from")
    if user is None:
        return {"id": 0, "first_name": "", "is_bot": False}
    return {"id": user["id"], "first_name": user["first_name"], "is_bot": user["is_bot"]}


def _add_media(view: Json, api: Json) -> None:
    reply = api.get("reply_to_message")
    if reply is not None and "forum_topic_created" not in reply:
        view["reply_to"] = {
            "id": reply["message_id"],
            "text": reply.get("text") or reply.get("caption") or "",
        }
    photo = api.get("photo")
    if photo:
        view["photo_url"] = f"/page/file/{photo[-1]['file_id']}"
    document = api.get("document")
    if document:
        view["document"] = {
            "name": document.get("file_name", "file"),
            "size": document["file_size"],
            "url": f"/page/file/{document['file_id']}",
        }


def viewers_of(chat: Chat, message: Message) -> list[int]:
    """Whose phones show the message."""
    if message.ephemeral_for is not None:
        return [message.ephemeral_for]
    return chat.viewers()


def chat_head(world: World, chat: Chat) -> Json:
    """A chat without its messages."""
    head: Json = {"id": chat.id, "type": chat.type, "title": chat_title(world, chat)}
    head["topics"] = [{"id": t.id, "name": t.name, "closed": t.closed} for t in chat.topics.values()]
    if chat.type == "private":
        head["started"] = chat.started
        head["blocked"] = chat.blocked
    bot = [world.bot["id"]] if chat.bot_status in PRESENT else []
    head.update(is_forum=chat.is_forum, bot_status=chat.bot_status, members=[*chat.viewers(), *bot])
    return head


def chat_title(world: World, chat: Chat) -> str:
    """What stands over the chat on a phone: the bot's name, or the group's."""
    return str(world.bot["first_name"]) if chat.type == "private" else chat.title


def chat_view(world: World, chat: Chat, viewer: int) -> Json:
    """A chat with all messages this viewer may see."""
    shown = []
    for message in [*chat.messages.values(), *chat.ephemeral.values()]:
        if message.ephemeral_for in {None, viewer}:
            view = message_view(message)
            view["out"] = view["from"]["id"] == viewer
            shown.append(view)
    shown.sort(key=lambda view: (view.get("date", 0), view["id"]))
    return {**chat_head(world, chat), "messages": shown}


def user_view(world: World, user: Json) -> Json:
    """A person with the fields the page wants."""
    return {
        "id": user["id"],
        "first_name": user["first_name"],
        "last_name": user.get("last_name", ""),
        "username": user.get("username", ""),
        "language_code": user.get("language_code", ""),
        "phone": world.phones.get(user["id"], ""),
        "blocked": world.chats[user["id"]].blocked,
    }


def phones_view(world: World) -> list[Json]:
    """The phones, left to right: the two reps, the manager, the team group, then whoever was added."""
    keys = ("rep", "rep2", "manager")
    phones = []
    for index, user in enumerate(world.users.values()):
        if index == len(keys):
            phones += _group_phone(world)
        key = keys[index] if index < len(keys) else f"p{user['id']}"
        title = str(world.titles.get(user["id"]) or user["first_name"])
        phones.append(_phone(world, user, key, title, user["id"]))
    if len(world.users) <= len(keys):
        phones += _group_phone(world)
    return phones


def _phone(world: World, user: Json, key: str, title: str, chat_id: int) -> Json:
    chats = [world.chats[user["id"]], *world.groups_of(user["id"])]
    listed = [{"id": c.id, "type": c.type, "title": chat_title(world, c), "unread": 0} for c in chats]
    return {
        "key": key,
        "user": user_view(world, user),
        "title": title,
        "chat_id": chat_id,
        "chats": listed,
    }


def _group_phone(world: World) -> list[Json]:
    """The team group as its owner sees it; none once everybody has left."""
    group = world.chats[world.group_id]
    members = [world.users[user] for user, status in group.members.items() if status in PRESENT]
    if not members:
        return []
    creators = [user for user, status in group.members.items() if status == "creator"]
    owner = creators[0] if creators else members[0]["id"]
    phone = _phone(world, world.users[owner], "team", group.title, group.id)
    phone["viewers"] = [user_view(world, user) for user in members]
    return [phone]


def chats_view(world: World) -> Json:
    """Every chat as each of its viewers sees it, keyed `<chat>:<viewer>`."""
    return {
        f"{chat.id}:{viewer}": chat_view(world, chat, viewer)
        for chat in world.chats.values()
        if chat.migrated_to is None
        for viewer in chat.viewers()
    }
