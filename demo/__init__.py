"""A believable year in a demo plan: what `manage.py demo_year` writes.

Everything goes through the same actions as a person's clicks, on the day it would have been
written.
"""
