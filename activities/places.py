"""The pages of the menu where figures are written."""

from core.navigation import Place, add

add(
    Place(
        "registrations",
        "Registreringer",
        "registration-list",
        "list",
        "activities.view_registrations",
        6,
        number=4,
    ),
    Place("hours", "Timer", "hours", "clock", "activities.view_hours", 7, number=5),
    Place("register", "Registrer", "register", "plus", "activities.work_in_plan", 2),
)
