"""A rep's day: one screen, a row and a button for each deal that waits."""

from __future__ import annotations

from bot.callbacks.deals import DealOpen
from bot.callbacks.digests import TodayBack, TodayPage
from bot.callbacks.drafts import DraftNew
from bot.i18n import Markup
from bot.models.facts_digests import TodayDeal, TodayFacts
from bot.reader import Reader
from bot.views import formatting
from bot.views.deal_lines import shorten, when
from bot.views.deal_state import stuck_reason, warning
from bot.views.lists import first_page
from bot.views.screen import Row, Screen, button, grid, keyboard

DEALS_A_PAGE = 8
CLIENT = 16


def today_screen(facts: TodayFacts, page: int, reader: Reader) -> Screen:
    """One page of the day; a page beyond the last one is the last."""
    t = reader.t
    day = formatting.heading_day(facts.day, reader.locale)
    if not facts.deals:
        rows: list[Row] = [
            [button("🔄", TodayBack(page=0)), button(t.plain("list-button-my"), first_page("my", "m"))],
            [button(t.plain("list-button-new"), DraftNew(), "primary")],
        ]
        return Screen(t("today-empty", day=day), keyboard(rows))
    pages = -(-len(facts.deals) // DEALS_A_PAGE)
    page = min(max(page, 0), pages - 1)
    shown = facts.deals[page * DEALS_A_PAGE : (page + 1) * DEALS_A_PAGE]
    title = t("today-title", day=day, count=len(facts.deals))
    text = Markup("\n\n").join([title, *_blocks(shown, facts, reader)])
    openers = [
        button(f"{at} {shorten(each.deal.client, CLIENT)}", DealOpen(deal=each.deal.id))
        for at, each in enumerate(shown, 1)
    ]
    turns: Row = []
    if page > 0:
        turns.append(button(t.plain("list-button-previous"), TodayPage(page=page - 1)))
    turns.append(button("🔄", TodayBack(page=page)))
    if page + 1 < pages:
        turns.append(button(t.plain("list-button-next"), TodayPage(page=page + 1)))
    return Screen(text, keyboard([*grid(openers, 2), turns]))


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
        return t("today-overdue") if is_late else t("today-steps")
    return {"back": t("today-back"), "stuck": t("today-stuck"), "quiet": t("today-quiet")}[each.why]


def _line(at: int, each: TodayDeal, reader: Reader) -> Markup:
    deal = each.deal
    parts = [reader.t("digest-client", client=shorten(deal.client, 40))]
    if deal.amount_minor is not None:
        parts.append(Markup(formatting.compact_money(deal.amount_minor, deal.currency, reader.locale)))
    parts.append(Markup() + _point(each, reader))
    icon = warning(deal, reader.now)
    return Markup(f"{at}  {icon + ' ' if icon else ''}") + Markup(" · ").join(parts)


def _point(each: TodayDeal, reader: Reader) -> str:
    """The one fact that the row is about."""
    deal, t = each.deal, reader.t
    if each.why == "step" and deal.next_step_at is not None:
        planned = when(deal.next_step_at, deal.next_step_has_time, reader)
        return t.plain("today-step", text=deal.next_step_text, when=planned) if deal.next_step_text else planned
    if each.why == "stuck":
        return stuck_reason(deal, each.stage, reader)
    ago = formatting.ago(deal.last_touch_at, reader.now, reader.zone, reader.locale)
    return f"{each.stage.name(reader.locale)} · " + t.plain("list-touched", ago=ago)
