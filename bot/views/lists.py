"""Lists of deals: what each row says depends on what the list is for."""

from __future__ import annotations

from datetime import datetime

from aiogram.types import InlineKeyboardButton

from bot.callbacks.deals import DealOpen
from bot.callbacks.drafts import DraftNew
from bot.callbacks.lists import ListBack, ListMenu, ListOpen, StagePick
from bot.i18n import Markup
from bot.models import Deal, StageKind
from bot.models.facts_deals import DealPage, DealRow, StageCounts
from bot.reader import Reader
from bot.views import formatting
from bot.views.deal_lines import LINE, shorten, when, width
from bot.views.deal_state import is_paused, is_stuck, pause_reason, stuck_reason, warning
from bot.views.screen import DOT, Row, Screen, button, grid, keyboard, solid

# Two in a row: about this many letters of a client fit.
CLIENT = 16
# A row repeats the reason of a pause only this far; the card has it whole.
REASON = 40
# So many letters stay together on a line.
SHORT = 24
VIEWS = ("my", "closing", "nostep", "stuck")
BY_DATE = ("closing", "overdue")
"""Lists that are about the expected close."""


def list_screen(page: DealPage, reader: Reader, back: Row | None = None) -> Screen:
    """One page of a list; each row opens its card. ``back``: to the digest it was opened from."""
    ends = [*_turns(page, reader), *_ends(page, reader, back)]
    if not page.rows:
        return Screen(_empty(page, reader), keyboard(ends))
    lines = [_title(page, reader)]
    lines += [_line(row, page, reader, at) for at, row in enumerate(page.rows, 1)]
    openers = [
        button(f"{at} {shorten(row.deal.client, CLIENT)}", DealOpen(deal=row.deal.id))
        for at, row in enumerate(page.rows, 1)
    ]
    return Screen(Markup("\n").join(lines), keyboard([*grid(openers, 2), *ends]))


def menu_screen(whose: str, has_both: bool, may_create: bool, reader: Reader) -> Screen:
    """The choice of lists."""
    t = reader.t
    team = whose == "t"
    names = ["all" if team else "my", "closing", "nostep", "stuck"]
    rows = grid(
        [
            button(t.plain(f"list-button-{name}"), first_page(view, whose))
            for name, view in zip(names, VIEWS, strict=True)
        ],
        2,
    )
    rows.append([button(t.plain("list-button-stages"), StagePick(whose=whose))])
    if may_create:
        rows[-1].append(button(t.plain("list-button-new"), DraftNew(), "primary"))
    if has_both:
        rows.append([_other_whose(whose, ListMenu(whose="m" if team else "t"), reader)])
    return Screen(t("list-menu-title"), keyboard(rows))


def stages_screen(counts: StageCounts, reader: Reader) -> Screen:
    """The choice of a stage, with how many deals stand in each."""
    t = reader.t
    icons = {StageKind.OPEN: "", StageKind.PARKED: "💤 ", StageKind.WON: "🏆 ", StageKind.LOST: "❌ "}
    rows: list[Row] = [
        [
            button(
                icons[stage.kind]
                + t.plain("list-stage-button", stage=shorten(stage.name(reader.locale), 28), count=count),
                first_page("stage", counts.whose, stage.id),
            )
        ]
        for stage, count in counts.stages
    ]
    rows.append([button(t.plain("list-button-lists"), ListMenu(whose=counts.whose))])
    if counts.has_both:
        other = "m" if counts.whose == "t" else "t"
        rows[-1].append(_other_whose(counts.whose, StagePick(whose=other), reader))
    return Screen(t("list-stages-title"), keyboard(rows))


def first_page(view: str, whose: str, arg: int = 0) -> ListOpen:
    """The button data of a list's first page."""
    return ListOpen(view=view, whose=whose, arg=arg, turn="n", cursor="")


def back_to_list(found: InlineKeyboardButton | None, reader: Reader, label: str = "list-button-back") -> Row:
    """The way back on a card, from the refresh button of the list (or digest, or day) that it was opened on."""
    if found is None:
        return []
    return [found.model_copy(update={"text": reader.t.plain(label)})]


def short_name(name: str) -> str:
    """A colleague's name where space is short: "Anna S."."""
    first, _, last = name.partition(" ")
    return f"{first} {last[0]}." if last else first


def row_facts(row: DealRow, reader: Reader) -> str:
    """What a search result says of a deal: amount and stage."""
    deal = row.deal
    parts = [] if deal.amount_minor is None else [formatting.money(deal.amount_minor, deal.currency, reader.locale)]
    return DOT.join([*parts, row.stage.name(reader.locale)])


def _empty(page: DealPage, reader: Reader) -> Markup:
    """Nothing in the list, and what to do about it for those who can."""
    t = reader.t
    if page.view == "stage":
        return t("list-empty-stage", stage=page.stage.name(reader.locale) if page.stage else "")
    if page.view in ("my", "closing") and not page.may_create:
        return t(f"list-empty-{page.view}-bare")
    return t(f"list-empty-{page.view}")


