"""Walls every request passes."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import resolve_url

GetResponse = Callable[[HttpRequest], HttpResponse]


class RejectInvalidInput:
    """A NUL in the address or its query would become an error in the database: answer 400
    instead."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest("Adressen indeholder et ugyldigt tegn.")
        return self.get_response(request)


class PrivatePages:
    """What a logged-in person sees is kept by no cache on the way or on a shared computer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store, private"
        return response


class LoginForPieces:
    """A piece of a page cannot show the log-in. A poll loads its page anew, which asks for it; a
    piece that was sent is refused with 401, so that what is typed stays on the screen."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_piece = request.headers.get("HX-Request") == "true"
        if not is_piece or not response.get("Location", "").startswith(
            resolve_url(settings.LOGIN_URL)
        ):
            return response
        if request.method == "GET":
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return HttpResponse(status=401)
