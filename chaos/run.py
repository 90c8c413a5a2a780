"""`make chaos`: reports and mails are made while workers are killed, queue and database fall away,
the disk fills.

Each campaign orders reports, issues them (each tells its readers by mail), and kills all the while.
Then the killing stops and the books are made up: every report there once, with a file that matches
its control code, and every mail sent once. The last campaign is the control: the same with the
guards taken off, which must fail.

    make chaos                        all of them: 1,000 kills, about half an hour
    make chaos KILLS=100 ONLY=redis   a short one of one kind: redis, filesystem, disk, control
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CAMPAIGNS = ("redis", "filesystem", "disk", "control")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", choices=CAMPAIGNS, required=True, help="which campaign")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument(
        "--seed", type=int, default=None, help="of the random moments; printed, to run them again"
    )
    return parser.parse_args()


def main() -> int:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="rumforliv-chaos-") as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="rumforliv.settings",
            SECRET_KEY="only-for-the-chaos-" + "x" * 50,
            VAR_DIR=folder,
            JOB_LEASE_SECONDS="12",
            WORKER_SILENCE_SECONDS="45",
            LOG_LEVEL="ERROR",
        )
        os.environ.pop("DEBUG", None)
        sys.path.insert(0, str(ROOT))
        os.chdir(ROOT)
        from chaos.machinery import Redis  # noqa: PLC0415  (the path first)

        redis = Redis(Path(folder)) if options.only in ("redis", "control") else None
        if redis:
            os.environ["REDIS_URL"] = redis.url

        import django  # noqa: PLC0415  (the environment first)

        django.setup()
        from chaos.campaign import run  # noqa: PLC0415

        return run(options, Path(folder), redis)


if __name__ == "__main__":
    sys.exit(main())
