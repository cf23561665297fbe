"""Who may come in: the token, the host, and no other site's page.

Every address asks for the token: once in the address that `pst serve` prints, from then on in a
cookie that no other site can send (`SameSite=Strict`). A write also needs the token in a header,
which only a page of ours knows, and an `Origin` that is ours. A `Host` that is not ours is
refused, since a name that is made to point here (DNS rebinding) would make another site's page one
of ours. Sources: OWASP, "Cross-Site Request Forgery Prevention"; RFC 6265bis, section 5.6.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "pst_token"
HEADER = "x-pst-token"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_REFUSED = (
    "Accès refusé. Ouvrez l’adresse complète que `pst serve` a affichée : elle contient un jeton."
)


class Guard:
    """The middleware around the whole application."""

    def __init__(self, app: ASGIApp, *, token: str, hosts: Iterable[str]) -> None:
        self.app, self.token = app, token
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that may not come in; pass the others on, with our headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message.setdefault("headers", [])
                headers += [(k.encode(), v.encode()) for k, v in _HEADERS.items()]
            await send(message)

        refusal = self._refuse(Request(scope))
        await (refusal or self.app)(scope, receive, send_with_headers)

    def _refuse(self, request: Request) -> PlainTextResponse | RedirectResponse | None:
        headers = request.headers
        if self._hostname(headers) not in self.hosts:
            return PlainTextResponse("Hôte inconnu.", 421)
        given = request.query_params.get("token")
        if given is not None and request.method == "GET":
            if not secrets.compare_digest(given.encode(), self.token.encode()):
                return PlainTextResponse(_REFUSED, 403)
            answer = RedirectResponse(request.url.path, 303)
            answer.set_cookie(COOKIE, self.token, httponly=True, samesite="strict", path="/")
            return answer
        if not self._same(request.cookies.get(COOKIE)):
            return PlainTextResponse(_REFUSED, 403)
        if request.method not in ("GET", "HEAD"):
            return self._refuse_write(request)
        return None

    def _refuse_write(self, request: Request) -> PlainTextResponse | None:
        headers = request.headers
        site = headers.get("sec-fetch-site", "same-origin")
        origin = headers.get("origin")
        ours = f"{request.url.scheme}://{headers.get('host', '')}"
        if site != "same-origin" or (origin is not None and origin != ours):
            return PlainTextResponse("Cette demande vient d’un autre site.", 403)
        if not self._same(headers.get(HEADER)):
            return PlainTextResponse(_REFUSED, 403)
        return None

    def _same(self, given: str | None) -> bool:
        return given is not None and secrets.compare_digest(given.encode(), self.token.encode())

    @staticmethod
    def _hostname(headers: Headers) -> str:
        host = headers.get("host", "")
        if host.startswith("["):
            return host.partition("]")[0] + "]"
        return host.partition(":")[0].lower()
