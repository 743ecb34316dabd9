"""The lines of the deal card: at most eight, the important thing first."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.i18n import Markup
from bot.models import Deal, StageKind
from bot.models.facts_deals import DealCard
from bot.reader import Reader
from bot.views import formatting
from bot.views.deal_state import day_of, is_paused, is_stuck, pause_reason, stage_day, stuck_reason, warning
from bot.views.screen import DOT

# Letters that fit the line of a phone 390 points wide; an icon is as wide as two of them, a dot as one and a half.
LINE = 42
# A card repeats words that somebody typed only this far, or they would push its facts off the screen. *Edit* has client
# and title whole, the history more of the rest.
CLIENT, TITLE, STEP, COMMENT = 60, 80, 120, 120


def shorten(text: str, length: int) -> str:
    """Cut a label where a phone would, with an ellipsis."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def when(moment: datetime, has_time: bool, reader: Reader) -> str:
    """A planned moment: the day, and the time if one was named."""
    if has_time:
        return formatting.moment(moment, reader.zone, reader.locale, reader.now)
    return formatting.day(_local_day(moment, reader.zone), reader.locale, reader.today)


def _local_day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def card_lines(card: DealCard, reader: Reader) -> list[Markup]:
    """The card's text, a line each."""
    deal = card.deal
    lines = [_heading(deal, reader), _money(card, reader)]
    if not _says_stage(deal):
        lines += [_place(card, reader), _stuck(card, reader)]
    goal = card.stage.goal(reader.locale)
    if goal and not deal.closed:
        lines.append(reader.t("deal-goal", goal=goal))
    lines.append(_fate(card, reader))
    lines.append(paused_line(deal, reader))
    lines.append(_dates(deal, reader))
    lines.append(_contact(card, reader))
    return [line for line in lines if line]


def _says_stage(deal: Deal) -> bool:
    """The line that says how the deal ended, or when it comes back, names the stage already."""
    return deal.kind is StageKind.LOST or (deal.kind is StageKind.PARKED and deal.returns_at is not None)


def _heading(deal: Deal, reader: Reader) -> Markup:
    number, client = str(deal.number), shorten(deal.client, CLIENT)
    if deal.title:
        return reader.t("deal-heading-title", client=client, title=shorten(deal.title, TITLE), number=number)
    return reader.t("deal-heading", client=client, number=number)


def _money(card: DealCard, reader: Reader) -> Markup:
    """Amount and probability; a closed deal has no chances left to speak of."""
    deal, t = card.deal, reader.t
    parts: list[Markup] = []
    if deal.amount_minor is not None:
        parts.append(t("deal-amount", amount=formatting.money(deal.amount_minor, deal.currency, reader.locale)))
    elif not deal.closed:
        parts.append(t("deal-amount-none"))
    if not deal.closed:
        parts[-1] += Markup(DOT) + formatting.percent(card.probability, reader.locale)
    return joined(*parts, t("deal-owner", name=card.owner_name))


def _place(card: DealCard, reader: Reader) -> Markup:
    deal, stage, t = card.deal, card.stage, reader.t
    name = stage.name(reader.locale)
    if stage.kind is not StageKind.OPEN:
        return t("deal-place-plain", stage=name)
    road = [each for each in card.stages if each.kind is StageKind.OPEN]
    dots = formatting.dots(next(at for at, each in enumerate(road, 1) if each.id == stage.id), len(road))
    if is_stuck(deal, reader.now):
        # How long and why stands on a line of its own, in place of the plain count.
        return t("deal-place", stage=name, dots=dots)
    days = day_of(stage, stage_day(deal, reader), reader)
    # A paused deal says so on a line of its own.
    icon = "" if is_paused(deal) else warning(deal, reader.now)
    return joined(t("deal-place", stage=name, dots=dots), Markup(f"{icon} ".lstrip()) + days)


def _stuck(card: DealCard, reader: Reader) -> Markup:
    if not is_stuck(card.deal, reader.now):
        return Markup()
    return Markup("🔴 ") + stuck_reason(card.deal, card.stage, reader, named=False)


def paused_line(deal: Deal, reader: Reader) -> Markup:
    """Until when a deal is paused, and why, or may stand where it does; nothing for others."""
    if deal.wait_until is not None and deal.wait_until > reader.now and deal.kind is StageKind.OPEN:
        return reader.t("deal-wait", when=when(deal.wait_until, False, reader))
    if deal.paused_until is None or not is_paused(deal):
        return Markup()
    until = when(deal.paused_until, False, reader)
    return reader.t("deal-paused", when=until, reason=pause_reason(deal.pause_reason, reader))


