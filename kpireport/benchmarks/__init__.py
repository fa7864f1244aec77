"""The shipped catalogue of published figures."""
