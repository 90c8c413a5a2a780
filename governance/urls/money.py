"""Addresses of the budget and spending, under /planer/<slug>/styring/."""

from typing import Any

urlpatterns: list[Any] = []
