"""Behind the bot's back: it is removed from a group, ids change, topics close, somebody blocks it."""

from __future__ import annotations

import pytest

from tests.e2e.harness import Json
from tests.e2e.phones import City, Phone, labels, words
from tests.e2e.teams_by_hand import Crew, crew, new_deal
from tests.e2e.test_team_chat import group_of, posts

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]


async def connected(city: City, name: str) -> tuple[Crew, int]:
    """A team whose group hears of its deals."""
    team = await crew(city, name)
    chat_id = await group_of(team, f"{name} group")
    await team.boss.types("/connect", chat_id)
    await team.boss.has("posts here", chat_id)
    return team, chat_id


async def act(team: Crew, action: str, chat_id: int, **given: object) -> int:
    """The boss does something to the group; its id afterwards."""
    sandbox = team.boss.city.sandbox
    done = await sandbox.post("group", action=action, user_id=team.boss.user_id, chat_id=chat_id, **given)
    await team.boss.city.settle()
    return int(done["chat_id"])


async def told(boss: Phone, text: str) -> list[Json]:
    """The bot's private messages to the boss that hold ``text``."""
    await boss.city.delivered()
    return [one for one in await boss.messages() if one["from"]["is_bot"] and text in words(one)]


async def chat_settings(boss: Phone) -> Json:
    """The team's settings, then its chats."""
    await boss.types("/settings")
    await boss.presses("Team: ")
    await boss.presses("Team chats")
    return await boss.last()


async def test_removed_the_admin_hears_once_and_back_it_goes_on(city: City) -> None:
    team, chat_id = await connected(city, "Removed")
    await act(team, "remove_bot", chat_id)
    for line in ("Acme 120k", "Borey 5k"):
        await new_deal(team.rep, line)
    assert len(await told(team.boss, "I can't post to Removed group")) == 1
    assert not await told(team.rep, "I can't post")
    shown = await chat_settings(team.boss)
    assert "⚠️ Removed group" in labels(shown)
    await team.boss.presses("⚠️ Removed group")
    assert "I was removed from the chat." in words(await team.boss.last())
    await act(team, "add_bot", chat_id)
    await new_deal(team.rep, "Gamma 7k")
    assert "Gamma" in words((await posts(team.boss, chat_id))[-1])
    shown = await chat_settings(team.boss)
    assert "Removed group" in labels(shown)


async def behind_its_back(team: Crew, action: str, chat_id: int) -> int:
    """It happens while the bot is down for so long that Telegram forgets to tell; the group's id afterwards."""
    city = team.boss.city
    await city.delivered()
    await city.bot.kill()
    done = await city.sandbox.post("group", action=action, user_id=team.boss.user_id, chat_id=chat_id)
    await city.misses_updates()
    await city.bot.start_and_wait()
    return int(done["chat_id"])


async def test_kicked_without_a_word_is_noticed_at_the_next_post(city: City) -> None:
    team, chat_id = await connected(city, "Kicked")
    await behind_its_back(team, "remove_bot", chat_id)
    for line in ("Acme 120k", "Borey 5k"):
        await new_deal(team.rep, line)
    assert len(await told(team.boss, "I can't post to Kicked group")) == 1
    await behind_its_back(team, "add_bot", chat_id)
    await chat_settings(team.boss)
    await team.boss.presses("⚠️ Kicked group")
    await team.boss.presses("Try again")
    await team.boss.has("What is posted here")
    await city.delivered()
    await team.boss.has("posts here again", chat_id)


async def test_a_group_that_becomes_a_supergroup_is_followed(city: City) -> None:
    team, chat_id = await connected(city, "Upgraded")
    await new_deal(team.rep, "Acme 120k")
    await city.delivered()
    new_id = await act(team, "upgrade", chat_id)
    assert new_id != chat_id
    await city.skip("+1h")
    await team.rep.presses("Qualification ›")
    assert "Acme → Qualification" in words((await posts(team.boss, new_id))[-1])
    assert not await told(team.boss, "I can't post")


async def test_a_supergroup_that_only_the_send_error_tells_of_is_followed(city: City) -> None:
    team, chat_id = await connected(city, "Silent")
    await new_deal(team.rep, "Acme 120k")
    new_id = await behind_its_back(team, "upgrade", chat_id)
    await city.skip("+1h")
    await team.rep.presses("Qualification ›")
    assert "Acme → Qualification" in words((await posts(team.boss, new_id))[-1])
    assert city.rows("SELECT chat_id FROM team_chat WHERE team_id = ?", team.team_id) == [(new_id,)]
    assert not await told(team.boss, "I can't post")


async def test_a_topic_hears_and_when_it_closes_the_admin_is_told_once(city: City) -> None:
    team = await crew(city, "Forum")
    boss = team.boss
    chat_id = await act(team, "make_forum", await group_of(team, "Forum group"))
    await act(team, "create_topic", chat_id, title="Deals")
    state = (await city.sandbox.get("state"))["chats"][f"{chat_id}:{boss.user_id}"]
    topic = int(state["topics"][0]["id"])
    await boss.types("/connect", chat_id, thread_id=topic)
    assert (await boss.has("posts here", chat_id))["thread_id"] == topic
    await new_deal(team.rep, "Acme 120k")
    assert (await posts(boss, chat_id))[-1]["thread_id"] == topic
    await act(team, "close_topic", chat_id, topic_id=topic)
    for line in ("Borey 5k", "Gamma 7k"):
        await new_deal(team.rep, line)
    [trouble] = await told(boss, "I can't post")
    assert "Forum group · Deals" in words(trouble), "of several topics the admin must know which"
    shown = await chat_settings(boss)
    assert any(label.startswith("⚠️ Forum group") for label in labels(shown))
    await boss.presses("⚠️ Forum group")
    assert "The topic is closed or gone." in words(await boss.last())
    await act(team, "reopen_topic", chat_id, topic_id=topic)
    await new_deal(team.rep, "Delta 9k")
    assert "Delta" in words((await posts(boss, chat_id))[-1])


async def test_somebody_who_blocked_the_bot_delays_nobody_and_comes_back(city: City) -> None:
    team, chat_id = await connected(city, "Blocked")
    await city.sandbox.post("block", user_id=team.boss.user_id, blocked=True)
    await act_as_rep_removes(team, chat_id)
    await new_deal(team.rep, "Acme 120k")
    await city.delivered()
    assert not await told(team.boss, "I can't post")
    assert city.rows("SELECT unreachable_at FROM user_account WHERE id = ?", team.boss.user_id)[0][0]
    await city.sandbox.post("block", user_id=team.boss.user_id, blocked=False)
    await team.boss.types("/start")
    assert city.rows("SELECT unreachable_at FROM user_account WHERE id = ?", team.boss.user_id) == [(None,)]


async def act_as_rep_removes(team: Crew, chat_id: int) -> None:
    """Somebody else removes the bot from the group, of which the boss cannot be told."""
    sandbox = team.rep.city.sandbox
    await sandbox.post("group", action="remove_bot", user_id=team.rep.user_id, chat_id=chat_id)
    await team.rep.city.settle()
