"""Nobody signs up alone: a secretariat or a superuser makes the login."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": (
            "E-mail og adgangskode passer ikke sammen. Prøv igen, eller vælg en ny adgangskode."
        ),
        "too_many_login_attempts": (
            "Der er prøvet for mange gange. For at passe på din adgang er der lukket for flere "
            "forsøg. Vent ti minutter, og prøv igen."
        ),
        "enter_current_password": "Det er ikke din nuværende adgangskode.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
