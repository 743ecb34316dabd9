"""A local stand-in for Telegram: Bot API server, chat page and the supervisor of the demo.

Imports nothing else of the bot and talks to it over HTTP only.
"""
