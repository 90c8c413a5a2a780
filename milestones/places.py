"""The page of the menu with the milestones."""

from core.navigation import Place, add

add(
    Place("milestones", "Milepæle", "milestone-board", "flag", "milestones.view", 3, number=6),
)
