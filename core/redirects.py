"""Where to go after an act."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest) -> str:
    """The page the form asks to go back to (`next`); empty unless it is one of our own."""
    return _own(request, request.POST.get("next") or request.GET.get("next") or "")


def back_to(request: HttpRequest, fallback: str) -> HttpResponse:
    """Redirect to `next` where it is safe, else to `fallback`."""
    return HttpResponseRedirect(safe_next(request) or fallback)


def back_to_page(request: HttpRequest, fallback: str) -> HttpResponse:
    """As `back_to`, but without `next` to the page the button stood on (a toast stands on any)."""
    return HttpResponseRedirect(
        safe_next(request) or _own(request, request.headers.get("Referer", "")) or fallback
    )


def _own(request: HttpRequest, url: str) -> str:
    """`url` when it is an address of ours, whole or from the root; a loose word is no address."""
    if not url_has_allowed_host_and_scheme(
        url, {request.get_host()}, require_https=request.is_secure()
    ):
        return ""
    return url if url.startswith("/") or urlsplit(url).netloc else ""
