#!/usr/bin/env python
"""Runs Newsroom's commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    from newsroom.management.run import run

    run(sys.argv)


if __name__ == "__main__":
    main()
