"""Pages that belong to no app: errors and health."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or cookies are off: say so in Danish."""
    return render(request, "403_csrf.html", status=403)
