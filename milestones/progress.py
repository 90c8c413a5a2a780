"""The milestone plan as of a day: which column each milestone stands in, with which light."""
