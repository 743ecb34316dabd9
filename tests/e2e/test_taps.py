"""Fewest taps: counted as product.md counts them, from the chat being open. A way that takes one more fails here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.phones import City, Phone, words
from tests.e2e.teams_by_hand import Crew, crew, new_deal
from tests.e2e.test_team_chat import group_of, posts

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

TABLE: list[tuple[str, int, int, int]] = []
"""What was done, messages typed, taps, and how many taps are allowed."""


class Count:
    """Counts a person's messages and taps since it was made."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.taps = phone.taps
        self.typed = 0

    async def types(self, text: str) -> None:
        """Type something; it counts."""
        self.typed += 1
        await self.phone.types(text)

    def ends(self, what: str, most: int, typed: int = 0) -> None:
        """Note the figures; fails when there were more."""
        taps = self.phone.taps - self.taps
        TABLE.append((what, self.typed, taps, most))
        assert taps <= most, f"{what}: {taps} taps, {most} are allowed"
        assert self.typed <= typed, f"{what}: {self.typed} messages, {typed} are allowed"


@pytest.fixture(scope="module", autouse=True)
def table() -> Iterator[None]:
    """Prints the counts when all are taken (pytest -s)."""
    yield
    print("\nwhat                                    typed  taps  allowed")  # noqa: T201
    for what, typed, taps, most in TABLE:
        print(f"{what:<40}{typed:>5}{taps:>6}{most:>9}")  # noqa: T201


async def opened(team: Crew) -> Phone:
    """A rep who has just opened the chat, in which the start screen is the newest message."""
    await team.rep.types("/start")
    return team.rep


async def test_create_a_deal(city: City) -> None:
    anna = await opened(await crew(city, "Create"))
    count = Count(anna)
    await count.types("Acme 120k offer friday")
    await anna.presses("Save")
    await anna.has("Saved as #1")
    count.ends("create a deal", 1, typed=1)


async def test_move_a_deal_on_screen_is_one_tap(city: City) -> None:
    anna = (await crew(city, "Next")).rep
    await new_deal(anna, "Acme 120k")
    count = Count(anna)
    await anna.presses("Qualification ›")
    await anna.has("New enquiry → Qualification")
    count.ends("move the deal that is shown", 1)


@pytest.mark.parametrize("whose", ["rep", "manager"])
async def test_move_any_deal(city: City, whose: str) -> None:
    """From the start screen, from /deals and by the client's name; a command or a name counts as one tap here."""
    team = await crew(city, f"Any {whose}")
    for number in range(1, 5):
        await new_deal(team.rep, f"Client{number} {number}0k")
    someone = team.rep if whose == "rep" else team.boss
    await someone.types("/start")
    count = Count(someone)
    await someone.presses("My deals" if whose == "rep" else "Deals")
    await move(someone, "Client2")
    count.ends(f"move any deal, from the start screen ({whose})", 3)
    count = Count(someone)
    await count.types("/deals")
    await move(someone, "Client3")
    count.ends(f"move any deal, from /deals ({whose})", 3 - 1, typed=1)
    count = Count(someone)
    await count.types("client4")
    await move(someone, "Client4")
    count.ends(f"move any deal, found by name ({whose})", 3 - 1, typed=1)


async def move(someone: Phone, client: str) -> None:
    """Open the row and move the deal on."""
    await someone.presses(client)
    await someone.presses("Qualification ›")
    await someone.has("New enquiry → Qualification")


async def test_move_a_deal_to_a_far_stage(city: City) -> None:
    anna = (await crew(city, "Far")).rep
    await new_deal(anna, "Acme 120k")
    count = Count(anna)
    await anna.presses("⋯")
    await anna.presses("Any stage")
    await anna.presses("Closing")
    await anna.has("New enquiry → Closing")
    count.ends("move to any stage", 3)


async def test_log_a_call(city: City) -> None:
    anna = (await crew(city, "Call")).rep
    await new_deal(anna, "Acme 120k")
    count = Count(anna)
    await anna.presses("Touch")
    await anna.presses("Call")
    await anna.has("Logged: call")
    count.ends("log a call", 2)


async def test_mark_lost_with_a_reason(city: City) -> None:
    anna = (await crew(city, "Lost")).rep
    await new_deal(anna, "Acme 120k")
    count = Count(anna)
    await anna.presses("❌ Lost")
    await anna.presses("Price")
    await anna.has("Lost: Price")
    count.ends("mark lost with a reason", 3)


async def test_my_stuck_deals_are_one_command(city: City) -> None:
    anna = (await crew(city, "Stuck")).rep
    await new_deal(anna, "Acme 120k")
    await city.skip(3 * 24 * 3600)
    count = Count(anna)
    # Chosen from the menu behind "/", the command is one tap.
    await count.types("/stuck")
    shown = await anna.has("Stuck")
    assert "Acme" in words(shown)
    assert "limit 2" in words(shown)
    count.ends("my stuck deals", 0, typed=1)


async def test_from_a_team_chats_post_to_the_move(city: City) -> None:
    """*Open* leads to the card, whose first button is the next stage: the move itself is one tap there."""
    team = await crew(city, "Post")
    chat_id = await group_of(team, "Post group")
    await team.boss.types("/connect", chat_id)
    await new_deal(team.rep, "Acme 120k")
    post = (await posts(team.boss, chat_id))[-1]
    await team.boss.opens(post["keyboard"][0][0]["url"])
    count = Count(team.boss)
    await team.boss.presses("Qualification ›")
    await team.boss.has("New enquiry → Qualification")
    count.ends("move from a notification, once it is open", 1)
