"""Logs: structured, on stderr, without tokens and without what people wrote.

Three nets, because any one has holes: fields that carry texts or personal data are blanked by name,
tracebacks lose the quoted values in their messages, and the finished line is scrubbed of everything that
looks like a token. Libraries that log SQL parameters or whole updates are kept at WARNING.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, Literal, TextIO

import structlog
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

HIDDEN = "[hidden]"

PRIVATE_FIELDS = frozenset(
    {"text", "texts", "caption", "html", "body", "raw", "payload", "update", "message", "title", "client"}
    | {"note", "comment", "query", "draft", "phone", "phone_number", "email", "contact", "token", "bot_token"}
    | {"first_name", "last_name", "full_name", "username"}
)
"""Names of log fields whose values are never written, at any depth."""

QUIET = ("sqlalchemy", "aiosqlite", "asyncio", "aiogram", "aiohttp", "alembic", "apscheduler", "tzlocal")
"""Libraries whose INFO and DEBUG lines repeat statements, requests or updates."""

SCRUBBERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"/bot[^/\s\"']+(?=[/\s\"']|$)"), f"/bot{HIDDEN}"),
    (re.compile(r"\b\d{3,}(?::|%3[Aa])[A-Za-z0-9_-]{20,}"), HIDDEN),
    (re.compile(r"([?&]start(?:group|app)?=)[A-Za-z0-9_-]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(/start(?:@\w+)?\s+)[A-Za-z0-9_-]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(\w://[^/\s:@]*):[^/\s@]+@"), rf"\1:{HIDDEN}@"),
    (re.compile(r"\[parameters: .*?\](?=\n|\\n|\"|$)", re.DOTALL), f"[parameters: {HIDDEN}]"),
    (re.compile(r"input_value=.*?, input_type=", re.DOTALL), f"input_value={HIDDEN}, input_type="),
)
"""API paths, bot tokens, invite and deep links, passwords in addresses, SQL parameters, rejected input."""

_QUOTED = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"")


def configure_logging(
    level: str = "INFO",
    layout: Literal["text", "json"] = "text",
    *,
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
) -> None:
    """Send structlog and the standard `logging` through one safe formatter to `stream` (stderr).

    `secrets` are exact strings that must never appear, whatever their shape: pass the bot token here.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_private_fields,
        structlog.processors.StackInfoRenderer(),
        structlog.processors.ExceptionRenderer(_format_exc_info),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if layout == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_SafeFormatter(renderer, shared, secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught


def hide_private_fields(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Blank the fields that would carry texts or personal data, wherever they are nested."""
    for key, value in event.items():
        # Not the exception: it is rendered, and scrubbed, further on.
        if key != "exc_info":
            event[key] = HIDDEN if key in PRIVATE_FIELDS else _without_private(value)
    return event


def scrub(line: str, secrets: Iterable[str] = ()) -> str:
    """The line without tokens, invite links, passwords, SQL parameters and validation input."""
    for secret in secrets:
        line = line.replace(secret, HIDDEN)
    for pattern, replacement in SCRUBBERS:
        line = pattern.sub(replacement, line)
    return line


def safe_traceback(error: BaseException, secrets: Iterable[str] = ()) -> str:
    """The traceback without quoted values in its messages: they may be what people wrote.

    Also for tracebacks that are stored, such as those of dead letters.
    """
    chunks = traceback.format_exception(error)
    return scrub("".join(_without_quotes(chunk) for chunk in chunks), secrets).rstrip("\n")


def _without_quotes(chunk: str) -> str:
    is_frame = chunk.lstrip(" |+-").startswith("File ")
    return chunk if is_frame else _QUOTED.sub("'…'", chunk)


def _without_private(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: HIDDEN if k in PRIVATE_FIELDS else _without_private(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_without_private(item) for item in value]
    return value


def _format_exc_info(exc_info: ExcInfo) -> str:
    return safe_traceback(exc_info[1])


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    structlog.get_logger("bot").critical("uncaught", exc_info=(kind, error, trace))


class _SafeFormatter(structlog.stdlib.ProcessorFormatter):
    """Renders as asked, then scrubs the finished line: the last net, under everybody's lines."""

    def __init__(self, renderer: Processor, foreign: list[Processor], secrets: Iterable[str]) -> None:
        super().__init__(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            foreign_pre_chain=[*foreign[:2], structlog.stdlib.ExtraAdder(), *foreign[2:]],
        )
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        return scrub(super().format(record), self._secrets)
