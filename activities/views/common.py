"""What the views of logging share."""

from django.contrib import messages

from accounts.http import Request


def said_with_undo(request: Request, text: str, url: str) -> None:
    """Tell what happened, with the way back (the toast's button posts to `url`)."""
    messages.success(request, text, extra_tags=f"undo:{url}")
