"""Addresses of adjustments and next year, under /planer/<slug>/styring/."""

from typing import Any

urlpatterns: list[Any] = []
