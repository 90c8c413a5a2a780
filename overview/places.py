"""The pages of the menu that show the whole plan."""

from core.navigation import Place, add

add(
    Place("home", "Min plan", "plan-home", "home", "activities.view_registrations", 1, number=1),
    Place("dashboard", "Overblik", "dashboard", "chart", "activities.view_figures", 2, number=2),
    Place(
        "activities",
        "Aktiviteter",
        "activity-list",
        "steps",
        "activities.view_figures",
        5,
        number=3,
    ),
)
