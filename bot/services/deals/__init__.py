"""What people do with deals. Each class is one family of actions; each public method is one transaction."""

from bot.services.deals.cards import DealCards
from bot.services.deals.edits import DealEdits
from bot.services.deals.moves import DealMoves
from bot.services.deals.typed import DealTyping
from bot.services.deals.undo import DealUndoing
from bot.services.deals.work import DealWork

__all__ = ["DealCards", "DealEdits", "DealMoves", "DealTyping", "DealUndoing", "DealWork"]