def _fate(card: DealCard, reader: Reader) -> Markup:
    """The next step of an open deal, the return of a parked one (and its step, if one is planned), the end of a closed
    one.
    """
    deal, t = card.deal, reader.t
    if deal.kind is StageKind.WON:
        took = (_closed_on(deal, reader) - deal.start_date).days
        return t("deal-won", days=formatting.days(max(took, 1), reader.locale))
    if deal.kind is StageKind.LOST:
        return _lost(card, reader)
    if deal.kind is StageKind.PARKED and deal.returns_at is not None:
        key = "deal-parked-stage" if deal.returns_at > reader.now else "deal-parked-stage-back"
        back = t(key, stage=card.stage.name(reader.locale), when=when(deal.returns_at, False, reader))
        planned = deal.next_step_at is not None or deal.next_step_text
        return Markup("\n").join([back, _step(deal, reader)]) if planned else back
    return _step(deal, reader)


def _step(deal: Deal, reader: Reader) -> Markup:
    t = reader.t
    if deal.next_step_at is None:
        if deal.next_step_text:
            return t("deal-step-undated", text=shorten(deal.next_step_text, STEP))
        return t("deal-step-none")
    planned = when(deal.next_step_at, deal.next_step_has_time, reader)
    if deal.next_step_text:
        return t("deal-step", text=shorten(deal.next_step_text, STEP), when=planned)
    return t("deal-step-bare", when=planned)


def _lost(card: DealCard, reader: Reader) -> Markup:
    """That it is lost, why, and what was said about it."""
    t, stage = reader.t, card.stage.name(reader.locale)
    reason = card.loss_reason.name(reader.locale) if card.loss_reason else ""
    line = t("deal-lost", stage=stage, reason=reason) if reason else t("deal-lost-bare", stage=stage)
    if not card.deal.loss_comment:
        return line
    return Markup("\n").join([line, t("deal-lost-comment", comment=shorten(card.deal.loss_comment, COMMENT))])


def _closed_on(deal: Deal, reader: Reader) -> date:
    return _local_day(deal.closed_at or reader.now, reader.zone)


def _dates(deal: Deal, reader: Reader) -> Markup:
    t, locale = reader.t, reader.locale
    start = formatting.day(deal.start_date, locale, reader.today)
    close = _closed_on(deal, reader) if deal.closed else deal.expected_close
    if close is None:
        dates = t("deal-dates-open", start=start)
    else:
        dates = t("deal-dates", start=start, close=formatting.day(close, locale, reader.today))
    ago = formatting.ago(deal.last_touch_at, reader.now, reader.zone, locale)
    if deal.last_touch_kind is None:
        return joined(dates, t("deal-touched", ago=ago))
    return joined(dates, t("deal-touched-kind", ago=ago, kind=t.plain(f"touch-{deal.last_touch_kind}")))


def contact_line(name: str | None, phone: str | None, reader: Reader) -> Markup:
    """Whom to call, and the number, which Telegram makes callable."""
    t = reader.t
    if phone and name:
        return t("deal-contact", name=shorten(name, CLIENT), phone=formatting.phone(phone))
    if phone:
        return t("deal-phone", phone=formatting.phone(phone))
    return t("deal-contact-bare", name=shorten(name, CLIENT)) if name else Markup()


def _contact(card: DealCard, reader: Reader) -> Markup:
    t = reader.t
    contact = contact_line(card.deal.contact_name, card.deal.phone, reader)
    parts = [contact] if contact else []
    if card.source is not None:
        parts.append(t("deal-source", source=card.source.name(reader.locale)))
    if card.team_name:
        parts.append(t("deal-team", team=shorten(card.team_name, CLIENT)))
    return joined(*parts)


def joined(*parts: Markup) -> Markup:
    """Facts side by side where a line has room, else below each other: better than where a phone would break."""
    lines: list[Markup] = []
    for part in parts:
        if lines and width(lines[-1]) + 2 + width(part) <= LINE:
            lines[-1] = lines[-1] + Markup("  ") + part
        else:
            lines.append(part)
    return Markup("\n").join(lines)


def width(text: str) -> float:
    """How much of a line (``LINE``) the text takes; of no HTML."""
    return sum(1.5 if letter in "●○" else 2 if letter >= "\u2600" else 1 for letter in text)
