"""What the bot called: counters, and a bounded list of recent calls for tests."""

from __future__ import annotations

from collections import Counter, deque

from bot.sandbox.params import Json

KEEP = 5_000


class Journal:
    """Counts every call; `keep=0` switches the list off for benchmarks."""

    def __init__(self, keep: int = KEEP) -> None:
        self.calls: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self._recent: deque[tuple[int, str, Json, int, str, float]] = deque(maxlen=keep)
        self._keep = keep
        self._number = 0

    def add(self, method: str, params: Json, code: int, description: str, at: float) -> None:
        """Notes one finished call; `code` 0 means success."""
        self.calls[method] += 1
        if code:
            self.errors[description] += 1
        self._number += 1
        if self._keep:
            self._recent.append((self._number, method, params, code, description, at))

    def since(self, number: int) -> list[Json]:
        """Calls after `number`, oldest first, as far as they are still kept."""
        return [_as_json(entry) for entry in self._recent if entry[0] > number]

    def clear(self) -> None:
        """Forgets everything but the numbering."""
        self.calls.clear()
        self.errors.clear()
        self._recent.clear()


def _as_json(entry: tuple[int, str, Json, int, str, float]) -> Json:
    number, method, params, code, description, at = entry
    result: Json = {"n": number, "method": method, "params": params, "ok": not code, "at": at}
    if code:
        result["error_code"] = code
        result["description"] = description
    return result
