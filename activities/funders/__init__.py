"""Funders: what each asks of a plan every year, one file each. A funder's demands are data."""
