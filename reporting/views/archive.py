"""Every report the person may read, of all their plans."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import Request
from activities.models import Plan
from reporting.archive import archive
from reporting.models import Report


@require_safe
def archive_page(request: Request) -> HttpResponse:
    plans = Plan.objects.visible_to(request.user)
    context = archive(request.GET, Report.objects.visible_to(request.user), plans)
    return render(request, "reporting/archive.html", context)
