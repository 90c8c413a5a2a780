"""The one module that answers how a criterion is doing. Pages, charts, reports and exports read it;
nobody computes a figure a second time.

`plan_progress` reads a whole plan in a fixed number of queries; `criterion_figure` one criterion.
The rules stand in `rules` (pure functions); `ADR 0002` says where they come from.
"""