def _title(page: DealPage, reader: Reader) -> Markup:
    t = reader.t
    counted = "list-count-capped" if page.capped else "list-count"
    count = t.plain(counted, count=page.total)
    if page.view == "stage" and page.stage is not None:
        return t("list-title-stage", stage=page.stage.name(reader.locale), count=count)
    if page.view == "my" and page.whose == "t":
        return t("list-title-my-team", count=count)
    return t(f"list-title-{page.view}", count=count)


def _line(row: DealRow, page: DealPage, reader: Reader, at: int) -> Markup:
    """``1  🔴 Acme · 120k``, and what the list is about: beside it where a phone's line has room, else below it."""
    deal, t, locale = row.deal, reader.t, reader.locale
    money = [] if deal.amount_minor is None else [formatting.compact_money(deal.amount_minor, deal.currency, locale)]
    # Whose it is stands first: behind a reason that fills the line there would be no room but for the dot.
    facts = [solid(t.plain("list-owner", name=short_name(row.owner_name)))] if page.whose == "t" else []
    if page.view != "stage" and (page.view in BY_DATE or not is_stuck(deal, reader.now)):
        # Why a deal is stuck names the stage already.
        facts.append(row.stage.name(locale))
    point = _point(row, page.view, reader)
    # A reason is a sentence: kept together it would break in the middle of a word.
    facts.append(solid(point) if len(point) <= SHORT else point)
    icon = warning(deal, reader.now)
    start = f"{at}  {icon + ' ' if icon else ''}"
    if width(start + DOT.join([deal.client, *money, *facts])) <= LINE:
        return Markup(start) + t("list-row", client=deal.client, facts=DOT.join([*money, *facts]))
    head = Markup(DOT).join([t("digest-client", client=deal.client), *money])
    return Markup("\n").join([Markup(start) + head, DOT.join(facts)])


def _point(row: DealRow, view: str, reader: Reader) -> str:
    """The one fact that this list is about."""
    deal, t, locale = row.deal, reader.t, reader.locale
    if view in BY_DATE and deal.expected_close is not None:
        return t.plain("list-close", when=formatting.day(deal.expected_close, locale, reader.today))
    if deal.paused_until is not None and is_paused(deal):
        reason = shorten(pause_reason(deal.pause_reason, reader), REASON)
        return t.plain("list-paused", when=when(deal.paused_until, False, reader), reason=reason)
    if is_stuck(deal, reader.now):
        return stuck_reason(deal, row.stage, reader)
    if deal.returns_at is not None and _is_to_return(deal, reader.now):
        key = "deal-parked" if deal.returns_at > reader.now else "deal-parked-back"
        return t.plain(key, when=when(deal.returns_at, False, reader))
    if view != "nostep" and deal.next_step_at is not None and not deal.closed:
        return t.plain("list-step", when=when(deal.next_step_at, deal.next_step_has_time, reader))
    return t.plain("list-touched", ago=formatting.ago(deal.last_touch_at, reader.now, reader.zone, locale))


def _is_to_return(deal: Deal, now: datetime) -> bool:
    """Whether a parked deal's return is what comes next, or has come, with no step planned for it."""
    if deal.kind is not StageKind.PARKED or deal.returns_at is None:
        return False
    return deal.next_step_at is None or now < deal.returns_at < deal.next_step_at


def _turns(page: DealPage, reader: Reader) -> list[Row]:
    def turn(key: str, direction: str, cursor: str) -> InlineKeyboardButton:
        to = ListOpen(view=page.view, whose=page.whose, arg=page.arg, turn=direction, cursor=cursor)
        return button(reader.t.plain(key), to)

    row: Row = []
    if page.previous is not None:
        row.append(turn("list-button-previous", "p", page.previous))
    if page.next is not None:
        row.append(turn("list-button-next", "n", page.next))
    if row:
        row.insert(1 if page.previous is not None else 0, _again(page))
    return [row]


def _again(page: DealPage) -> InlineKeyboardButton:
    return button("🔄", ListBack(view=page.view, whose=page.whose, arg=page.arg, turn=page.turn, cursor=page.cursor))


def _ends(page: DealPage, reader: Reader, back: Row | None) -> list[Row]:
    t = reader.t
    lists = StagePick(whose=page.whose) if page.view == "stage" else ListMenu(whose=page.whose)
    row: Row = [] if back else [button(t.plain("list-button-lists"), lists)]
    create: Row = []
    if page.rows and page.previous is None and page.next is None:
        row.append(_again(page))
    if page.has_both:
        other = first_page(page.view, "m" if page.whose == "t" else "t", page.arg)
        row.append(_other_whose(page.whose, other, reader))
    if not page.rows and page.may_create:
        # On a row of its own, as the way back: beside two others its words would be cut.
        create.append(button(t.plain("list-button-new"), DraftNew(), "primary"))
    return [create, row, back or []]


def _other_whose(whose: str, data: ListMenu | ListOpen | StagePick, reader: Reader) -> InlineKeyboardButton:
    return button(reader.t.plain("list-button-mine" if whose == "t" else "list-button-team"), data)
