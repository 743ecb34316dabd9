"""What a team chat hears: connected by /connect, then posts about deals, few and with a way in."""

from __future__ import annotations

import pytest

from tests.e2e.harness import Json
from tests.e2e.phones import City, Phone, buttons, labels, words
from tests.e2e.teams_by_hand import Crew, crew, new_deal

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]


async def group_of(team: Crew, title: str) -> int:
    """The team's group: both are in it, then the bot, which is connected by /connect."""
    boss, sandbox = team.boss, team.boss.city.sandbox
    made = await sandbox.post("group", action="create", user_id=boss.user_id, title=title)
    chat_id = int(made["chat_id"])
    await sandbox.post("group", action="add_member", user_id=boss.user_id, chat_id=chat_id, member_id=team.rep.user_id)
    await sandbox.post("group", action="add_bot", user_id=boss.user_id, chat_id=chat_id)
    await boss.has("I can post here", chat_id)
    return chat_id


async def posts(phone: Phone, chat_id: int) -> list[Json]:
    """What the bot posted about deals, once everything is delivered: each has one button, a link."""
    await phone.city.delivered()
    shown = await phone.messages(chat_id)
    return [one for one in shown if [button.get("url", "") != "" for button in buttons(one)] == [True]]


async def test_connecting_is_for_managers(city: City) -> None:
    team = await crew(city, "Doors")
    chat_id = await group_of(team, "Doors group")
    await team.rep.types("/connect", chat_id)
    await team.rep.has("Only a manager or admin", chat_id)
    refused = await team.rep.presses("Connect", chat_id)
    assert refused.alert
    assert "Only a manager or admin" in refused.text
    assert city.rows("SELECT id FROM team_chat WHERE chat_id = ?", chat_id) == []
    await team.boss.types("/connect", chat_id)
    await team.boss.has("✅ Doors posts here.", chat_id)
    other = await crew(city, "Windows")
    await city.sandbox.post(
        "group", action="add_member", user_id=team.boss.user_id, chat_id=chat_id, member_id=other.boss.user_id
    )
    await other.boss.types("/connect", chat_id)
    await other.boss.has("connected to another team", chat_id)


async def test_created_moved_won_and_lost_are_posted(city: City) -> None:
    team = await crew(city, "Posts")
    anna, chat_id = team.rep, await group_of(team, "Posts group")
    await team.boss.types("/connect", chat_id)
    await new_deal(anna, "Acme 120k offer friday")
    first = (await posts(anna, chat_id))[-1]
    assert "Anna Posts: new deal Acme" in words(first)
    assert "€120,000" in words(first)
    await city.skip(4 * 24 * 3600)
    await anna.presses("Follow-up ›")
    moved = (await posts(anna, chat_id))[-1]
    assert moved["id"] != first["id"]
    for part in ("Anna Posts: Acme → Follow-up", "€120,000", "4 days in Offer sent"):
        assert part in words(moved)
    await city.skip("+1h")
    await anna.presses("🏆 Won")
    assert "🏆 Anna Posts won Acme" in words((await posts(anna, chat_id))[-1])
    await new_deal(anna, "Borey 5k")
    await city.skip("+1h")
    await anna.presses("❌ Lost")
    await anna.presses("Price")
    lost = words((await posts(anna, chat_id))[-1])
    assert "❌ Anna Posts lost Borey" in lost
    assert "Price" in lost
    await opened_in_private(team, first)


async def opened_in_private(team: Crew, post: Json) -> None:
    """*Open* is a deep link: it shows the card to whoever may see it, in private, and to nobody else."""
    url = buttons(post)[0]["url"]
    before = len(await team.boss.messages())
    assert "Acme" in words(await team.boss.opens(url))
    assert len(await team.boss.messages()) == before + 2
    stranger = await team.boss.city.person("Stranger")
    assert "There is no such deal" in words(await stranger.opens(url))


async def test_several_moves_within_a_minute_are_one_message(city: City) -> None:
    team = await crew(city, "Quick")
    anna, chat_id = team.rep, await group_of(team, "Quick group")
    await team.boss.types("/connect", chat_id)
    await new_deal(anna, "Acme 120k")
    await city.skip("+1h")
    before = len(await posts(anna, chat_id))
    for stage in ("Qualification", "First contact", "Offer sent"):
        await anna.presses(f"{stage} ›")
        await city.delivered()
    shown = await posts(anna, chat_id)
    assert len(shown) == before + 1
    assert "Acme → Offer sent" in words(shown[-1])
    assert shown[-1]["edit_date"]
    await anna.presses("Undo")
    assert "Acme → First contact" in words((await posts(anna, chat_id))[-1])
    await city.skip(61)
    await anna.presses("Offer sent ›")
    assert len(await posts(anna, chat_id)) == before + 2


async def test_a_chat_hears_only_what_was_chosen_in_its_own_language(city: City) -> None:
    team = await crew(city, "Choosy")
    anna, boss, chat_id = team.rep, team.boss, await group_of(team, "Choosy group")
    await boss.types("/connect", chat_id)
    refused = await anna.presses("Moves", chat_id)
    assert refused.alert
    await boss.presses("✅ Moves", chat_id)
    assert "⬜ Moves" in labels(await boss.last(chat_id))
    await boss.presses("Polski", chat_id)
    await new_deal(anna, "Acme 120k")
    shown = await posts(anna, chat_id)
    assert "Acme" in words(shown[-1])
    assert labels(shown[-1]) == ["Otwórz"]
    await city.skip("+1h")
    await anna.presses("Qualification ›")
    assert len(await posts(anna, chat_id)) == len(shown)
