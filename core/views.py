"""Pages that belong to no app: errors, health, accessibility and privacy."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.views.decorators.cache import never_cache

from core.health import examine


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or cookies are off: say so in Danish."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without request and context: what broke may be the session or the database."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)


@login_not_required
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations, worker and disk are well, else 503 with the reasons."""
    health = examine()
    answer = {
        "status": "ok" if health.ok else "bad",
        "release": settings.RELEASE,
        "reasons": health.reasons,
        "findings": health.findings,
    }
    return JsonResponse(
        answer, status=200 if health.ok else 503, json_dumps_params={"ensure_ascii": False}
    )


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """How usable the pages are for everybody, what falls short, and where to complain."""
    return render(
        request, "core/accessibility.html", {"statement_url": settings.ACCESSIBILITY_STATEMENT_URL}
    )


@login_not_required
def was(request: HttpRequest) -> HttpResponse:
    """The address the law asks for: the official statement, or our own page until there is one."""
    return redirect(settings.ACCESSIBILITY_STATEMENT_URL or "accessibility")


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    """Two cookies, both needed; what is kept of whom."""
    cookies = {
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }
    return render(request, "core/privacy.html", cookies)
