"""Forged buttons, links and message ids: strangers, other teams' admins and viewers change nothing and see nothing."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData

from bot.callbacks import deals, drafts, lists, teams
from tests.e2e.harness import Json
from tests.e2e.phones import KEPT, City, Phone, buttons, words
from tests.e2e.teams_by_hand import Crew, crew, found_team, invite, new_deal

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="module")]

SECRETS = ("Zebra", "120,000", "Vault", "they pay late")
# Buttons that begin or turn something of the presser's own, whoever that is.
OWN = {"home", "no", "lg", "lgs", "tn", "tns", "tnp", "tnc", "tl", "st", "mz", "mza", "hp", "dn", "lm", "l", "lb", "ls"}
# In a group: what can be connected is asked of the presser.
WORDS: dict[str, tuple[str, ...]] = {
    "what": ("stages", "touch", "step", "lost", "more", "edit", "park", "probability", "source", "owner", "created"),
    "kind": ("call",),
    "when": ("1", "done", "clear"),
    "field": ("note", "client", "amount", "step", "owner", "name", "see_all", "currency", "zone"),
    "value": ("-", "1", "PLN"),
    "role": ("admin",),
    "question": ("client",),
    "view": ("my", "stage", "closing", "overdue", "nostep", "stuck"),
    "whose": ("t",),
    "turn": ("n",),
    "cursor": ("",),
    "locale": ("ru",),
    "zone": ("UTC",),
    "step": ("name",),
    "nonce": ("abcd1234",),
    "template": ("blank",),
}


def kinds() -> list[type[CallbackData]]:
    """Every kind of button there is."""
    found = [
        kind
        for module in (deals, drafts, lists, teams)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, CallbackData) and kind is not CallbackData
    ]
    assert len(found) > 50
    return found


def forged(kind: type[CallbackData], numbers: dict[str, int]) -> Iterator[str]:
    """Data of this kind that names the team's real things, with each word the field can hold."""
    fields = kind.model_fields
    varied = next((name for name in fields if name in WORDS and len(WORDS[name]) > 1), None)
    for word in WORDS[varied] if varied else ("",):
        given: dict[str, Any] = {}
        for name, field in fields.items():
            if field.annotation is int:
                given[name] = numbers.get(name, 1)
            else:
                given[name] = word if name == varied else WORDS[name][0]
        if kind is lists.ListOpen or kind is lists.ListBack:
            given["arg"] = numbers["stage"] if word == "stage" else 0
        yield kind(**given).pack()


async def vault(city: City) -> tuple[Crew, dict[str, int]]:
    """A team with something of everything, and the numbers by which a button could name it."""
    team = await crew(city, "Vault")
    await new_deal(team.rep, "Zebra 120k offer friday")
    await team.rep.presses("Note")
    await team.rep.types("they pay late")
    await team.rep.types("Borey 15k")
    made = await city.sandbox.post("group", action="create", user_id=team.boss.user_id, title="Vault group")
    await city.sandbox.post("group", action="add_bot", user_id=team.boss.user_id, chat_id=made["chat_id"])
    await team.boss.types("/connect", made["chat_id"])
    (deal, stage, version, event) = city.rows(
        "SELECT d.id, d.stage_id + 1, d.version, max(e.id) FROM deal d JOIN deal_event e ON e.deal_id = d.id"
        " WHERE d.team_id = ?",
        team.team_id,
    )[0]
    numbers = {"deal": deal, "stage": stage, "version": version, "event": event, "page": 0, "team": team.team_id}
    numbers["user"] = team.rep.user_id
    for name in ("draft", "invite", "loss_reason", "team_chat"):
        numbers[name] = city.rows(f"SELECT max(id) FROM {name} WHERE team_id = ?", team.team_id)[0][0]
    numbers |= {
        "reason": numbers["loss_reason"],
        "chat": numbers["team_chat"],
        "days": 7,
        "uses": 0,
        "sure": 1,
        "on": 0,
    }
    return team, numbers


async def tries_everything(who: Phone, numbers: dict[str, int], seen: tuple[str, ...]) -> None:
    """Press every kind of button; what belongs to the team is refused by an alert, and none of ``seen`` is shown."""
    start = int((await who.last())["id"])
    for kind in kinds():
        for data in forged(kind, numbers):
            answer = await who.forges(data, start)
            refused = answer.alert and answer.text
            assert refused or kind.__prefix__ in OWN, f"{data}: {answer}"
            for secret in seen:
                assert secret not in answer.text, data
    for message in await who.messages():
        for secret in seen:
            assert secret not in words(message) + str(buttons(message)), words(message)


