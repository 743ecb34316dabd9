"""The sender's place: takes what waits in the outbox, words it as its reader gets it, and notes what arrived."""

from __future__ import annotations

import re
from collections import Counter
from itertools import count
from typing import Any

from benchmarks.noise.company import Company
from benchmarks.noise.desk import Desk, Message
from benchmarks.noise.life import Life
from benchmarks.noise.oracle import Claim, Oracle, Push
from bot.models.delivery import OutboxState
from bot.models.facts_digests import DigestFacts
from bot.models.facts_reminders import NudgeFacts, PlanFacts
from bot.reader import reader_for
from bot.services.outbox import Delivery, OutboxRow
from bot.services.outbox_queue import OutboxQueue, Outcome
from bot.views.outgoing import render

AT_ONCE = 200
NAME = re.compile(r"K\d{5}")


class Courier:
    """Delivers at once and without trouble: what Telegram does to messages is no matter here."""

    def __init__(self, company: Company, oracle: Oracle, desk: Desk, life: Life) -> None:
        self._company = company
        self._oracle = oracle
        self._desk = desk
        self._life = life
        self._queue = OutboxQueue(company.database, company.clock)
        self._ids = count(1)
        self._news = True
        self.kinds: Counter[str] = Counter()
        company.database.on_outbox(self._wake)

    async def deliver(self) -> None:
        """Everything that is due, and what comes of it."""
        while self._news:
            self._news = False
            while rows := await self._queue.lease(AT_ONCE, (), self._company.clock.now()):
                await self._queue.note([await self._one(row) for row in rows])

    def _wake(self) -> None:
        self._news = True

    async def _one(self, row: OutboxRow) -> Outcome:
        outgoing = self._company.outgoing
        delivery = await outgoing.load(row)
        if delivery is None:
            self.kinds["dropped"] += 1
            return Outcome(row.id, OutboxState.DROPPED)
        sent = delivery.op == "send"
        message_id = next(self._ids) if sent else delivery.message_id
        await outgoing.delivered(row, None if delivery.op == "delete" else message_id, silent=delivery.silent)
        self.kinds[delivery.op] += 1
        if sent and not delivery.silent:
            push = self._push(delivery)
            self._oracle.said(push)
            self._life.hears(push, Message(delivery.chat_id, message_id))
        return Outcome(row.id, OutboxState.SENT, message_id)

    def _push(self, delivery: Delivery) -> Push:
        now = self._company.clock.now()
        # What the reader sees counts, not what the facts hold: a long message hides some of them.
        text = str(render(delivery.facts, reader_for(delivery.locale, delivery.zone, now)).text)
        names = set(NAME.findall(text))
        reasons = _reasons(delivery.facts)
        claims: list[Claim] = [(self._desk.deals[name], why) for name, why in reasons.items() if name in names]
        kind, warned = _kind(delivery.facts), _warned(delivery.facts) & names
        hidden = len(reasons) - len(claims)
        return Push(now, self._company.people[delivery.chat_id], kind, claims, hidden, warned)


def _kind(facts: Any) -> str:
    if isinstance(facts, NudgeFacts):
        return facts.kind
    return "plan" if isinstance(facts, PlanFacts) else "digest" if isinstance(facts, DigestFacts) else "other"


def _warned(facts: Any) -> set[str]:
    """The deals that a message to their owner marks as nearly stuck."""
    if isinstance(facts, NudgeFacts | PlanFacts):
        return {line.deal.client for line in facts.lines if line.nearly_stuck}
    return set()


def _reasons(facts: Any) -> dict[str, str]:
    """Every deal that the message is about, and what it says of it first."""
    if isinstance(facts, NudgeFacts | PlanFacts):
        return {line.deal.client: line.why[0] if line.why else "" for line in facts.lines}
    if isinstance(facts, DigestFacts):
        stuck = {found.deal.client: "stuck" for rep in facts.reps for found in rep.deals}
        ignored = {found.deal.client: "ignored" for found in facts.ignored}
        return {**stuck, **ignored, **{found.deal.client: "first_contact" for found in facts.untouched}}
    return {}
