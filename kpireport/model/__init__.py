"""The words of the product: frozen values that every other room speaks in.

Nothing here reads a file, knows a language or does arithmetic on KPIs. Only the standard
library is used, so that any room may import it at no cost.
"""
