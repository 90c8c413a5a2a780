"""The addresses of a plan's pages, for tests."""

from django.urls import reverse


def url(name, plan, *args):
    return reverse(name, args=[plan.slug, *args])
