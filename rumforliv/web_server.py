"""The web server: two processes of four threads fit one small machine; WEB_WORKERS and
WEB_THREADS change that."""

import os
from typing import Any

from django.urls import get_resolver

wsgi_app = "rumforliv.wsgi"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True  # loaded once, shared by the processes: half the start and less memory
timeout = 30
graceful_timeout = 10
max_requests = 2000
max_requests_jitter = 200
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
control_socket_disable = True  # nothing listens but the site itself


def when_ready(server: Any) -> None:
    """Read all addresses, and with them every view, before the processes part: nobody's first
    click waits."""
    _ = get_resolver().url_patterns
