"""`python -m pubinnov` is the command line."""

try:
    from pubinnov_cli.main import main
except ModuleNotFoundError:  # a plain checkout keeps the folder's short name
    from cli.main import main

main()
