"""The command line: a module a command. Each opens streams, calls the library once, and prints."""
