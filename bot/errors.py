"""Errors that a person can cause or must hear about. Handlers turn each into a message; none is a bug of ours."""

from __future__ import annotations


class DealnudgeError(Exception):
    """Root of every error that the bot answers with words instead of a traceback."""


class NotAllowed(DealnudgeError):
    """The actor's role does not allow this. ``why`` is a message key under ``denied-``."""

    def __init__(self, why: str = "role") -> None:
        super().__init__(why)
        self.why = why


class NotFound(DealnudgeError):
    """The thing does not exist, or the actor may not know that it does: both look alike from outside."""

    def __init__(self, what: str = "deal") -> None:
        super().__init__(what)
        self.what = what


class BadInput(DealnudgeError, ValueError):
    """Something typed could not be read. ``field`` names what was asked, ``text`` what came, ``kind`` why it failed."""

    def __init__(self, field: str, text: str, kind: str = "unreadable") -> None:
        super().__init__(f"{field}: {kind}")
        self.field = field
        self.text = text
        self.kind = kind


class InviteRefused(DealnudgeError):
    """An invite link that cannot be used. ``why``: unknown, expired, used_up, revoked."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
