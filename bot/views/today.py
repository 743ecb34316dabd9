"""A rep's day: one screen, a row and a button for each deal that waits."""

from __future__ import annotations

from bot.callbacks.deals import DealOpen
from bot.callbacks.digests import TodayBack, TodayPage
from bot.callbacks.drafts import DraftNew
from bot.i18n import Markup
from bot.models.facts_digests import TodayDeal, TodayFacts
from bot.reader import Reader
from bot.views import formatting
from bot.views.deal_lines import shorten
from bot.views.deal_state import day_of, quiet_days, stage_day, stuck_reason, warning
from bot.views.lists import first_page
from bot.views.nudge_lines import CLIENT, quiet_span
from bot.views.nudge_rows import step_point
from bot.views.screen import DOT, Row, Screen, button, keyboard, numbered, solid

DEALS_A_PAGE = 8
HEADINGS = {
    "back": "today-back",
    "first": "plan-quiet",
    "quiet": "plan-quiet",
    "stuck": "plan-stuck",
    "warn": "plan-stuck",
    "new": "plan-new",
}


def today_screen(facts: TodayFacts, page: int, reader: Reader, team: str = "") -> Screen:
    """One page of the day; a page beyond the last one is the last. ``team``: whose day, for people of several teams."""
    t = reader.t
    day = " · ".join(part for part in (formatting.heading_day(facts.day, reader.locale, first=True), team) if part)
    if not facts.deals:
        again = button("🔄", TodayBack(page=0))
        if not facts.may_create:
            rows = [[again, button(t.plain("list-button-all"), first_page("my", "t"))]]
            return Screen(t("today-empty-viewer", day=day), keyboard(rows))
        rows = [
            [again, button(t.plain("list-button-my"), first_page("my", "m"))],
            [button(t.plain("list-button-new"), DraftNew(), "primary")],
        ]
        return Screen(t("today-empty", day=day), keyboard(rows))
    pages = -(-len(facts.deals) // DEALS_A_PAGE)
    page = min(max(page, 0), pages - 1)
    shown = facts.deals[page * DEALS_A_PAGE : (page + 1) * DEALS_A_PAGE]
    title = t("today-title", day=day, count=len(facts.deals))
    text = Markup("\n\n").join([title, *_blocks(shown, facts, reader)])
    openers = [button(str(at), DealOpen(deal=each.deal.id)) for at, each in enumerate(shown, 1)]
    again = button("🔄", TodayBack(page=page))
    if pages == 1:
        return Screen(text, keyboard(numbered([*openers, again])))
    turns: Row = []
    if page > 0:
        turns.append(button(t.plain("list-button-previous"), TodayPage(page=page - 1)))
    turns.append(again)
    if page + 1 < pages:
        turns.append(button(t.plain("list-button-next"), TodayPage(page=page + 1)))
    return Screen(text, keyboard([*numbered(openers), turns]))


def _blocks(shown: tuple[TodayDeal, ...], facts: TodayFacts, reader: Reader) -> list[Markup]:
    blocks: dict[str, list[Markup]] = {}
    for at, each in enumerate(shown, 1):
        heading = _heading(each, facts, reader)
        blocks.setdefault(heading, [heading]).append(_line(at, each, reader))
    return [Markup("\n").join(lines) for lines in blocks.values()]


def _heading(each: TodayDeal, facts: TodayFacts, reader: Reader) -> Markup:
    t = reader.t
    if each.why == "step" and each.at is not None:
        is_late = each.at.astimezone(reader.zone).date() < facts.day
        return t("plan-overdue") if is_late else t("plan-today")
    return t(HEADINGS[each.why])


def _line(at: int, each: TodayDeal, reader: Reader) -> Markup:
    """``1  🔴 Acme · 120k``, and on a line of its own what the row is about."""
    deal = each.deal
    parts = [reader.t("digest-client", client=shorten(deal.client, CLIENT))]
    if deal.amount_minor is not None:
        parts.append(Markup(formatting.compact_money(deal.amount_minor, deal.currency, reader.locale)))
    icon = warning(deal, reader.now)
    return Markup(f"{at}  {icon + ' ' if icon else ''}") + Markup(DOT).join(parts) + Markup("\n") + _point(each, reader)


def _point(each: TodayDeal, reader: Reader) -> str:
    """The one fact that the row is about, in the words of the morning plan."""
    deal, t, stage = each.deal, reader.t, each.stage.name(reader.locale)
    quiet = quiet_span(deal, quiet_days(deal, reader), reader, short=True)
    if each.why == "step" and deal.next_step_at is not None:
        return step_point(deal, deal.next_step_at, reader)
    if each.why == "stuck":
        return stuck_reason(deal, each.stage, reader)
    if each.why == "first":
        return t.plain("row-first", span=quiet)
    if each.why == "new":
        return stage
    points = [] if each.why == "warn" else [t.plain("row-quiet", span=quiet)]
    if each.why == "warn" or (each.why == "quiet" and warning(deal, reader.now) == "🟡"):
        points.insert(0, day_of(each.stage, stage_day(deal, reader), reader))
    return DOT.join([stage, *(solid(point) for point in points)])
