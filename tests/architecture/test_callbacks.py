"""The frozen formats of buttons. They live in chats for years: a new meaning gets a new prefix, no format changes.

Whoever fails here must not correct the table, but give the button another prefix and keep the old one working.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData

import bot.callbacks
from bot.callbacks import deals, digests, drafts, lists, preferences, reminders, teams

LONGEST_DATA = 64  # bytes: Bot API, InlineKeyboardButton.callback_data

PINNED: dict[str, CallbackData] = {
    "o:142": deals.DealOpen(deal=142),
    "os:142": deals.DealShow(deal=142),
    "m:142:5:7": deals.DealMove(deal=142, stage=5, version=7),
    "d:142:stages:7": deals.DealMenu(deal=142, what="stages", version=7),
    "t:142:call:7": deals.DealTouch(deal=142, kind="call", version=7),
    "s:142:1:7": deals.DealStep(deal=142, when="1", version=7),
    "x:142:3:7": deals.DealLost(deal=142, reason=3, version=7),
    "pk:142:30:7": deals.DealPark(deal=142, days=30, version=7),
    "a:142:note:7": deals.DealAsk(deal=142, field="note", version=7),
    "k:142:owner:1002:7": deals.DealSet(deal=142, field="owner", value="1002", version=7),
    "u:142:9001": deals.DealUndo(deal=142, event=9001),
    "h:142:2": deals.DealHistory(deal=142, page=2),
    "dn": drafts.DraftNew(),
    "dd:12": drafts.DraftShow(draft=12),
    "ds:12": drafts.DraftSave(draft=12),
    "dx:12": drafts.DraftCancel(draft=12),
    "dr:12": drafts.DraftRestore(draft=12),
    "df:12:client": drafts.DraftField(draft=12, field="client"),
    "dp:12:source:4": drafts.DraftPick(draft=12, field="source", value="4"),
    "dg:12:amount": drafts.DraftStep(draft=12, question="amount"),
    "dgp:12:source:4": drafts.DraftGuide(draft=12, field="source", value="4"),
    "l:stage:t:5:n:1a2b.3c": lists.ListOpen(view="stage", whose="t", arg=5, turn="n", cursor="1a2b.3c"),
    "lb:my:m:0:n:": lists.ListBack(view="my", whose="m", arg=0, turn="n", cursor=""),
    "lm:m": lists.ListMenu(whose="m"),
    "ls:t": lists.StagePick(whose="t"),
    "home": teams.Home(),
    "no": teams.Cancel(),
    "lg": teams.LanguageMenu(),
    "lgs:pl": teams.LanguageSet(locale="pl"),
    "tn": teams.NewTeam(),
    "tns:zone": teams.NewTeamStep(step="zone"),
    "tnp:zone:Europe/Warsaw": teams.NewTeamPick(field="zone", value="Europe/Warsaw"),
    "tnc:a1b2c3d4:classic": teams.NewTeamCreate(nonce="a1b2c3d4", template="classic"),
    "tl": teams.TeamList(),
    "ts:3": teams.TeamSwitch(team=3),
    "st": teams.SettingsMenu(),
    "mz:-": teams.MyZone(zone="-"),
    "mza": teams.MyZoneAsk(),
    "tm:3": teams.TeamMenu(team=3),
    "ta:3:name": teams.TeamAsk(team=3, field="name"),
    "te:3:see_all:1": teams.TeamSet(team=3, field="see_all", value="1"),
    "mb:3:1": teams.MemberList(team=3, page=1),
    "mbo:3:1001": teams.MemberOpen(team=3, user=1001),
    "mbr:3:1001:manager": teams.MemberRole(team=3, user=1001, role="manager"),
    "mbx:3:1001:0": teams.MemberRemove(team=3, user=1001, sure=0),
    "iv:3": teams.InviteList(team=3),
    "ive:3:rep:7:1": teams.InviteEdit(team=3, role="rep", days=7, uses=1),
    "ivm:3:rep:7:1:QmFzZTY0": teams.InviteMake(team=3, role="rep", days=7, uses=1, nonce="QmFzZTY0"),
    "ivx:8": teams.InviteRevoke(invite=8),
    "tc:3": teams.ChatList(team=3),
    "tco:6": teams.ChatOpen(chat=6),
    "tcm": teams.ChatOffer(),
    "tcc:3": teams.ChatConnect(team=3),
    "tch:6:won:1": teams.ChatHear(chat=6, what="won", on=1),
    "tcl:6:ru": teams.ChatLocale(chat=6, locale="ru"),
    "tcx:6:0": teams.ChatRemove(chat=6, sure=0),
    "tcr:6": teams.ChatRepair(chat=6),
    "zm:142:7": reminders.SnoozeMenu(deal=142, version=7),
    "z:142:3h:7": reminders.Snooze(deal=142, choice="3h", version=7),
    "pm:142:7": reminders.PauseMenu(deal=142, version=7),
    "pf:142:14:7": reminders.PauseFor(deal=142, days=14, version=7),
    "pz:142:261205:away:7": reminders.Pause(deal=142, until="261205", because="away", version=7),
    "pa:142:261205:7": reminders.PauseAsk(deal=142, until="261205", version=7),
    "pe:142:7": reminders.PauseEnd(deal=142, version=7),
    "ro:9:142": reminders.NudgeOpen(nudge=9, deal=142),
    "rl:9": reminders.NudgeList(nudge=9),
    "rc:9:142": reminders.NudgeCard(nudge=9, deal=142),
    "ra:9": reminders.SnoozeAll(nudge=9),
    "wp:3:hours": preferences.MyTopic(team=3, topic="hours"),
    "wpa:3:start": preferences.MyAsk(team=3, field="start"),
    "wps:3:start:9.30": preferences.MySet(team=3, field="start", value="9.30"),
    "wpo:3:7": preferences.MyAway(team=3, days=7),
    "wpd:3:0": preferences.DeputyList(team=3, page=0),
    "wt:3:nudges": preferences.TeamTopic(team=3, topic="nudges"),
    "wta:3:digest_at": preferences.TeamRuleAsk(team=3, field="digest_at"),
    "wts:3:pause_cap:30": preferences.TeamRuleSet(team=3, field="pause_cap", value="30"),
    "wg:5": preferences.StageOpen(stage=5),
    "wga:5:stuck": preferences.StageAsk(stage=5, field="stuck"),
    "wgs:5:working:1": preferences.StageSet(stage=5, field="working", value="1"),
    "gp:3:1": digests.DigestPage(team=3, page=1),
    "gb:3:1": digests.DigestBack(team=3, page=1),
    "go:3:1:142": digests.DigestDeal(team=3, page=1, deal=142),
    "gq:142:7": digests.DealQuestion(deal=142, version=7),
    "gw:142:7": digests.WaitMenu(deal=142, version=7),
    "ga:142:14:7": digests.WaitAccept(deal=142, days=14, version=7),
    "qa:9:waiting": digests.Answer(asked=9, answer="waiting"),
    "qo:9": digests.QuestionOpen(asked=9),
    "qw:9": digests.AnswerAsk(asked=9),
    "y:1": digests.TodayPage(page=1),
    "yb:1": digests.TodayBack(page=1),
}  # fmt: skip

ID = 2**63 - 1  # our keys are 64 bits wide
USER = 2**52  # Telegram: "at most 52 significant bits"
VERSION = 2**31 - 1
ZONE = "America/Argentina/ComodRivadavia"  # the longest name that IANA has
CURSOR = "zzzzzzzzzz.1y2p0ij32e8e7"  # a moment in the year 2135 in microseconds, and the largest id
WORST: dict[str, Any] = {
    **dict.fromkeys(
        ("deal", "stage", "reason", "event", "draft", "team", "invite", "chat", "arg", "asked", "nudge"), ID
    ),
    "user": USER,
    "version": VERSION,
    "page": 10_000,
    "days": 730,
    "uses": 1000,
    "sure": 1,
    "on": 1,
    "what": "stages",
    "kind": "meeting",
    "when": "clear",
    "field": "probability",
    "value": "100",
    "question": "source",
    "view": "closing",
    "whose": "m",
    "turn": "p",
    "choice": "3h",
    "until": "991231",
    "because": "budget",
    "topic": "holidays",
    "cursor": CURSOR,
    "locale": "en",
    "step": "template",
    "nonce": "x" * 8,
    "template": "solution",
    "zone": ZONE,
    "role": "manager",
    "answer": "waiting",
}
WORST_PAIRS: dict[type[CallbackData], list[dict[str, Any]]] = {
    deals.DealSet: [
        {"field": "owner", "value": str(USER)},
        {"field": "source", "value": str(ID)},
        {"field": "currency", "value": "PLN"},
        {"field": "probability", "value": "100"},
    ],
    drafts.DraftPick: [{"field": "source", "value": str(ID)}, {"field": "currency", "value": "PLN"}],
    drafts.DraftGuide: [{"field": "source", "value": str(ID)}, {"field": "stage", "value": str(ID)}],
    lists.ListOpen: [{"view": "stage"}, {"view": "closing", "arg": 0}],
    lists.ListBack: [{"view": "stage"}, {"view": "closing", "arg": 0}],
    teams.NewTeamPick: [{"field": "zone", "value": ZONE}, {"field": "template", "value": "solution"}],
    teams.TeamSet: [{"field": "zone", "value": ZONE}, {"field": "see_all", "value": "1"}],
}
"""Classes whose fields are not all at their longest together: what really goes with what."""


def classes() -> list[type[CallbackData]]:
    """Every button of ours."""
    for module in pkgutil.iter_modules(bot.callbacks.__path__):
        importlib.import_module(f"bot.callbacks.{module.name}")
    return [found for found in CallbackData.__subclasses__() if found.__module__.startswith("bot.callbacks.")]


@pytest.mark.parametrize("packed", PINNED)
def test_a_button_is_packed_as_ever(packed: str) -> None:
    assert PINNED[packed].pack() == packed


@pytest.mark.parametrize("packed", PINNED)
def test_what_was_packed_once_is_still_understood(packed: str) -> None:
    button = PINNED[packed]
    assert type(button).unpack(packed) == button


def test_every_button_is_pinned() -> None:
    assert {type(button) for button in PINNED.values()} == set(classes())


def test_prefixes_are_unique() -> None:
    prefixes = [found.__prefix__ for found in classes()]
    assert sorted({prefix for prefix in prefixes if prefixes.count(prefix) > 1}) == []


def test_every_field_has_a_longest_value() -> None:
    assert {field for found in classes() for field in found.model_fields} <= WORST.keys()


@pytest.mark.parametrize("found", classes(), ids=lambda found: found.__name__)
def test_the_longest_data_still_fits_a_button(found: type[CallbackData]) -> None:
    for pair in WORST_PAIRS.get(found, [{}]):
        values = {field: pair.get(field, WORST[field]) for field in found.model_fields}
        # aiogram refuses to pack more; the sum is checked all the same, in case it ever does not.
        assert len(found(**values).pack().encode()) <= LONGEST_DATA


def test_no_field_is_optional() -> None:
    """A default would let an old button be read as a new one."""
    optional = [
        f"{found.__name__}.{field}"
        for found in classes()
        for field, info in found.model_fields.items()
        if not info.is_required()
    ]
    assert optional == []
