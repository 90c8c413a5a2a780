"""The request that every page but the open ones gets: LoginRequiredMiddleware has let a person
through."""

from django.http import HttpRequest

from accounts.models import User


class Request(HttpRequest):
    """A request by somebody with a login. A name for the type checker: Django makes its own."""

    user: User
