"""The settings, as the tests need them: a folder of their own, cheap passwords, plain static files.

`DATABASE_URL` and `REDIS_URL` are obeyed, so the same tests run on PostgreSQL and Redis.
"""

import atexit
import os
import shutil
import tempfile
from urllib.parse import urlsplit

os.environ["SECRET_KEY"] = "only-for-tests-" + "x" * 50
for name in ("DEBUG", "DEMO_DATE", "DEMO_LOGINS", "BASE_URL", "EMAIL_URL", "SENTRY_DSN"):
    os.environ.pop(name, None)
# Playwright runs an event loop in the thread the tests use for the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
# Never the folder or queue of a running installation; parallel test processes have one each.
if "TEST_VAR_DIR" not in os.environ:
    os.environ["TEST_VAR_DIR"] = tempfile.mkdtemp(prefix="rumforliv-test-")
    atexit.register(shutil.rmtree, os.environ["TEST_VAR_DIR"], ignore_errors=True)
process = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
os.environ["VAR_DIR"] = os.path.join(os.environ["TEST_VAR_DIR"], process)  # noqa: PTH118
if redis_url := os.environ.get("REDIS_URL"):
    os.environ["REDIS_URL"] = urlsplit(redis_url)._replace(path=process.removeprefix("gw")).geturl()

from rumforliv.settings import *  # noqa: E402
from rumforliv.settings import DATABASES, STORAGES, VAR_DIR  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file and not memory: then WAL, IMMEDIATE and a connection for each thread are as in
    # production.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    # A demo year in one transaction leaves thousands of old versions of the plan's row to step
    # over; beside other work that may take longer than a page is ever given.
    options = DATABASES["default"]["OPTIONS"]
    options["options"] = options["options"].replace(
        "statement_timeout=15s", "statement_timeout=2min"
    )
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
