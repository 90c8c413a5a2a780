"""Where to go after an act."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest) -> str:
    """The page the form asks to go back to (`next`); empty unless it is one of our own."""
    return _own(request, request.POST.get("next") or request.GET.get("next") or "")


def back_to(request: HttpRequest, fallback: str) -> HttpResponse:
    """Redirect to `next` where it is safe, else to `fallback`."""
    return redirect(safe_next(request) or fallback)


def back_to_page(request: HttpRequest, fallback: str) -> HttpResponse:
    """As `back_to`, but without `next` to the page the button stood on (a toast stands on any)."""
    return redirect(safe_next(request) or _own(request, request.headers.get("Referer", "")) or fallback)


def _own(request: HttpRequest, url: str) -> str:
    secure = request.is_secure()
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=secure) else ""
