"""Sådan regner vi: what the note says of a rule is what the page says of it."""

import re
from datetime import date
from html import unescape

from django.urls import reverse

from reporting.data.method import explained

TODAY = date(2013, 8, 31)
ONLY_ON_PAPER = {"Tre trin", "Nul og ikke målt", "Låst notat"}


def sentences(text):
    """A light stands before its rule with a colon on paper, and in a cell of its own on the
    page."""
    plain = " ".join(unescape(text).replace("\u00a0", " ").replace(":", " ").split()).casefold()
    return [sentence.rstrip(".") for sentence in re.split(r"(?<=\.) ", plain)]


def test_note_says_of_every_rule_what_the_page_says(client, plan, kirsten):
    plan.on_track_from, plan.at_risk_from, plan.milestone_grace_days = 95, 60, 14
    plan.save()
    client.force_login(kirsten)
    page = client.get(reverse("method", args=[plan.slug])).content.decode()
    page = " ".join(sentences(re.sub(r"<[^>]+>", " ", page)))

    said = [
        s
        for item in explained(plan, TODAY)
        if item.title not in ONLY_ON_PAPER
        for s in sentences(item.text)
    ]

    assert [sentence for sentence in said if sentence not in page] == []
