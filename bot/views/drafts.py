"""The draft card: what was read of a deal, to check and save, and the deals that it may be about."""

from __future__ import annotations

from aiogram.types import InlineKeyboardButton

from bot.callbacks.deals import DealOpen
from bot.callbacks.drafts import DraftCancel, DraftField, DraftRestore, DraftSave, DraftShow
from bot.i18n import Markup
from bot.models import StageKind
from bot.models.facts_deals import DealRow
from bot.models.facts_drafts import LONGEST, DraftFacts, DraftStart
from bot.reader import Reader
from bot.views import formatting
from bot.views.deal_lines import contact_line, joined, shorten, when
from bot.views.lists import CLIENT, row_facts
from bot.views.roles import home_button
from bot.views.screen import DOT, Row, Screen, button, grid, keyboard, solid
from bot.views.start import new_deal

NAME = 60
"""So much of a client's name is said in a sentence."""

CORRECTIONS = (
    (("client", "field-client"), ("amount", "field-amount"), ("stage", "draft-field-stage")),
    (("step", "field-step"), ("phone", "field-phone")),
    (("close", "field-close"), ("title", "field-title")),
)
"""One button per field, in rows whose labels fit a phone in all three languages."""

ICONS = {StageKind.WON: "🏆 ", StageKind.LOST: "❌ ", StageKind.PARKED: "💤 ", StageKind.OPEN: ""}
CUTS = {"client": "draft-cut-client", "title": "draft-cut-title", "step": "draft-cut-step"}


def draft_card(facts: DraftFacts, reader: Reader) -> Screen:
    """Check and save: only what was entered, then *Save*, then a button per field."""
    t = reader.t
    rows: list[Row] = [[button(t.plain("draft-button-save"), DraftSave(draft=facts.id), "success")]]
    rows += [
        [button(t.plain(key), DraftField(draft=facts.id, field=field)) for field, key in row] for row in CORRECTIONS
    ]
    source = [button(t.plain("field-source"), DraftField(draft=facts.id, field="source"))] if facts.sources else []
    rows.append([*source, cancel_button(facts, reader)])
    title = t("draft-title-team", team=facts.team_name) if facts.elsewhere else t("draft-title")
    return Screen(Markup("\n").join([title, *body(facts, reader)]), keyboard(rows))


def cancel_button(facts: DraftFacts, reader: Reader) -> InlineKeyboardButton:
    """Throws the draft away."""
    return button(reader.t.plain("button-cancel"), DraftCancel(draft=facts.id))


def body(facts: DraftFacts, reader: Reader) -> list[Markup]:
    """What was entered, short facts side by side; then what did not fit the deal's columns."""
    values, t = facts.values, reader.t
    lines = [each for each in (*_heading(facts, reader), joined(*_facts(facts, reader))) if each]
    lines += [t(CUTS[field], limit=LONGEST[field]) for field in values.cut]
    return lines


def matches(start: DraftStart, reader: Reader) -> Screen:
    """The deals that the text may be about, each a button to its card; *New deal* last."""
    t = reader.t
    lines = [t("draft-matches") if start.draft else t("draft-matches-viewer")]
    lines += [_match(row, reader, at) for at, row in enumerate(start.matches, 1)]
    if start.more:
        lines.append(t("draft-matches-more"))
    openers = [
        button(f"{at} {shorten(row.deal.client, CLIENT)}", DealOpen(deal=row.deal.id))
        for at, row in enumerate(start.matches, 1)
    ]
    rows = grid(openers, 2)
    if start.draft is not None:
        rows.append([button(t.plain("button-new-deal"), DraftShow(draft=start.draft.id), "primary")])
    return Screen(Markup("\n").join(lines), keyboard(rows))


def viewer(reader: Reader) -> Screen:
    """Nothing matches, and a viewer creates nothing."""
    return Screen(reader.t("draft-viewer"), keyboard([[home_button(reader)]]))


def no_team(reader: Reader) -> Screen:
    """Without a team there is nowhere to keep a deal."""
    return Screen(reader.t("draft-no-team"), keyboard([[home_button(reader)]]))


def cancelled(facts: DraftFacts, reader: Reader) -> Screen:
    """The draft was thrown away; one tap takes it back."""
    t = reader.t
    if facts.values.is_empty:
        return Screen(t("draft-cancelled-empty"), keyboard([[home_button(reader)]]))
    back = button(t.plain("deal-button-undo"), DraftRestore(draft=facts.id))
    return Screen(t("draft-cancelled", what=_name(facts, reader)), keyboard([[back, new_deal(reader)]]))


def kept(facts: DraftFacts, reader: Reader) -> Screen:
    """Somebody left the questions for something else: the draft is where it was."""
    t = reader.t
    show = button(t.plain("draft-button-open"), DraftShow(draft=facts.id))
    return Screen(t("draft-kept", what=_name(facts, reader)), keyboard([[show]]))


def _name(facts: DraftFacts, reader: Reader) -> Markup:
    """What to call the draft in a sentence: its client, else the first thing that is known."""
    if facts.values.client:
        return reader.t("draft-client", client=shorten(facts.values.client, NAME))
    first = [*_facts(facts, reader), *_heading(facts, reader)]
    return first[0] if first else Markup("–")


def _heading(facts: DraftFacts, reader: Reader) -> list[Markup]:
    values, t = facts.values, reader.t
    if not values.client:
        return [t("draft-words", title=values.title)] if values.title else []
    if values.title:
        return [t("draft-client-title", client=values.client, title=values.title)]
    return [t("draft-client", client=values.client)]


def _facts(facts: DraftFacts, reader: Reader) -> list[Markup]:
    values, t, locale = facts.values, reader.t, reader.locale
    parts: list[Markup] = []
    if values.amount_minor is not None:
        parts.append(t("draft-amount", amount=formatting.money(values.amount_minor, facts.currency, locale)))
    if facts.stage is not None:
        parts.append(t("deal-place-plain", stage=facts.stage.name(locale)))
    if values.next_step_at is not None:
        planned = when(values.next_step_at, values.next_step_has_time, reader)
        text = values.next_step_text
        parts.append(t("deal-step", text=text, when=planned) if text else t("deal-step-bare", when=planned))
    if values.expected_close is not None:
        parts.append(t("draft-close", close=formatting.day(values.expected_close, locale, reader.today)))
    parts += _contact(facts, reader)
    if facts.source is not None:
        parts.append(t("deal-source", source=facts.source.name(locale)))
    return parts


def _contact(facts: DraftFacts, reader: Reader) -> list[Markup]:
    values = facts.values
    # A contact who is also the client need not be named twice.
    name = values.contact_name if values.contact_name != values.client else None
    line = contact_line(name, values.phone, reader)
    return [line] if line else []


def _match(row: DealRow, reader: Reader, at: int) -> Markup:
    facts = DOT.join([f"{ICONS[row.stage.kind]}{row_facts(row, reader)}", solid(f"👤 {row.owner_name}")])
    return Markup(f"{at}  ") + reader.t("list-row", client=row.deal.client, facts=facts)
