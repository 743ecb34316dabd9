"""The data behind every button. Formats are frozen: buttons live in chats for years, and adding even an optional field
kills the old ones. A new meaning gets a new prefix; ``tests/architecture/test_callbacks.py`` pins the packed strings.
"""
