"""Mail as files: one for each message, named by its Message-ID. The same message sent again is
the same file."""

import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from core.files import write_whole


class FileMail(BaseEmailBackend):
    """What stands in for a mail server until EMAIL_URL names one: `.eml` files that any mail
    program opens."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            written = message.message()
            name = re.sub(r"[^\w.-]+", "_", str(written["Message-ID"]).strip("<>").split("@")[0])
            write_whole(Path(settings.EMAIL_FILE_PATH) / f"{name}.eml", written.as_bytes())
        return len(email_messages)
