import pytest


@pytest.fixture
def lead(client, mette):
    """A browser in which the plan's sekretariatsleder is logged in."""
    client.force_login(mette)
    return client
