"""What a team does with the bot: from /start to a deal that is lost, and back."""

from __future__ import annotations

import pytest

from tests.e2e.harness import Json
from tests.e2e.phones import City, Phone, labels, words
from tests.e2e.teams_by_hand import crew, deal_id, found_team, invite, new_deal, with_data

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

LINES = {
    "en": ("Acme 120k offer friday", "Acme", "€120,000", "Offer sent"),
    "ru": ("Ромашка 1,2 млн ₽ квалификация", "Ромашка", "1 200 000 ₽", "Квалификация"),
    "pl": ("Kowalski 45 tys. zł oferta w piątek", "Kowalski", "45 000 zł", "Oferta wysłana"),
}


@pytest.mark.parametrize("language", ["en", "ru", "pl"])
async def test_from_start_to_a_colleagues_first_deal(city: City, language: str) -> None:
    boss = await city.person(f"Helen {language}", language)
    greeting = words(await boss.types("/start"))
    assert boss.t.plain("start-hello", name=f"Helen {language}") in greeting
    await found_team(boss, f"North {language}")
    done = await boss.last()
    assert boss.t.plain("button-invite") in labels(done)
    rep = await city.person(f"Anna {language}", language)
    welcome = await rep.opens(await invite(boss))
    assert rep.t.plain("joined", team=f"North {language}", role=rep.t.plain("role-rep")) in words(welcome)
    # Who made the link hears who came by it.
    await boss.has(f"Anna {language}")
    line, client, amount, stage = LINES[language]
    draft = words(await rep.types(line))
    assert all(part in draft for part in (rep.t.plain("draft-title"), client, amount, stage))
    await rep.presses(rep.t.plain("draft-button-save"))
    card = words(await rep.has(client))
    assert amount in card
    assert stage in card
    assert len(await rep.messages()) == 4, "two lines typed, two messages answered: the draft became the card"


async def test_somebody_with_another_language_is_greeted_in_english_and_can_change(city: City) -> None:
    guest = await city.person("Jean", "fr")
    assert "Hi, Jean!" in words(await guest.types("/start"))
    await guest.types("/language")
    await guest.presses("Polski")
    await guest.types("/start")
    assert "Cześć" in words(await guest.last())


async def test_the_days_of_a_deal(city: City) -> None:
    anna = (await crew(city, "Days")).rep
    await new_deal(anna, "Acme 120k offer friday")
    # One first stage back and forth: each answers on the same message.
    await anna.presses("Follow-up ›")
    assert words(await anna.last()).startswith("Offer sent → Follow-up")
    await anna.presses("Undo")
    assert "Offer sent" in words(await anna.last())
    await anna.presses("Touch")
    await anna.presses("Call")
    assert words(await anna.last()).startswith("Logged: call")
    before = len(await anna.messages())
    await anna.presses("Note")
    card = await anna.types("they <like> it & want more")
    assert "they <like> it & want more" in words(card)
    assert len(await anna.messages()) == before + 1, "the question has gone, its answer and the card have come"
    await anna.presses("Next step")
    await anna.presses("Pick")
    assert "call Ivan · tomorrow 10:00" in words(await anna.types("call Ivan tomorrow 10:00"))
    await lose(anna)
    await park(anna)
    told = await history(anna)
    assert len([line for line in told if line.endswith("Anna Days")]) == 14
    for part in ("created in Offer sent", "logged: call", "📝 they <like> it & want more", "Offer sent → Follow-up"):
        assert part in "\n".join(told)


async def lose(anna: Phone) -> None:
    """Lost with a reason and a comment, and back."""
    await anna.presses("❌ Lost")
    await anna.presses("Price")
    assert "Lost: Price" in words(await anna.last())
    await anna.presses("Add a comment")
    lost = words(await anna.types("they took Borey"))
    assert "❌ Lost: Price" in lost
    assert "📝 they took Borey" in lost
    await anna.presses("Undo")
    assert "they took Borey" not in words(await anna.last())
    await anna.presses("Reopen")
    await anna.presses("Offer sent")
    assert "day 1 of 5" in words(await anna.last())


