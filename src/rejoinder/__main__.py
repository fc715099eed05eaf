"""`python -m rejoinder` is the command `rejoinder`."""

from rejoinder.cli import command

if __name__ == "__main__":
    command()
