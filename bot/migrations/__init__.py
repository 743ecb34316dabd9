"""The history of the database's shape, and `upgrade`, which brings a database up to it."""

from bot.migrations.upgrade import head, upgrade

__all__ = ["head", "upgrade"]
