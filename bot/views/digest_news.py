"""The digest's first lines: how many deals are stuck, what they are worth, and what changed since the last one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.i18n import Markup
from bot.models import Deal
from bot.models.facts_digests import DigestFacts, Headline, Sums
from bot.reader import Reader
from bot.views import formatting
from bot.views.deal_lines import shorten, when
from bot.views.deal_state import pause_reason
from bot.views.screen import DOT, solid

MOVED_NAMED = 5
RESTING_NAMED = 3
CLIENT, REASON = 40, 40
# "since Friday": for a digest of the last seven days, by the day of the week; 0 is Monday.
SINCE = (
    "since-monday", "since-tuesday", "since-wednesday", "since-thursday", "since-friday", "since-saturday",
    "since-sunday",
)  # fmt: skip
WEEK = 7


def headline(facts: Headline, reader: Reader) -> Markup:
    """``7 stuck, 1 840 000 ₽ · 2 new since Friday, 1 got moving``."""
    t = reader.t
    stuck = t("digest-nothing-stuck")
    if facts.stuck:
        count = t("digest-stuck", count=facts.stuck)
        stuck = Markup(", ").join([count, sums(facts.sums, reader)]) if facts.sums else count
    if facts.since is None:
        return stuck
    changes = []
    if facts.fresh:
        changes.append(t("digest-fresh", count=facts.fresh))
    if facts.moved:
        changes.append(t("digest-moved", count=facts.moved))
    first = changes[0] if changes else t("digest-same")
    since = Markup("\N{NO-BREAK SPACE}").join([solid(first), solid(_since(facts.since, reader))])
    return Markup(DOT).join([stuck, Markup(", ").join([since, *map(solid, changes[1:])])])


def sums(found: Sums, reader: Reader) -> Markup:
    """Amounts of several currencies, joined."""
    return Markup(" + ").join([formatting.money(minor, currency, reader.locale) for currency, minor in found])


def unstuck(facts: DigestFacts, reader: Reader) -> list[Markup]:
    """What is no longer stuck, and why where it has not moved: its limit, a pause for a reason, or leave to wait."""
    t, lines = reader.t, []
    if facts.moved:
        lines.append(t("digest-moved-names", names=_names(facts.moved)))
    if facts.eased:
        lines.append(t("digest-eased-names", names=_names(facts.eased)))
    lines += [_resting(deal, reader) for deal in facts.resting[:RESTING_NAMED]]
    more = len(facts.resting) - RESTING_NAMED
    return [*lines, t("digest-resting-more", count=more)] if more > 0 else lines


def _names(clients: Sequence[str]) -> str:
    """The first of them."""
    named = ", ".join(shorten(name, CLIENT) for name in clients[:MOVED_NAMED])
    return named + ("…" if len(clients) > MOVED_NAMED else "")


def _resting(deal: Deal, reader: Reader) -> Markup:
    t, client = reader.t, shorten(deal.client, CLIENT)
    if deal.paused_until is not None:
        reason = shorten(pause_reason(deal.pause_reason, reader), REASON)
        return t("digest-paused", client=client, when=when(deal.paused_until, False, reader), reason=reason)
    until = when(deal.wait_until, False, reader) if deal.wait_until is not None else ""
    return t("digest-waits", client=client, when=until)


def _since(day: date, reader: Reader) -> Markup:
    """The day of the last digest in words: since yesterday, since Friday, since 12 Nov."""
    days = (reader.today - day).days
    if days == 1:
        return reader.t("since-yesterday")
    if 1 < days <= WEEK:
        return reader.t(SINCE[day.weekday()])
    return reader.t("since-date", day=formatting.day(day, reader.locale, reader.today))
