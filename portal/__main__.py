"""`python -m portal` is the `onewindow` command."""

from portal.cli import main

main()
