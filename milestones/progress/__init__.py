"""The milestone plan as of a day: which column each milestone stands in, with which light.

Read by the board, the dashboards, the activity pages and the reports; nobody decides a milestone's
light a second time. The rule (architecture.md 3): after its period's last day a milestone that is
not reached is at risk for the plan's days of grace, then delayed. A person may say delayed before
that.
"""
