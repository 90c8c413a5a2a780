"""Where to go after an act."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest) -> str:
    """The page the form asks to go back to (`next`); empty unless it is one of our own."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    secure = request.is_secure()
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=secure) else ""


def back_to(request: HttpRequest, fallback: str) -> HttpResponse:
    """Redirect to `next` where it is safe, else to `fallback`."""
    return redirect(safe_next(request) or fallback)
