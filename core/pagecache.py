"""Whole pages kept in the web process's memory, for logged-in people too.

A page is kept under a key that holds everything it may depend on: the address, the stamp of the
data it shows, what the person may see, the release, the day and whether htmx asked. So nothing is
ever cleared: a new figure or a new role is another key. The person's own name is cut out when a
page is kept and put in when it is delivered; a page that says anything else about the person must
have the person in its stamp.
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape

from core import clock

NAME_STARTS = b"<span data-user-name>"
NAME_ENDS = b"</span>"


def deliver(
    request: HttpRequest, stamp: tuple[object, ...], make: Callable[[], HttpResponse]
) -> HttpResponse:
    """The page `make` renders, or the copy kept of it.

    `stamp`: the version of the data and every right of the person the page depends on. A page with
    a message to show, with a form (its token is the person's own), or that is not a plain 200 is
    never kept.
    """
    if settings.DEBUG or request.method not in ("GET", "HEAD") or len(get_messages(request)):
        return make()
    key = key_of(request, stamp)
    if kept := caches["pages"].get(key):
        head, tail, content_type = kept
        return HttpResponse(head + _name(request) + tail, content_type=content_type)
    response = make()
    if parts := _parts(request, response):
        caches["pages"].set(
            key, (*parts, response["Content-Type"]), timeout=settings.SESSION_COOKIE_AGE
        )
    return response


def key_of(request: HttpRequest, stamp: tuple[object, ...]) -> str:
    """One short key; `repr` keeps the parts of the stamp apart."""
    htmx = request.headers.get("HX-Request") == "true"
    whole = (
        request.get_host(),
        request.get_full_path(),
        stamp,
        settings.RELEASE,
        clock.today(),
        htmx,
    )
    return hashlib.sha256(repr(whole).encode()).hexdigest()


def _parts(request: HttpRequest, response: HttpResponse) -> tuple[bytes, bytes] | None:
    """What stands before and after the name; None for a page that must not be kept."""
    uses_token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    if response.status_code != 200 or response.streaming or response.cookies or uses_token:
        return None
    head, found, rest = response.content.partition(NAME_STARTS)
    name, closed, tail = rest.partition(NAME_ENDS)
    if not found or not closed or NAME_STARTS in tail or name.strip() != _name(request):
        return None
    return head + found, closed + tail


def _name(request: HttpRequest) -> bytes:
    user = request.user
    return f'<data value="{user.pk}">{escape(str(user))}</data>'.encode()
