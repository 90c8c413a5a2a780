"""The only writers of how a plan is steered. Import the module that holds the act."""
