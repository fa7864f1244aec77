"""The command line: one thin Click command a file, loaded when it is called."""
