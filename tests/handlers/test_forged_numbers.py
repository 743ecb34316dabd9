"""A forged button may carry any number: it gets a refusal, never an error of the database's driver."""

from __future__ import annotations

import pytest

from bot.callbacks.deals import DealOpen
from bot.callbacks.teams import MemberList
from bot.handlers.errors import LARGEST, possible
from bot.models.facts_teams import NewTeam
from bot.services.people import Profile
from tests.handlers.recorded import Phone


@pytest.mark.parametrize(("deal", "fine"), [(1, True), (LARGEST, True), (LARGEST + 1, False), (-(2**70), False)])
def test_numbers_beyond_the_database_are_no_button_of_ours(deal: int, fine: bool) -> None:
    assert possible(DealOpen(deal=deal)) is fine


def test_what_is_no_button_passes() -> None:
    assert possible(None)


async def test_no_page_of_the_members_lies_beyond_what_a_database_counts(phone: Phone) -> None:
    await phone.provided["people"].meet(Profile(1, "P1", language_code="en"), "en")
    made = await phone.provided["teams"].create(1, NewTeam("N", "PLN", "Europe/Warsaw", "PL", "en", "blank"), "n")
    said = await phone.press(1, MemberList(team=made.id, page=LARGEST))
    assert [call.method for call in said] == ["AnswerCallbackQuery", "EditMessageText"]
