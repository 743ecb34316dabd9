"""The questions of a draft: to correct one field, or one after another in the guided entry."""

from __future__ import annotations

from aiogram.types import InlineKeyboardButton

from bot.callbacks.drafts import DraftGuide, DraftPick, DraftShow, DraftStep
from bot.errors import BadInput
from bot.i18n import Markup
from bot.models.facts_drafts import CLOSE_DAYS, STEP_DAYS, DraftFacts
from bot.reader import Reader
from bot.views.deal_lines import shorten
from bot.views.deal_questions import bad_input
from bot.views.drafts import body, cancel_button
from bot.views.new_team import currency_label
from bot.views.roles import mark
from bot.views.screen import Row, Screen, button, grid, keyboard

HALF = 17
"""Characters that fit a button of half the screen's width."""

ASKS = {
    "client": "ask-client",
    "amount": "ask-amount",
    "stage": "draft-ask-stage",
    "step": "draft-ask-step",
    "close": "ask-close",
    "phone": "ask-phone",
    "source": "deal-menu-source",
    "title": "ask-title",
}
# Problems with words of their own; all others are worded as on the deal's card.
PROBLEMS = {
    ("stage", "unreadable"): "draft-bad-stage",
    ("source", "unreadable"): "draft-bad-source",
}
QUOTED = 40


def question(
    facts: DraftFacts, field: str, reader: Reader, *, guided: bool = False, problem: BadInput | None = None
) -> Screen:
    """Ask for one field, with buttons where there is a choice; what is known already stands below.

    ``guided``: as one of a row of questions. ``problem``: why the last answer was not taken.
    """
    t = reader.t
    lines: list[Markup] = []
    if guided and field in facts.questions:
        number = facts.questions.index(field) + 1
        lines.append(t("draft-guide", number=number, total=len(facts.questions)))
    lines.append(t(ASKS[field]) if problem is None else _problem(problem, reader))
    if field == "phone":
        lines.append(t("draft-ask-contact"))
    known = body(facts, reader)
    if known:
        lines += [Markup(), *known]
    ends = _guide_rows(facts, field, reader) if guided else _correction_rows(facts, field, reader)
    return Screen(Markup("\n").join(lines), keyboard([*_choices(facts, field, reader, guided), *ends]))


def _problem(problem: BadInput, reader: Reader) -> Markup:
    key = PROBLEMS.get((problem.field, problem.kind))
    if key is None:
        return bad_input(problem, reader)
    return reader.t(key, text=shorten(problem.text, QUOTED))


def _choices(facts: DraftFacts, field: str, reader: Reader, guided: bool) -> list[Row]:
    """What can be tapped instead of typed; the present choice has a tick."""
    t, values = reader.t, facts.values

    def pick(label: str, value: str, name: str = field) -> InlineKeyboardButton:
        if guided:
            return button(label, DraftGuide(draft=facts.id, field=name, value=value))
        return button(label, DraftPick(draft=facts.id, field=name, value=value))

    if field == "amount":
        codes = [(mark(code == facts.currency, currency_label(code)), code) for code in facts.currencies]
        return grid([pick(label, code, "currency") for label, code in codes], len(codes))
    if field == "stage":
        names = [(mark(s.id == values.stage_id, s.name(reader.locale)), s.id) for s in facts.stages]
        return _fitting([pick(label, str(stage_id)) for label, stage_id in names])
    if field == "source":
        names = [(mark(s.id == values.source_id, s.name(reader.locale)), s.id) for s in facts.sources]
        return _fitting([pick(label, str(source_id)) for label, source_id in names])
    if field == "step":
        labels = {1: t.plain("deal-button-tomorrow"), 7: t.plain("deal-button-week")}
        days = STEP_DAYS
    elif field == "close":
        labels, days = {}, CLOSE_DAYS
    else:
        return []
    return [[pick(labels.get(count) or t.plain("deal-button-days", days=count), str(count)) for count in days]]


def _fitting(buttons: list[InlineKeyboardButton]) -> list[Row]:
    """Pairs of short labels side by side, long ones on a row of their own, in the order given."""
    rows: list[Row] = []
    for each in buttons:
        pair = rows and len(rows[-1]) == 1 and max(len(each.text), len(rows[-1][0].text)) <= HALF
        if pair:
            rows[-1].append(each)
        else:
            rows.append([each])
    return rows


def _correction_rows(facts: DraftFacts, field: str, reader: Reader) -> list[Row]:
    t = reader.t
    if not facts.values.client:
        # Nothing can be saved without a client, so there is no card to go back to.
        return [[cancel_button(facts, reader)]]
    row = [button(t.plain("button-back"), DraftShow(draft=facts.id))]
    if field != "client" and facts.values.has(field):
        row.append(button(t.plain("deal-button-clear"), DraftPick(draft=facts.id, field=field, value="-")))
    return [row]


def _guide_rows(facts: DraftFacts, field: str, reader: Reader) -> list[Row]:
    """Back, then Skip (or Next, where something is filled in); Finish once there is a client, and Cancel."""
    t = reader.t
    ways: Row = []
    before, after = facts.before(field), facts.after(field)
    if before:
        ways.append(button(t.plain("button-back"), DraftStep(draft=facts.id, question=before)))
    if facts.values.client:
        key = "draft-button-next" if facts.values.has(field) else "draft-button-skip"
        on = DraftStep(draft=facts.id, question=after) if after else DraftShow(draft=facts.id)
        ways.append(button(t.plain(key), on))
    ends: Row = [cancel_button(facts, reader)]
    if facts.values.client and after:
        ends.insert(0, button(t.plain("draft-button-finish"), DraftShow(draft=facts.id)))
    return [ways, ends]
