"""Where a bundle begins."""

import multiprocessing
import sys

from annotator.__main__ import main

if __name__ == "__main__":
    # A bundle starts its worker processes by starting itself.
    multiprocessing.freeze_support()
    sys.exit(main())
