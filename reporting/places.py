"""The page of the menu with the reports."""

from core.navigation import Place, add

add(
    Place("reports", "Rapporter", "report-list", "file", "reporting.view_reports", 4, number=7),
)
