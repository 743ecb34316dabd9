"""Who is asking: member, team, role, locale."""

from bot.middlewares.who import install

__all__ = ["install"]
