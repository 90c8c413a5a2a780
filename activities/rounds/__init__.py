"""Målinger: the rounds of asking that a share's registrations belong to."""
