"""Queues that do not answer, for tests of what happens then."""

import socket

import pytest
from celery import current_app


@pytest.fixture
def queue_at():
    """Point the broker at an address for one test."""
    conf = current_app.conf
    before = (conf.broker_url, conf.broker_transport_options)

    def point(url):
        conf.broker_url, conf.broker_transport_options = url, {}

    yield point
    conf.broker_url, conf.broker_transport_options = before


@pytest.fixture
def refusing_queue(queue_at):
    """Nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        queue_at(f"redis://127.0.0.1:{taken.getsockname()[1]}/0")
        yield


@pytest.fixture
def hung_queue(queue_at):
    """Somebody takes the call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        queue_at(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        yield