def belongings(city: City, team: Crew) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is one team's."""
    owned = {table: "team_id" for table in KEPT if table not in ("team", "stage")} | {"team": "id"}
    return {
        table: city.rows(f"SELECT * FROM {table} WHERE {column} = ? ORDER BY id", team.team_id)
        for table, column in owned.items()
    }


async def test_a_stranger_sees_and_changes_nothing(city: City) -> None:
    _, numbers = await vault(city)
    before = city.kept()
    stranger = await city.person("Eve")
    await stranger.types("/start")
    await tries_everything(stranger, numbers, SECRETS)
    for payload in (f"d{numbers['deal']}", "0" * 32, "d999999999999999", "d-1", "' OR 1=1"):
        answered = await stranger.opens(f"https://t.me/dealnudge_sandbox_bot?start={payload}")
        assert not any(secret in words(answered) for secret in SECRETS)
    # A forged dialogue asks, but words typed into it reach nothing of the team.
    await stranger.types("Zebra")
    assert city.kept() == before


async def test_another_teams_admin_sees_and_changes_nothing_of_it(city: City) -> None:
    team, numbers = await vault(city)
    other = await city.person("Mallory")
    await found_team(other, "Elsewhere")
    await new_deal(other, "Own 5k")
    await other.types("/start")
    before = belongings(city, team)
    await tries_everything(other, numbers, SECRETS)
    assert belongings(city, team) == before


async def test_a_viewer_reads_and_changes_nothing(city: City) -> None:
    team, numbers = await vault(city)
    viewer = await city.person("Victor")
    assert "Your role: viewer" in words(await viewer.opens(await invite(team.boss, "viewer")))
    before = city.kept()
    card = await viewer.opens(f"https://t.me/dealnudge_sandbox_bot?start=d{numbers['deal']}")
    assert "Zebra" in words(card)
    shown = [button.get("callback_data", "").split(":")[0] for button in buttons(card)]
    assert not {"m", "t", "s", "x", "pk", "a", "k", "u"} & set(shown), "no button that would only refuse"
    changing = [kind for kind in kinds() if kind.__prefix__ in ("m", "t", "s", "x", "pk", "k", "u", "te", "mbr", "ivm")]
    for kind in changing:
        for data in forged(kind, numbers):
            answer = await viewer.forges(data, card["id"])
            assert answer.alert, f"{data}: {answer}"
    assert "not create" in words(await viewer.types("Gamma 12k tomorrow"))
    assert city.kept() == before


async def test_a_rep_sees_own_deals_until_the_team_shows_all(city: City) -> None:
    team, numbers = await vault(city)
    boris = await city.person("Boris")
    await boris.opens(await invite(team.boss))
    link = f"https://t.me/dealnudge_sandbox_bot?start=d{numbers['deal']}"
    assert "There is no such deal" in words(await boris.opens(link))
    await team.boss.types("/settings")
    await team.boss.presses("Team: Vault")
    await team.boss.presses("Reps see: own deals")
    assert "Zebra" in words(await boris.opens(link))
    before = city.kept()["deal"]
    moved = await boris.forges(deals.DealMove(**{k: numbers[k] for k in ("deal", "stage", "version")}).pack(), 1)
    assert moved.alert
    assert "somebody else's" in moved.text
    assert city.kept()["deal"] == before


async def test_a_viewer_is_offered_nothing_that_is_refused(city: City) -> None:
    """Every button that a viewer can reach within three taps is pressed once."""
    team = await crew(city, "Lookers")
    await new_deal(team.rep, "Acme 120k offer friday")
    viewer = await city.person("Vera")
    await viewer.opens(await invite(team.boss, "viewer"))
    pressed: set[str] = set()
    for start in ("/start", "Acme", "/deals", "/stuck", "/today", "/settings", "/help"):
        paths: list[tuple[str, ...]] = [()]
        while paths:
            path = paths.pop()
            shown = await _walked(viewer, start, path)
            for button in buttons(shown):
                data = str(button.get("callback_data", ""))
                # A change of language would change the labels of the way here.
                if not data or data in pressed or data.startswith("lgs:"):
                    continue
                pressed.add(data)
                await _walked(viewer, start, path)
                answer = await viewer.presses(button["text"], message=await viewer.last())
                assert not answer.alert, f"{start} {path} {button['text']}: {answer.text}"
                if len(path) < 2:
                    paths.append((*path, button["text"]))
    assert len(pressed) > 15
    assert "dn" not in pressed


async def _walked(phone: Phone, start: str, path: tuple[str, ...]) -> Json:
    """Type, then press the labels one after another; what is shown in the end."""
    await phone.types(start)
    for label in path:
        await phone.presses(label, message=await phone.last())
    return await phone.last()
