"""What a funder asks for each year, as one: read, made, sealed together, sent."""
