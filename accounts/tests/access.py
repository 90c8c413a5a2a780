"""Rows of the access tables: which status each role is told at an address.

A new role gets what the first words of a row say, `told(403)`, and is named only where it is told
something else.
"""

from accounts.models import Role

LEAD, COORDINATOR, WORKER = Role.SECRETARIAT_LEAD, Role.SOCIAL_COORDINATOR, Role.COMMUNITY_WORKER
STEERING, REFERENCE, INSPECTOR = Role.STEERING_GROUP, Role.REFERENCE_GROUP, Role.LOCAL_INSPECTOR
SECRETARIAT = (COORDINATOR, LEAD)
STAFF = (WORKER, *SECRETARIAT)

# Who of the cast (conftest) stands for each role.
PEOPLE = {
    REFERENCE: "kirsten",
    INSPECTOR: "ole",
    STEERING: "henrik",
    COORDINATOR: "birgit",
    WORKER: "peter",
    LEAD: "mette",
}


def told(status, *roles):
    """`told(403) | told(200, LEAD)`: everybody is told 403, but the sekretariatsleder 200."""
    return dict.fromkeys(roles or Role, status)
