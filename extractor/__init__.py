"""Strategic plans of Walloon municipalities (PST), from paper to data."""

__version__ = "0.1.0"
