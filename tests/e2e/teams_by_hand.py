"""Teams made as people make them: by typing and pressing."""

from __future__ import annotations

from dataclasses import dataclass

from tests.e2e.harness import Json
from tests.e2e.phones import City, Phone, buttons

INBOUND = "inbound"


@dataclass
class Crew:
    """A team as its people see it."""

    boss: Phone
    rep: Phone
    team_id: int


async def found_team(boss: Phone, name: str) -> int:
    """From /start to a team on the inbound stages; its id."""
    t = boss.t
    await boss.types("/start")
    await boss.presses(t.plain("start-create-button"))
    await boss.types(name)
    await boss.presses("EUR")
    await boss.types("Warszawa")
    await boss.presses("Warszawa")
    await boss.presses("", message=await with_data(boss, "tnp:template:inbound"))
    await boss.presses(t.plain("new-team-create-button"))
    await boss.has(name)
    return int(boss.city.rows("SELECT max(id) FROM team")[0][0])


async def with_data(phone: Phone, data: str) -> Json:
    """The newest message cut down to the one button that has this data."""
    message = await phone.last()
    keyboard = [[button for button in buttons(message) if button.get("callback_data", "").startswith(data)]]
    assert keyboard[0], f"no button with {data!r}"
    return {**message, "keyboard": keyboard}


async def invite(boss: Phone, role: str = "rep") -> str:
    """A link into the boss's team."""
    t = boss.t
    await boss.types("/settings")
    await boss.presses(t.plain("settings-team-button", team=""))
    await boss.presses(t.plain("button-invite"))
    if role != "rep":
        await boss.presses(t.plain(f"role-{role}"))
    await boss.presses(t.plain("invite-make"))
    message = await boss.last()
    return str(next(button["copy_text"]["text"] for button in buttons(message) if "copy_text" in button))


async def crew(city: City, name: str, language: str = "en") -> Crew:
    """An admin with a team, and a rep who came by link."""
    boss = await city.person(f"Helen {name}", language)
    team_id = await found_team(boss, name)
    rep = await city.person(f"Anna {name}", language)
    await rep.opens(await invite(boss))
    await rep.has(name)
    return Crew(boss, rep, team_id)


async def new_deal(phone: Phone, line: str) -> Json:
    """One line, one tap; the card's message."""
    await phone.types(line)
    await phone.presses(phone.t.plain("draft-button-save"))
    return await phone.last()


async def deal_id(phone: Phone, client: str) -> int:
    """The newest deal with a client."""
    return int(phone.city.rows("SELECT max(id) FROM deal WHERE client = ?", client)[0][0])
