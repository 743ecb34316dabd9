"""setWebhook and its kin. Telegram wants HTTPS; here plain HTTP to this machine, at any port, passes too."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.sandbox.errors import bad_request
from bot.sandbox.params import Json, Params
from bot.sandbox.telegram import Telegram
from bot.sandbox.webhook import DEFAULT_CONNECTIONS, Target, Webhook

PORTS = (80, 88, 443, 8443)
MAX_SECRET = 256
_SECRET = re.compile(r"^[A-Za-z0-9_-]*$")
_LOCAL = {"127.0.0.1", "localhost", "::1"}


class Webhooks:
    """Holds the active webhook of one stand-in; its methods are asynchronous, unlike the others."""

    def __init__(self) -> None:
        self.active: Webhook | None = None

    async def set(self, tg: Telegram, params: Params) -> bool:
        """Starts delivery to `url`; an empty url is deleteWebhook."""
        url = params.text("url").strip()
        if not url:
            return await self.delete(tg, params)
        target = Target(_checked_url(url), _checked_secret(params.text("secret_token")))
        connections = params.number("max_connections", DEFAULT_CONNECTIONS)
        target.max_connections = min(max(connections, 1), 100)
        allowed = params.array("allowed_updates", "can't parse allowed updates JSON object")
        await self.stop()
        tg.updates.allow(allowed)
        if params.flag("drop_pending_updates"):
            tg.updates.drop()
        tg.updates.end_poll("terminated by setWebhook request")
        self.active = Webhook(tg, target)
        self.active.start()
        tg.updates.listening.set()
        return True

    async def delete(self, tg: Telegram, params: Params) -> bool:
        """Stops delivery; pending updates stay unless they are to be dropped."""
        await self.stop()
        if params.flag("drop_pending_updates"):
            tg.updates.drop()
        return True

    async def info(self, tg: Telegram, params: Params) -> Json:
        """The state of delivery."""
        webhook = self.active
        if webhook is None:
            return {"url": "", "has_custom_certificate": False, "pending_update_count": len(tg.updates)}
        result: Json = {
            "url": webhook.target.url,
            "has_custom_certificate": False,
            "pending_update_count": webhook.pending(),
            "max_connections": webhook.target.max_connections,
            "ip_address": urlsplit(webhook.target.url).hostname or "",
        }
        if webhook.last_error:
            result["last_error_date"] = webhook.last_error_date
            result["last_error_message"] = webhook.last_error
        return result

    async def stop(self) -> None:
        """Ends delivery, if any."""
        webhook, self.active = self.active, None
        if webhook is not None:
            await webhook.stop()


def _checked_url(url: str) -> str:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise bad_request("bad webhook: Port number is out of range") from None
    if not parts.hostname:
        raise bad_request("bad webhook: URL host is empty")
    if parts.scheme == "http" and parts.hostname in _LOCAL:
        return url
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (port or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    return url


def _checked_secret(secret: str) -> str:
    if len(secret) > MAX_SECRET:
        raise bad_request("secret token is too long")
    if not _SECRET.match(secret):
        raise bad_request("secret token contains unallowed characters")
    return secret
