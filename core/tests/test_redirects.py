"""Going back to where one came from: to our own pages only, whatever the address says."""

import pytest
from django.test import RequestFactory

from core.redirects import back_to, back_to_page, safe_next

OWN = ["/planer/", "/planer/rum-for-liv/?aar=2013#m-M1", "http://testserver/planer/"]
NOT_OURS = [
    "", "abc", "home", "-1", "?a=b", "#x", "..", "=1+1", "💥", "<script>", "//evil.example/",
    "///evil.example",
    "\\\\evil.example", "/\\evil.example", "https://evil.example/", "http:///evil.example",
    "javascript:alert(1)",
    "http://testserver@evil.example/", "\x00/planer/", " https://evil.example",
]  # fmt: skip


@pytest.mark.parametrize("url", OWN)
def test_a_page_of_ours_is_gone_back_to(url):
    request = RequestFactory().post("/x", {"next": url})

    assert safe_next(request) == url
    assert back_to(request, "/fallback/").url == url


@pytest.mark.parametrize("url", NOT_OURS)
def test_anything_else_is_passed_over(url):
    request = RequestFactory().post("/x", {"next": url})

    assert back_to(request, "/fallback/").url == "/fallback/"


@pytest.mark.parametrize("url", NOT_OURS)
def test_a_strange_referer_is_passed_over(url):
    request = RequestFactory().post("/x", headers={"Referer": url})

    assert back_to_page(request, "/fallback/").url == "/fallback/"
