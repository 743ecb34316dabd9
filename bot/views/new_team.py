"""The dialogue that creates a team: name, currency, time zone, stages."""

from __future__ import annotations

from collections.abc import Sequence

from bot.callbacks.teams import ChatList, Home, InviteEdit, NewTeamCreate, NewTeamPick, NewTeamStep
from bot.i18n import Markup
from bot.models import Stage, StageKind
from bot.models.facts_teams import TemplateFacts, ZoneChoice
from bot.reader import Reader
from bot.views.formatting import clock_time, currency_symbol
from bot.views.roles import city, mark, zone_now
from bot.views.screen import Row, Screen, button, grid, keyboard
from bot.views.start import new_deal

ICONS = {StageKind.WON: "🏆", StageKind.LOST: "❌", StageKind.PARKED: "💤"}
INVITE = {"role": "rep", "days": 7, "uses": 10}
"""What an invite link starts as: most people who join are reps, in the week in which they are asked."""


def name(reader: Reader) -> Screen:
    """What is the team called?"""
    return Screen(reader.t("new-team-name"), keyboard([_leave(None, reader)]))


def currency(team: str, likely: Sequence[str], chosen: str | None, reader: Reader) -> Screen:
    """Which currency? The likely ones are buttons; others are typed."""
    buttons = [
        button(mark(code == chosen, currency_label(code)), NewTeamPick(field="currency", value=code)) for code in likely
    ]
    text = reader.t("new-team-currency", team=team)
    return Screen(text, keyboard([*grid(buttons, 3), _leave("name", reader)]))


def currency_label(code: str) -> str:
    """A currency on a button: "₽ RUB", or the code alone when it has no sign."""
    symbol = currency_symbol(code)
    return code if symbol == code else f"{symbol} {code}"


def zone(guess: str, reader: Reader) -> Screen:
    """Is this the time on the team's clocks?"""
    text = reader.t("new-team-zone", zone=zone_now(guess, reader))
    yes = button(reader.t.plain("button-yes-zone", city=city(guess, reader)), _pick_zone(guess), "primary")
    return Screen(text, keyboard([[yes], _leave("currency", reader)]))


def zones(found: Sequence[ZoneChoice], reader: Reader) -> Screen:
    """Which of these did you mean?"""
    rows = [[button(zone_label(choice, reader), _pick_zone(choice.zone))] for choice in found]
    return Screen(reader.t("zone-which"), keyboard([*rows, _leave("currency", reader)]))


def zone_label(choice: ZoneChoice, reader: Reader) -> str:
    """A zone on a button, with its local time: "Kraków, PL · 15:42"."""
    place = choice.city or city(choice.zone, reader)
    if choice.country:
        place = f"{place}, {choice.country}"
    return f"{place} · {clock_time(reader.now, choice.zone)}"


def templates(choices: Sequence[TemplateFacts], reader: Reader) -> Screen:
    """Which stages do the deals pass?"""
    rows: list[Row] = [
        [button(choice.names[reader.locale], NewTeamPick(field="template", value=choice.key))] for choice in choices
    ]
    return Screen(reader.t("new-team-template"), keyboard([*rows, _leave("zone", reader)]))


def template(choice: TemplateFacts, nonce: str, reader: Reader) -> Screen:
    """The stages of one template, each with the result that lets a deal leave it, before it is chosen."""
    t = reader.t
    head = t("new-team-template-head", name=choice.names[reader.locale], about=choice.descriptions[reader.locale])
    lines = [_stage_line(stage, number, reader) for number, stage in enumerate(choice.stages, 1)]
    rows = [
        [button(t.plain("new-team-create-button"), NewTeamCreate(nonce=nonce, template=choice.key), "success")],
        [button(t.plain("new-team-other-stages"), NewTeamStep(step="template"))],
    ]
    return Screen(Markup("\n").join([head, "", *lines]), keyboard(rows))


def _stage_line(stage: Stage, number: int, reader: Reader) -> str:
    if stage.kind in (StageKind.LOST, StageKind.PARKED):
        return reader.t("new-team-end", mark=ICONS[stage.kind], name=stage.name(reader.locale))
    return reader.t(
        "new-team-stage",
        mark=ICONS.get(stage.kind, f"{number}."),
        name=stage.name(reader.locale),
        goal=stage.goal(reader.locale),
    )


def done(team_id: int, team: str, reader: Reader) -> Screen:
    """The team is there: what to do next."""
    t = reader.t
    rows = [
        [new_deal(reader)],
        [
            button(t.plain("button-invite"), InviteEdit(team=team_id, **INVITE)),
            button(t.plain("button-team-chat"), ChatList(team=team_id)),
        ],
        [button(t.plain("button-home"), Home())],
    ]
    return Screen(t("new-team-done", team=team), keyboard(rows))


def _pick_zone(zone_name: str) -> NewTeamPick:
    return NewTeamPick(field="zone", value=zone_name)


def _leave(back_to: str | None, reader: Reader) -> Row:
    """Back one question, and out of the dialogue."""
    t = reader.t
    cancel = button(t.plain("button-cancel"), Home())
    return [button(t.plain("button-back"), NewTeamStep(step=back_to)), cancel] if back_to else [cancel]
