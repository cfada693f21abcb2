"""The one door: a window for no word or a project file, the command line for everything else."""

import signal
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit status; `arguments` are those of the process when None."""
    words = tuple(sys.argv[1:] if arguments is None else arguments)
    if not words or (len(words) == 1 and words[0].casefold().endswith(".hashiya")):
        from annotator.ui.app import run

        return run(Path(words[0]) if words else None)
    from annotator.cli.app import main as run_command

    # Who is asked to end tidies up what is half written, as after Ctrl+C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    return run_command(words)


if __name__ == "__main__":
    sys.exit(main())
