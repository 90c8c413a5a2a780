"""The commands behind the product's processes, for whoever starts them: `make run`, the tests,
`make chaos`."""

import sys
from pathlib import Path

BIN = Path(sys.executable).parent


def web() -> list[str]:
    return [str(BIN / "gunicorn"), "--config=rumforliv/web_server.py"]


def worker(app: str = "rumforliv", concurrency: int = 1) -> list[str]:
    quiet = ["--pool=prefork", "--without-gossip", "--without-mingle", "--loglevel=WARNING"]
    return [str(BIN / "celery"), f"--app={app}", "worker", f"--concurrency={concurrency}", *quiet]


def scheduler(var_dir: Path, app: str = "rumforliv") -> list[str]:
    """A process of its own: inside the worker, Celery would not notice that it died."""
    files = [f"--schedule={var_dir / 'celerybeat-schedule'}", "--pidfile="]
    return [str(BIN / "celery"), f"--app={app}", "beat", *files, "--loglevel=WARNING"]
