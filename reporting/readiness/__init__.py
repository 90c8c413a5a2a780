"""What is still missing before a report can go: each point with the page that mends it."""
