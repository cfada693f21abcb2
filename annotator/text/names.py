"""Names as people give them to each other and to their batches: one line that shows what it is."""

import unicodedata

from annotator.text.bidi import strip_controls

_UNSEEN = ("C", "Z")


def plain_name(words: str) -> str:
    """`words` on one line, without direction controls, halves of characters and double blanks; "" if none is seen."""
    whole = "".join(character for character in strip_controls(words) if unicodedata.category(character) != "Cs")
    said = " ".join(whole.split())
    return said if any(unicodedata.category(character)[0] not in _UNSEEN for character in said) else ""
