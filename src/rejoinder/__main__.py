"""`python -m rejoinder` is the command `rejoinder`."""

from rejoinder.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
