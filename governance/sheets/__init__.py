"""The administration's spreadsheet of a period: what we send out to be filled in, and how what comes back is read."""
