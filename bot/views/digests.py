"""The manager's digest: a work list that pages inside one message, and its headline for team chats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.callbacks.digests import DigestBack, DigestDeal, DigestPage
from bot.i18n import Markup, escape
from bot.models.facts_digests import ChatDigest, DigestFacts, StuckDeal
from bot.reader import Reader
from bot.views import formatting
from bot.views.deal_lines import shorten
from bot.views.deal_state import is_stuck, quiet_days, stuck_reason
from bot.views.digest_news import headline, sums, unstuck
from bot.views.lists import first_page, short_name
from bot.views.screen import DOT, Row, Screen, button, keyboard, link, numbered, solid

# Each deal takes up to three lines of a phone, and its numbers one row.
DEALS_A_PAGE = 5
IGNORED_TIMES = 3
CLIENT = 40


@dataclass(frozen=True, slots=True)
class _Entry:
    """A deal of the digest under the heading that it belongs to."""

    heading: Markup
    deal: StuckDeal
    owner: str = ""


def digest_screen(facts: DigestFacts, page: int, reader: Reader) -> Screen:
    """One page of the digest; a page beyond the last one is the last."""
    t = reader.t
    if facts.empty:
        day = formatting.heading_day(facts.day, reader.locale, first=True)
        text = t("digest-empty", team=facts.team_name, day=day)
        return Screen(text, keyboard([[button("🔄", DigestBack(team=facts.team_id, page=0))]]))
    entries = list(_entries(facts, reader))
    pages = max(1, -(-len(entries) // DEALS_A_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = entries[page * DEALS_A_PAGE : (page + 1) * DEALS_A_PAGE]
    day = formatting.heading_day(facts.day, reader.locale)
    # Together: a title that is too long for a phone breaks before the day, not in the middle of it.
    title = t("digest-title", day=solid(f"{day}{DOT}{page + 1}/{pages}" if pages > 1 else day))
    head = [title, headline(facts.headline, reader), *(unstuck(facts, reader) if page == 0 else [])]
    blocks = [Markup("\n").join(head), *_blocks(shown, reader)]
    if page == 0 and (facts.stepless or facts.overdue):
        blocks.append(Markup("\n").join(_loose_ends(facts, reader)))
    blocks.append(t("digest-why", team=facts.team_name))
    return Screen(Markup("\n\n").join(blocks), keyboard(_rows(facts, shown, page, pages, reader)))


def chat_digest_screen(facts: ChatDigest, reader: Reader) -> Screen:
    """The headline as a team chat reads it: no names, no deals."""
    t = reader.t
    title = t("digest-title", day=solid(formatting.heading_day(facts.day, reader.locale)))
    text = Markup("\n").join([title, headline(facts.headline, reader), t("digest-why-chat")])
    return Screen(text, keyboard([[link(t.plain("digest-button-chat"), facts.url)]]))


def _entries(facts: DigestFacts, reader: Reader) -> Iterator[_Entry]:
    t, names = reader.t, dict(facts.names)
    # First, since they get colder by the hour; behind a page of stuck deals nobody would hear of them.
    count = formatting.number(len(facts.untouched), reader.locale)
    for deal in facts.untouched:
        yield _Entry(t("digest-untouched", count=count), deal, names.get(deal.deal.owner_id, ""))
    for rep in facts.reps:
        parts = [t("digest-rep", name=rep.owner_name, count=formatting.number(len(rep.deals), reader.locale))]
        heading = Markup(" · ").join([*parts, sums(rep.sums, reader)] if rep.sums else parts)
        yield from (_Entry(heading, deal) for deal in rep.deals)
    count = formatting.number(len(facts.ignored), reader.locale)
    for deal in facts.ignored:
        yield _Entry(t("digest-ignored", count=count), deal, names.get(deal.deal.owner_id, ""))


def _blocks(shown: list[_Entry], reader: Reader) -> list[Markup]:
    """Deals under their headings; a heading that spans pages is repeated."""
    blocks: dict[Markup, list[Markup]] = {}
    for at, entry in enumerate(shown, 1):
        blocks.setdefault(entry.heading, [entry.heading]).append(_line(at, entry, reader))
    return [Markup("\n").join(lines) for lines in blocks.values()]


def _line(at: int, entry: _Entry, reader: Reader) -> Markup:
    """``1  🔴 Acme · 120 000 ₽``, and on a line of their own the reasons."""
    deal, t = entry.deal.deal, reader.t
    parts = [t("digest-client", client=shorten(deal.client, CLIENT))]
    if deal.amount_minor is not None:
        parts.append(Markup(formatting.money(deal.amount_minor, deal.currency, reader.locale)))
    if entry.owner:
        parts.append(solid(t("list-owner", name=short_name(entry.owner))))
    icon = "🔴 " if is_stuck(deal, reader.now) else ""
    first = Markup(f"{at}  {icon}") + Markup(DOT).join(parts)
    return Markup("\n").join([first, Markup(DOT).join(_reasons(entry.deal, reader))])


def _reasons(found: StuckDeal, reader: Reader) -> list[Markup]:
    """Why it stands here, what the last touch was, and how often its reminder was ignored."""
    deal, t = found.deal, reader.t
    stuck = is_stuck(deal, reader.now)
    reasons = [escape(stuck_reason(deal, found.stage, reader) if stuck else found.stage.name(reader.locale))]
    said = stuck and quiet_days(deal, reader) > 0
    ago = formatting.ago(deal.last_touch_at, reader.now, reader.zone, reader.locale)
    if deal.last_touch_kind is not None:
        kind = t.plain(f"touch-{deal.last_touch_kind}")
        # How long ago stands in "silent for 9" already.
        reasons.append(solid(t("digest-last", kind=kind) if said else t("digest-touched", ago=ago, kind=kind)))
    elif not said:
        reasons.append(solid(t("list-touched", ago=ago)))
    if deal.ignored >= IGNORED_TIMES:
        reasons.append(solid(t("digest-ignored-times", count=formatting.number(deal.ignored, reader.locale))))
    return reasons


def _loose_ends(facts: DigestFacts, reader: Reader) -> list[Markup]:
    lines = []
    if facts.stepless:
        lines.append(reader.t("digest-stepless", count=facts.stepless))
    if facts.overdue:
        lines.append(reader.t("digest-overdue", count=facts.overdue))
    return lines


def _rows(facts: DigestFacts, shown: list[_Entry], page: int, pages: int, reader: Reader) -> list[Row]:
    t = reader.t
    numbers = [
        button(str(at), DigestDeal(team=facts.team_id, page=page, deal=entry.deal.deal.id))
        for at, entry in enumerate(shown, 1)
    ]
    turns: Row = []
    again = button("🔄", DigestBack(team=facts.team_id, page=page))
    if pages == 1:
        numbers.append(again)
    else:
        turns.append(again)
    if page > 0:
        turns.insert(0, button(t.plain("list-button-previous"), DigestPage(team=facts.team_id, page=page - 1)))
    if page + 1 < pages:
        turns.append(button(t.plain("list-button-next"), DigestPage(team=facts.team_id, page=page + 1)))
    lists: Row = []
    if facts.stepless:
        lists.append(button(t.plain("list-button-nostep"), first_page("nostep", "t")))
    if facts.overdue:
        lists.append(button(t.plain("digest-button-overdue"), first_page("overdue", "t")))
    return [*numbered(numbers), turns, lists]
