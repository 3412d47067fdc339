"""The guard of the page. It answers this machine's own browser only, and only whoever has the token."""

from __future__ import annotations

import secrets
from urllib.parse import urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOSTS = ("127.0.0.1", "localhost")
HEADER = "x-assembler-token"
_READING = ("GET", "HEAD")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(32)


class Guard:
    """Lets a request through if it comes from this machine's own page. Adds the headers of safety to every answer.

    - The host must be a loopback name: a name of another site that points here is refused.
    - The token must be in the cookie. The first address has it, and is exchanged for the cookie.
    - A request that changes something must have it in a header too, which no other site can set.
    """

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self._app, self._token, self._cookie = app, token, f"assembler-{port}"
        self._hosts = frozenset(host if port == 80 else f"{host}:{port}" for host in HOSTS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return  # no web socket is opened

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        refused = self._refused(scope)
        await (refused or self._app)(scope, receive, send_guarded)

    def _refused(self, scope: Scope) -> Response | None:
        """Return the answer to a request that is not let through, or None."""
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self._hosts:
            return PlainTextResponse("This page answers to its own address only.", 421)
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != headers["host"]:
            return PlainTextResponse("Another site asked. Nothing was done.", 403)
        if scope["method"] in _READING:
            query = QueryParams(scope["query_string"])
            if self._is_token(query.get("token", "")):
                return self._welcome(scope["path"], query)
        elif not self._is_token(headers.get(HEADER, "")):
            return PlainTextResponse("The request does not have the token of the page. Nothing was done.", 403)
        if not self._is_token(cookie_parser(headers.get("cookie", "")).get(self._cookie, "")):
            return PlainTextResponse("Open the address that `assembler page` printed.", 403)
        return None

    def _is_token(self, given: str) -> bool:
        return secrets.compare_digest(given.encode(), self._token.encode())

    def _welcome(self, path: str, query: QueryParams) -> Response:
        """Return the answer that puts the token into the cookie, and takes it out of the address."""
        others = urlencode([(name, value) for name, value in query.multi_items() if name != "token"])
        response = RedirectResponse(f"{path}?{others}" if others else path, 303)
        response.set_cookie(self._cookie, self._token, httponly=True, samesite="strict")
        return response
