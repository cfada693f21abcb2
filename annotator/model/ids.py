"""Ids that are random from birth, so that layers from two machines merge without renumbering."""

import re
import secrets
import time
import uuid

PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 12


def is_id(text: str) -> bool:
    """Whether ``text`` may stand as an id in a record."""
    return PATTERN.fullmatch(text) is not None


def new_id(letter: str) -> str:
    """A fresh id of 60 random bits behind a letter that tells its kind, for people who read records."""
    return letter + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def new_step_id() -> str:
    """A UUID of version 7 (RFC 9562): its order is roughly that of birth, which keeps the journal's index small."""
    milliseconds = time.time_ns() // 1_000_000
    value = (
        (milliseconds & (2**48 - 1)) << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    )
    return str(uuid.UUID(int=value))
