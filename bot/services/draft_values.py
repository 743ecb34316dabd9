"""How typed and tapped answers become values of a draft. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import get_currency_precision

from bot.errors import NotFound
from bot.models.facts_deals import FURTHEST_STEP_DAYS
from bot.models.facts_drafts import CLOSE_DAYS, LONGEST, STEP_DAYS, DraftFacts, DraftValues, SharedContact
from bot.models.pipeline import Source
from bot.services import reading
from bot.services.reading import BadInput, ReadingContext, trimmed
from bot.services.workdays import day_starts

NOTHING = "-"


def from_line(text: str, ctx: ReadingContext) -> DraftValues:
    """Everything that one typed message says of a deal; what is not understood is the title."""
    found = reading.read_line(trimmed(text), ctx)
    return fit(
        DraftValues(
            client=one_line(found.client or ""),
            title=_lines(found.title),
            amount_minor=found.amount_minor,
            currency=found.currency or "",
            stage_id=found.stage_id,
            next_step_at=found.next_step.at if found.next_step else None,
            next_step_has_time=bool(found.next_step and found.next_step.has_time),
            next_step_text=one_line(found.next_step_text or "") or None,
            expected_close=found.expected_close,
            phone=found.phone,
        )
    )


def with_contact(values: DraftValues, contact: SharedContact, country: str) -> DraftValues:
    """A shared contact: their phone and name; they are the client until somebody says otherwise.

    A contact without a number takes no known number away, nor its owner's name.
    """
    name = one_line(contact.name)
    named = replace(values, client=values.client or name)
    phone = contact_phone(contact.phone, country)
    if phone is None and values.phone:
        return fit(named)
    return fit(replace(named, contact_name=name or None, contact_user_id=contact.user_id, phone=phone))


def contact_phone(typed: str, country: str) -> str | None:
    """A contact's number in E.164. Telegram leaves the plus out; a number that is none stays as it was written."""
    for attempt in ("+" + typed.lstrip("+"), typed):
        try:
            return reading.read_phone(attempt, country)
        except BadInput:
            continue
    return one_line(typed)[: LONGEST["phone"]] or None


def typed(
    values: DraftValues,
    field: str,
    text: str,
    ctx: ReadingContext,
    sources: Sequence[Source],
) -> DraftValues:
    """The values with one field answered in words.

    Raises BadInput when the answer cannot be read as that field, NotFound for a field that there is not.
    """
    text = trimmed(text)
    kept = replace(values, cut=tuple(name for name in values.cut if name != field))
    if field in ("client", "title"):
        if not text:
            raise BadInput(field, text, "empty")
        if field == "client":
            return fit(replace(kept, client=one_line(text)))
        return fit(replace(kept, title=_lines(text), cut=_without_title(kept)))
    if field == "amount":
        money = reading.read_amount(text, ctx.default_currency)
        return replace(kept, amount_minor=money.minor, currency=money.currency)
    if field == "stage":
        return replace(kept, stage_id=_stage(text, ctx))
    if field == "step":
        return fit(_step(kept, text, ctx))
    if field == "close":
        return replace(kept, expected_close=reading.read_deal_date(text, ctx))
    if field == "phone":
        return replace(kept, phone=reading.read_phone(text, ctx.country))
    if field == "source":
        return replace(kept, source_id=_source(text, sources))
    raise NotFound("field")


def picked(facts: DraftFacts, field: str, value: str, ctx: ReadingContext) -> DraftValues:
    """The draft's values with one field chosen by button; ``-`` empties it.

    Raises NotFound for anything that no button offers: callback data can be forged.
    """
    values = facts.values
    if value == NOTHING:
        return _emptied(values, field)
    if field == "currency" and value in facts.currencies:
        return _in_currency(values, facts.currency, value)
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 19 else -1
    if field == "stage" and any(stage.id == number for stage in facts.stages):
        return replace(values, stage_id=number)
    if field == "source" and any(source.id == number for source in facts.sources):
        return replace(values, source_id=number)
    if field == "step" and number in STEP_DAYS:
        at = _day_starts(ctx, ctx.today + timedelta(days=number))
        return replace(values, next_step_at=at, next_step_has_time=False)
    if field == "close" and number in CLOSE_DAYS:
        return replace(values, expected_close=ctx.today + timedelta(days=number))
    raise NotFound("field")


