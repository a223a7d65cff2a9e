"""`python -m gemeengoed`. The guard matters: granian's workers import this module once more."""

import sys

from gemeengoed.cli import main

if __name__ == "__main__":
    sys.exit(main())