async def park(anna: Phone) -> None:
    """Parked for the default time, then for another one, then taken up again."""
    await anna.presses("⋯")
    await anna.presses("Any stage")
    await anna.presses("💤")
    assert "When should it come back?" in words(await anna.last())
    assert "comes back" in words(await anna.last()), "30 days unless another date is chosen"
    await anna.presses("90 d")
    await anna.presses("⋯")
    await anna.presses("Park")
    await anna.presses("Pick")
    assert "comes back 15 Jan" in words(await anna.types("15 Jan"))
    await anna.presses("Offer sent ›")


async def history(anna: Phone) -> list[str]:
    """Everything that the history tells, newest first, as lines of when, who and what."""
    await anna.presses("⋯")
    await anna.presses("History")
    shown = words(await anna.has("📜 Acme"))
    told = shown.splitlines()[1:]
    while any("Older" in label for label in labels(await anna.last())):
        await anna.presses("Older")
        told += words(await anna.last()).splitlines()[1:]
    return told


async def test_lists_and_search(city: City) -> None:
    anna = (await crew(city, "Lists")).rep
    for number in range(1, 13):
        await new_deal(anna, f"Client{number} {number}0k")
    first = await anna.types("/deals")
    assert "12 deals" in words(first)
    await anna.presses("Next ›")
    second = words(await anna.has("Client12 "))
    assert "Client1 " in words(first), "the quietest deal comes first"
    assert "Client1 " not in second
    await anna.presses("1 Client9")
    await anna.has("€90,000")
    await anna.presses("Back to the list")
    await anna.has("12 deals")
    await anna.presses("Lists")
    await anna.presses("By stage")
    await anna.presses("New enquiry · 12")
    await anna.has("New enquiry · 12 deals")
    for name, expected in (("Closing soon", "No deals close"), ("No next step", "12 deals"), ("Stuck", "Nothing")):
        await anna.types("/deals")
        await anna.presses("Lists")
        await anna.presses(name)
        await anna.has(expected)
    await search(anna)


async def search(anna: Phone) -> None:
    """A client's name offers the deals first and New deal last."""
    found = await anna.types("client7")
    assert labels(found) == ["1 Client7", "New deal"]
    await anna.presses("1 Client7")
    await anna.has("€70,000")


async def test_a_contact_starts_a_draft_with_name_and_phone(city: City) -> None:
    anna = (await crew(city, "Contacts")).rep
    sandbox = city.sandbox
    await sandbox.post(
        "contact", user_id=anna.user_id, chat_id=anna.user_id, phone="+48512345678", first_name="Jan", last_name="Bąk"
    )
    await city.settle()
    draft = await anna.last()
    assert "Jan Bąk" in words(draft)
    assert "+48 512 345 678" in words(draft)
    await anna.presses("Save")
    assert "📞" in words(await anna.has("#1"))


async def test_the_guided_entry_goes_back_and_forth_and_ends(city: City) -> None:
    anna = (await crew(city, "Guided")).rep
    await anna.types("/new")
    await anna.types("Borey")
    asked = words(await anna.last())
    await anna.presses("Skip")
    assert words(await anna.last()) != asked
    await anna.presses("Back")
    assert words(await anna.last()) == asked
    bad = await anna.types("12o k")
    assert "12o k" in words(bad)
    await guided_to_the_end(anna)
    assert "Borey" in words(await anna.has("Saved as"))
    assert await deal_id(anna, "Borey")


async def guided_to_the_end(anna: Phone) -> Json:
    """Skip what is left and save."""
    for _ in range(10):
        shown = labels(await anna.last())
        if "✅ Save" in shown:
            await anna.presses("Save")
            break
        await anna.presses("Skip" if any("Skip" in label for label in shown) else "Finish")
    return await with_data(anna, "")
