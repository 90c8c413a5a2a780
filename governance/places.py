"""The page of the menu with how the plan is steered."""

from core.navigation import Place, add

add(
    Place("steering", "Styring", "steering", "wheel", "governance.view", 8, number=8),
)
