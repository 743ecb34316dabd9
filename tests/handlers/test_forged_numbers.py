"""A forged button may carry any number: it gets a refusal, never an error of the database's driver."""

from __future__ import annotations

import pytest

from bot.callbacks.deals import DealOpen
from bot.handlers.errors import LARGEST, possible


@pytest.mark.parametrize(("deal", "fine"), [(1, True), (LARGEST, True), (LARGEST + 1, False), (-(2**70), False)])
def test_numbers_beyond_the_database_are_no_button_of_ours(deal: int, fine: bool) -> None:
    assert possible(DealOpen(deal=deal)) is fine


def test_what_is_no_button_passes() -> None:
    assert possible(None)
