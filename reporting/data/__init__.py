"""The printed reports' data: frozen, finished, tested without HTML."""
