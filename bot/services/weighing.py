"""Value times lateness: which deals of several one should look at first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.models import Deal
from bot.models.facts_digests import Sums
from bot.services.reminders.rows import DealRow

DAY = timedelta(days=1)


class Scale:
    """Weighs deals in several currencies without knowing rates: an amount counts by how it compares with the average of
    its own currency among ``deals``; one without an amount counts as an average one.
    """

    def __init__(self, deals: Iterable[Deal | DealRow], now: datetime) -> None:
        self.now = now
        amounts: dict[str, list[int]] = defaultdict(list)
        for deal in deals:
            if deal.amount_minor is not None:
                amounts[deal.currency].append(deal.amount_minor)
        self._average = {currency: sum(found) / len(found) for currency, found in amounts.items()}

    def value(self, deal: Deal | DealRow) -> float:
        """How many average deals of its currency it is worth."""
        average = self._average.get(deal.currency, 0)
        return 1.0 if deal.amount_minor is None or not average else deal.amount_minor / average

    def weight(self, deal: Deal) -> float:
        """Relative value times days past the limit; a day that has begun counts whole."""
        late = 0 if deal.stuck_at is None else max(0, -((deal.stuck_at - self.now) // DAY))
        return self.value(deal) * max(1, late)


def sums_of(deals: Sequence[Deal]) -> Sums:
    """What the deals are worth, by currency; the currency of most deals first. Deals without an amount are left out."""
    counts: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    for deal in deals:
        if deal.amount_minor is not None:
            counts[deal.currency] += 1
            totals[deal.currency] += deal.amount_minor
    return tuple((currency, totals[currency]) for currency, _ in sorted(counts.items(), key=lambda at: (-at[1], at[0])))
