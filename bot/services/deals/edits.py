"""Changing a deal's fields one at a time."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.errors import BadInput, NotAllowed, NotFound
from bot.models import EventKind, Member, Role, Source
from bot.models.facts import Press
from bot.models.facts_deals import Outcome, Verdict
from bot.services.access import find, may_exist
from bot.services.deals.changing import Change, Changing
from bot.services.deals.snapshot import encode
from bot.services.outbox import enqueue
from bot.services.reading import MAX_MINOR, fold, trimmed
from bot.services.team_inputs import currency

LONGEST = {"client": 200, "title": 500, "phone": 32, "contact_name": 128}
# What a person may set; everything else changes through an action of its own.
EDITABLE = frozenset(
    {"client", "title", "amount_minor", "probability", "phone", "start_date", "expected_close"}
    | {"contact_name", "contact_user_id"}
)


class DealEdits:
    """Edits are checked here and recorded with the old value, so that they can be undone."""

    def __init__(self, database: Database, changing: Changing) -> None:
        self._database = database
        self._changing = changing

    async def set_fields(self, user_id: int, deal_id: int, values: dict[str, Any], press: Press) -> Outcome:
        """Set columns of ``EDITABLE``, and ``currency`` alone or with an amount. Verdicts: DONE, AGAIN, SAME.

        Raises BadInput for what the column cannot hold or mean: a client without a name, a text too long, a percent
        outside 0–100, an amount below zero, no start date. NotFound for a column that is not to be set like this.
        """
        if not values or values.keys() - EDITABLE - {"currency"}:
            raise NotFound("field")
        values = _checked(values)
        async with self._database.write() as session:
            change = await self._changing.open(session, user_id, deal_id, press)
            done = await change.already()
            if done is not None:
                return await change.outcome(Verdict.AGAIN, done)
            for name, value in values.items():
                setattr(change.deal, name, value)
            if "client" in values:
                change.deal.client_folded = fold(values["client"])[:200]
            return await self._finish(change, next(iter(values)), values)

    async def set_source(self, user_id: int, deal_id: int, source_id: int | None, press: Press) -> Outcome:
        """Choose where the deal came from, of the team's list; None: unknown. Raises NotFound for another team's."""
        async with self._database.write() as session:
            change = await self._changing.open(session, user_id, deal_id, press)
            done = await change.already()
            if done is not None:
                return await change.outcome(Verdict.AGAIN, done)
            if source_id is not None:
                source = await find(session, Source, source_id)
                if source is None or source.team_id != change.deal.team_id:
                    raise NotFound("source")
            change.deal.source_id = source_id
            return await self._finish(change, "source_id", {"source_id": source_id})

    async def reassign(self, user_id: int, deal_id: int, owner_id: int, press: Press) -> Outcome:
        """Give the deal to another member who may work deals, and tell them. Managers and admins only."""
        async with self._database.write() as session:
            change = await self._changing.open(session, user_id, deal_id, press)
            if not change.grant.role.may(Role.MANAGER):
                raise NotAllowed("role")
            done = await change.already()
            if done is not None:
                return await change.outcome(Verdict.AGAIN, done)
            await _check_owner(session, change, owner_id)
            if change.deal.owner_id == owner_id:
                return await change.outcome(Verdict.SAME)
            change.deal.owner_id = owner_id
            outcome = await change.finish(EventKind.REASSIGNED, {"to": owner_id}, touched=False)
            if outcome.event is not None and owner_id != user_id:
                await enqueue(
                    session,
                    key=f"assigned:{outcome.event.id}",
                    kind="assigned",
                    args={"event": outcome.event.id},
                    chat_id=owner_id,
                    now=change.now,
                )
            return outcome

    async def _finish(self, change: Change, field: str, values: dict[str, Any]) -> Outcome:
        if not change.changed:
            return await change.outcome(Verdict.SAME)
        return await change.finish(EventKind.EDITED, {"field": field, "to": encode(values)}, touched=False)


async def _check_owner(session: AsyncSession, change: Change, owner_id: int) -> None:
    query = select(Member).where(
        Member.team_id == change.deal.team_id, Member.user_id == owner_id, Member.active, Member.role != Role.VIEWER
    )
    if not may_exist(owner_id) or await session.scalar(query) is None:
        raise NotFound("member")


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """The values as the columns want them. Raises BadInput."""
    checked: dict[str, Any] = {name: _text(name, value) if name in LONGEST else value for name, value in values.items()}
    if not checked.get("client", "-"):
        raise BadInput("client", "", "empty")
    if not _within(checked.get("probability"), 100):
        raise BadInput("probability", str(checked["probability"]))
    if not _within(checked.get("amount_minor"), MAX_MINOR):
        raise BadInput("amount_minor", str(checked["amount_minor"]))
    for name in checked.keys() & {"start_date", "expected_close"}:
        day = checked[name]
        if day is None and name == "start_date":
            raise BadInput(name, "", "empty")
        # A moment is a date too, as far as Python goes; no column of ours takes one for the other.
        if day is not None and (not isinstance(day, date) or isinstance(day, datetime)):
            raise BadInput(name, str(day))
    if "currency" in checked:
        checked["currency"] = currency(checked["currency"])
    return checked


def _text(name: str, value: str | None) -> str | None:
    text = trimmed(value or "")
    if len(text) > LONGEST[name]:
        raise BadInput(name, text, "too_long")
    return text if text or name in ("client", "title") else None


def _within(value: int | None, highest: int) -> bool:
    return value is None or 0 <= value <= highest
