"""Tokens against cross-site request forgery: every form carries one, bound to the browser's cookie."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from fastapi import Request
from starlette.responses import Response

from graphsvc.errors import PermissionDenied
from graphsvc.text import Text

__all__ = ["COOKIE", "FIELD", "FormTokens"]

COOKIE = "graphsvc_form"
FIELD = "csrf_token"


class FormTokens:
    """Makes and checks form tokens with a secret of the installation, so that any worker takes any form.

    A browser gets a random cookie (SameSite=Strict, HttpOnly); the token in a form is its keyed hash, so that a
    page of another site can neither read nor guess it.

    Parameters
    ----------
    secret
        256 bits that nobody else knows.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def issue(self, request: Request) -> tuple[str, str]:
        """Return the browser's cookie, new when it has none, and the token that goes with it."""
        cookie = request.cookies.get(COOKIE) or secrets.token_urlsafe(32)
        return cookie, self._token(cookie)

    def set_cookie(self, request: Request, response: Response, cookie: str) -> None:
        """Give the browser its cookie when it has none."""
        if request.cookies.get(COOKIE) != cookie:
            response.set_cookie(
                COOKIE, cookie, httponly=True, samesite="strict", secure=request.url.scheme == "https", path="/"
            )

    def check(self, request: Request, given: str) -> None:
        """Let a form through, or refuse.

        Raises
        ------
        PermissionDenied
            When cookie and token do not belong together, or the form comes from another site.
        """
        cookie = request.cookies.get(COOKIE, "")
        foreign = request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}
        if foreign or not cookie or not hmac.compare_digest(self._token(cookie).encode(), given.encode()):
            raise PermissionDenied(
                Text(
                    "Skjemaet er for gammelt eller kommer fra en annen side. Last siden på nytt og send igjen",
                    "Skjemaet er for gammalt eller kjem frå ei anna side. Last sida på nytt og send igjen",
                    "The form is too old or comes from another site. Reload the page and send it again",
                )
            )

    def _token(self, cookie: str) -> str:
        return hmac.new(self._secret, cookie.encode(), hashlib.sha256).hexdigest()
