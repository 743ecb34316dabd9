"""Addresses: which ones Telegram takes on buttons and in texts, and how it spells them back."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.errors import bad_request

_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HOST = re.compile(r"^(?:\[[0-9a-f:]+\]|[\w.-]+)$", re.IGNORECASE)
_START = re.compile(r"^[A-Za-z0-9_-]{1,64}$")
_TELEGRAM = {"t.me", "telegram.me", "telegram.dog"}


def checked_url(url: str, prefix: str) -> str:
    """Returns the address in Telegram's spelling; raises 400 `<prefix>: <reason>` (tdlib, LinkManager)."""
    url = url.strip()
    if not url:
        raise bad_request(f"{prefix}: URL host is empty")
    scheme = _SCHEME.match(url)
    if scheme and "." not in scheme.group(1) and scheme.group(1).lower() != "localhost":
        name = scheme.group(1).lower()
        if name in {"tg", "ton", "tonsite"}:
            return url
        if name not in {"http", "https"}:
            raise bad_request(f"{prefix}: Unsupported URL protocol")
    else:
        url = f"http://{url}"
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise bad_request(f"{prefix}: Wrong HTTP URL") from None
    host = parts.hostname or ""
    if not host:
        raise bad_request(f"{prefix}: URL host is empty")
    # a bare word is no host, the machine itself is none for Telegram either
    if not _HOST.match(host) or ("." not in host and ":" not in host) or port == 0:
        raise bad_request(f"{prefix}: Wrong HTTP URL")
    rest = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{parts.scheme.lower()}://{parts.netloc}{parts.path or '/'}{rest}{fragment}"


def bot_link(url: str) -> tuple[str, str, str] | None:
    """(bot user name, "start" or "startgroup" or "", payload) of a t.me or tg://resolve link, else None.

    A payload that Telegram would not pass on (over 64 characters, other than A–Z a–z 0–9 _ -) becomes ''.
    """
    parts = urlsplit(url if "://" in url else f"https://{url}")
    query = parse_qs(parts.query, keep_blank_values=True)
    if parts.scheme == "tg" and parts.netloc == "resolve":
        name = query.get("domain", [""])[0]
    elif parts.hostname in _TELEGRAM:
        name = parts.path.strip("/")
    else:
        return None
    if not re.fullmatch(r"[A-Za-z]\w{3,31}", name):
        return None
    for kind in ("startgroup", "start"):
        if kind in query:
            payload = query[kind][0]
            return name, kind, payload if _START.match(payload) else ""
    return name, "", ""
