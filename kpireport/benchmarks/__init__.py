"""The shipped catalogue of benchmarks: published figures with their sources, and its loader."""

from kpireport.benchmarks.catalogue import load_catalogue
from kpireport.benchmarks.names import Named, industries, metrics

__all__ = ["Named", "industries", "load_catalogue", "metrics"]
