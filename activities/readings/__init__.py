"""Aflæsninger: figures read in registers and reports, and measured before and after the plan."""
