"""Refusals of the Bot API: HTTP code, description and `parameters`, worded as the real server words them."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """One refused Bot API call; `code` is both the HTTP status and `error_code`."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(text: str) -> ApiError:
    """400 with the prefix every such description has."""
    return ApiError(400, f"Bad Request: {text}")


def forbidden(text: str) -> ApiError:
    """403 with the prefix every such description has."""
    return ApiError(403, f"Forbidden: {text}")


def conflict(text: str) -> ApiError:
    """409: two pollers, or polling beside a webhook."""
    return ApiError(409, f"Conflict: {text}")


def too_many_requests(retry_after: int) -> ApiError:
    """429; `retry_after` in whole seconds."""
    text = f"Too Many Requests: retry after {retry_after}"
    return ApiError(429, text, {"retry_after": retry_after})


class PageError(Exception):
    """A person on the page asked for something that no Telegram client could do."""
