"""Why a single-field reader refuses: the kinds of `bot.errors.BadInput` that this package raises."""

from typing import Final, Literal

from bot.errors import BadInput

Field = Literal["amount", "date", "when", "phone", "percent"]

UNREADABLE: Final = "unreadable"
PAST: Final = "past"
NOT_POSITIVE: Final = "not_positive"
TOO_BIG: Final = "too_big"
TOO_FAR: Final = "too_far"

__all__ = ["NOT_POSITIVE", "PAST", "TOO_BIG", "TOO_FAR", "UNREADABLE", "BadInput", "Field"]
