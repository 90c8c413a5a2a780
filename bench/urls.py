"""The product's addresses and one view that does nothing: what the middleware alone costs."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from rumforliv.urls import handler400, handler403, handler404, handler500  # noqa: F401
from rumforliv.urls import urlpatterns as product


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<p>{request.user}</p>")


urlpatterns = [path("bench/empty/", empty), *product]
