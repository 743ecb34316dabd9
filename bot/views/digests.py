"""The manager's digest: a work list that pages inside one message, and its headline for team chats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.callbacks.digests import DigestBack, DigestDeal, DigestPage
from bot.i18n import Markup
from bot.models import Deal
from bot.models.facts_digests import ChatDigest, DigestFacts, Headline, StuckDeal, Sums
from bot.reader import Reader
from bot.views import formatting
from bot.views.deal_lines import shorten
from bot.views.deal_state import is_stuck, stuck_reason
from bot.views.lists import first_page
from bot.views.screen import Row, Screen, button, grid, keyboard, link

DEALS_A_PAGE = 8
NUMBERS_A_ROW = 4
MOVED_NAMED = 5
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
    day = formatting.heading_day(facts.day, reader.locale)
    if facts.empty:
        text = t("digest-empty", team=facts.team_name, day=day)
        return Screen(text, keyboard([[button("🔄", DigestBack(team=facts.team_id, page=0))]]))
    entries = list(_entries(facts, reader))
    pages = max(1, -(-len(entries) // DEALS_A_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = entries[page * DEALS_A_PAGE : (page + 1) * DEALS_A_PAGE]
    title = t("digest-title", day=day, team=facts.team_name)
    if pages > 1:
        title = Markup(" · ").join([title, f"{page + 1}/{pages}"])
    head = [title, headline(facts.headline, reader), *(_moved(facts, reader) if page == 0 else [])]
    blocks = [Markup("\n").join(head), *_blocks(shown, reader)]
    if page == 0 and (facts.stepless or facts.overdue):
        blocks.append(Markup("\n").join(_loose_ends(facts, reader)))
    blocks.append(t("digest-why", team=facts.team_name))
    return Screen(Markup("\n\n").join(blocks), keyboard(_rows(facts, shown, page, pages, reader)))


def headline(facts: Headline, reader: Reader) -> Markup:
    """``7 stuck, 1 840 000 ₽ · 2 new, 1 got moving since …``."""
    t = reader.t
    stuck = t("digest-nothing-stuck")
    if facts.stuck:
        count = t("digest-stuck", count=facts.stuck)
        stuck = Markup(", ").join([count, sums(facts.sums, reader)]) if facts.sums else count
    if facts.since is None or not (facts.fresh or facts.moved):
        return stuck
    changes = []
    if facts.fresh:
        changes.append(t("digest-fresh", count=facts.fresh))
    if facts.moved:
        changes.append(t("digest-moved", count=facts.moved))
    since = formatting.day(facts.since, reader.locale, reader.today)
    return Markup(" · ").join([stuck, t("digest-since", changes=Markup(", ").join(changes), day=since)])


def chat_digest_screen(facts: ChatDigest, reader: Reader) -> Screen:
    """The headline as a team chat reads it: no names, no deals."""
    t = reader.t
    title = t("digest-title", day=formatting.heading_day(facts.day, reader.locale), team=facts.team_name)
    text = Markup("\n").join([title, headline(facts.headline, reader), t("digest-why-chat")])
    return Screen(text, keyboard([[link(t.plain("digest-button-chat"), facts.url)]]))


def sums(found: Sums, reader: Reader) -> Markup:
    """Amounts of several currencies, joined."""
    return Markup(" + ").join([formatting.money(minor, currency, reader.locale) for currency, minor in found])


def _entries(facts: DigestFacts, reader: Reader) -> Iterator[_Entry]:
    t, names = reader.t, dict(facts.names)
    for rep in facts.reps:
        parts = [t("digest-rep", name=rep.owner_name, count=formatting.number(len(rep.deals), reader.locale))]
        heading = Markup(" · ").join([*parts, sums(rep.sums, reader)] if rep.sums else parts)
        yield from (_Entry(heading, deal) for deal in rep.deals)
    count = formatting.number(len(facts.ignored), reader.locale)
    for deal in facts.ignored:
        yield _Entry(t("digest-ignored", count=count), deal, names.get(deal.deal.owner_id, ""))
    count = formatting.number(len(facts.untouched), reader.locale)
    for deal in facts.untouched:
        yield _Entry(t("digest-untouched", count=count), deal, names.get(deal.deal.owner_id, ""))


def _blocks(shown: list[_Entry], reader: Reader) -> list[Markup]:
    """Deals under their headings; a heading that spans pages is repeated."""
    blocks: dict[Markup, list[Markup]] = {}
    for at, entry in enumerate(shown, 1):
        blocks.setdefault(entry.heading, [entry.heading]).append(_line(at, entry, reader))
    return [Markup("\n").join(lines) for lines in blocks.values()]


def _line(at: int, entry: _Entry, reader: Reader) -> Markup:
    deal, t = entry.deal.deal, reader.t
    parts = [t("digest-client", client=shorten(deal.client, CLIENT))]
    if deal.amount_minor is not None:
        parts.append(Markup(formatting.money(deal.amount_minor, deal.currency, reader.locale)))
    if entry.owner:
        parts.append(t("list-owner", name=entry.owner))
    parts += _reasons(entry.deal, reader)
    icon = "🔴 " if is_stuck(deal, reader.now) else ""
    return Markup(f"{at}  {icon}") + Markup(" · ").join(parts)


def _reasons(found: StuckDeal, reader: Reader) -> list[Markup]:
    """Why it stands here, what the last touch was, and how often its reminder was ignored."""
    deal, t = found.deal, reader.t
    stuck = is_stuck(deal, reader.now)
    ago = formatting.ago(deal.last_touch_at, reader.now, reader.zone, reader.locale)
    reasons = (
        [Markup() + stuck_reason(deal, found.stage, reader)] if stuck else [Markup() + found.stage.name(reader.locale)]
    )
    if deal.last_touch_kind is not None:
        reasons.append(t("digest-touched", ago=ago, kind=_touch(deal, reader)))
    elif not stuck:
        reasons.append(t("list-touched", ago=ago))
    if deal.ignored >= IGNORED_TIMES:
        reasons.append(t("digest-ignored-times", count=formatting.number(deal.ignored, reader.locale)))
    return reasons


def _touch(deal: Deal, reader: Reader) -> str:
    return reader.t.plain(f"touch-{deal.last_touch_kind}")


def _moved(facts: DigestFacts, reader: Reader) -> list[Markup]:
    if not facts.moved:
        return []
    names = ", ".join(shorten(name, CLIENT) for name in facts.moved[:MOVED_NAMED])
    return [reader.t("digest-moved-names", names=names + ("…" if len(facts.moved) > MOVED_NAMED else ""))]


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
    if page > 0:
        turns.append(button(t.plain("list-button-previous"), DigestPage(team=facts.team_id, page=page - 1)))
    turns.append(button("🔄", DigestBack(team=facts.team_id, page=page)))
    if page + 1 < pages:
        turns.append(button(t.plain("list-button-next"), DigestPage(team=facts.team_id, page=page + 1)))
    lists: Row = []
    if facts.stepless:
        lists.append(button(t.plain("list-button-nostep"), first_page("nostep", "t")))
    if facts.overdue:
        lists.append(button(t.plain("digest-button-overdue"), first_page("closing", "t")))
    return [*grid(numbers, NUMBERS_A_ROW), turns, lists]