def fit(values: DraftValues) -> DraftValues:
    """Shorten what the deal's columns cannot hold and say so in ``cut``; a client's whole name stays in the title."""
    cut = set(values.cut)
    if len(values.client) > LONGEST["client"]:
        whole = f"{values.client} {values.title}".strip()
        values = replace(values, client=_shortened(values.client, LONGEST["client"]), title=whole)
        cut.add("client")
    if len(values.title) > LONGEST["title"]:
        values = replace(values, title=_shortened(values.title, LONGEST["title"]))
        cut.add("title")
    if values.next_step_text and len(values.next_step_text) > LONGEST["step"]:
        values = replace(values, next_step_text=_shortened(values.next_step_text, LONGEST["step"]))
        cut.add("step")
    if values.contact_name and len(values.contact_name) > LONGEST["contact"]:
        values = replace(values, contact_name=_shortened(values.contact_name, LONGEST["contact"]))
    return replace(values, cut=tuple(sorted(cut)))


def _without_title(values: DraftValues) -> tuple[str, ...]:
    """What stays cut when the title goes: that it holds a long client's whole name is no longer true."""
    return tuple(name for name in values.cut if name not in ("client", "title"))


def one_line(text: str) -> str:
    """The words with single spaces between them."""
    return " ".join(trimmed(text).split())


def _lines(text: str) -> str:
    """Several lines as one, with a mark where they ended."""
    return " · ".join(line for line in map(one_line, text.splitlines()) if line)


def _shortened(text: str, limit: int) -> str:
    return text[: limit - 1].rstrip() + "…"


def _stage(text: str, ctx: ReadingContext) -> int:
    found = reading.read_line(text, ctx)
    if found.stage_id is None or found.client or found.title:
        raise BadInput("stage", text)
    return found.stage_id


def _source(text: str, sources: Sequence[Source]) -> int:
    wanted = reading.fold(text)
    for source in sources:
        if wanted and wanted in {reading.fold(name) for name in source.names.values()}:
            return source.id
    raise BadInput("source", text)


def _step(values: DraftValues, text: str, ctx: ReadingContext) -> DraftValues:
    step = reading.read_step(text, ctx)
    if step is None:
        # Tells a moment that has passed from words that hold none.
        when, words = reading.read_when(text, ctx), None
    else:
        when, words = step.when, step.text
    if (when.date - ctx.today).days > FURTHEST_STEP_DAYS:
        raise BadInput("when", text, "too_far")
    return replace(
        values,
        next_step_at=when.at,
        next_step_has_time=when.has_time,
        # A new day for the same step keeps its words; new words replace them.
        next_step_text=one_line(words or "") or values.next_step_text,
    )


def _emptied(values: DraftValues, field: str) -> DraftValues:
    nothing: dict[str, dict[str, object]] = {
        "amount": {"amount_minor": None},
        "stage": {"stage_id": None},
        "step": {"next_step_at": None, "next_step_has_time": False, "next_step_text": None},
        "close": {"expected_close": None},
        "phone": {"phone": None, "contact_name": None, "contact_user_id": None},
        "source": {"source_id": None},
        "title": {"title": ""},
    }
    if field not in nothing:
        raise NotFound("field")
    return replace(
        values,
        cut=_without_title(values) if field == "title" else tuple(name for name in values.cut if name != field),
        **nothing[field],  # type: ignore[arg-type]
    )


def _in_currency(values: DraftValues, before: str, currency: str) -> DraftValues:
    """The same number in another currency: 500 PLN becomes 500 JPY, though yen have no minor units."""
    if values.amount_minor is None:
        return replace(values, currency=currency)
    shift = get_currency_precision(currency) - get_currency_precision(before)
    amount = Decimal(values.amount_minor).scaleb(shift).to_integral_value(ROUND_HALF_UP)
    return replace(values, currency=currency, amount_minor=int(amount))


def _day_starts(ctx: ReadingContext, day: date) -> datetime:
    return day_starts(day, ctx.tz, ctx.day_start.hour * 60 + ctx.day_start.minute)
