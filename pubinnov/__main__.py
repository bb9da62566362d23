"""`python -m pubinnov` is the command line."""

from importlib import import_module

try:
    commands = import_module("pubinnov_cli.main")
except ModuleNotFoundError:  # a plain checkout keeps the folder's short name
    commands = import_module("cli.main")

commands.main()
