"""Money: what a year's budget holds, what is spent of it, and what the year is expected to cost.

Every figure of page, note and card comes from here, exact to the øre. A line's budget is its amount
as it holds on the day asked for; what was spent adds up period by period; what is expected is what
was last said of the whole year. Nothing written is None, never 0.
"""
