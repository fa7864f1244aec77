"""The way out by mail: a message put together, handed to a server, and what became of it."""
