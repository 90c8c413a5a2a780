"""Addresses of fora, meetings, the årshjul and follow-ups, under /planer/<slug>/styring/."""

from typing import Any

urlpatterns: list[Any] = []
