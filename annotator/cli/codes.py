"""What the exit status of a command says."""

from enum import IntEnum


class Exit(IntEnum):
    """`FINDINGS`: it was done, and there is something to look at. `FAULT`: it was not done, for a known reason."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    FAULT = 3
    INTERRUPTED = 130
