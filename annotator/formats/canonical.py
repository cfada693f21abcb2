"""The one form in bytes of a record: UTF-8, sorted keys, no blanks, and its hash."""

import hashlib

import msgspec

from annotator.formats.shape import Record

UNHASHED = frozenset({"split", "fold", "group_id", "comments"})
"""Fields that change without the layer changing."""

# They are line ends for `str.splitlines` and for many editors, though not for JSON.
_LINE_ENDS = (("\u2028", "\\u2028"), ("\u2029", "\\u2029"), ("\u0085", "\\u0085"))
_CUT = tuple(sorted(UNHASHED))


def encode(value: object) -> bytes:
    """Canonical JSON of any value; U+2028, U+2029 and U+0085 leave as escapes."""
    raw = msgspec.json.encode(value, order="sorted")
    if raw.isascii():
        return raw
    text = raw.decode()  # three characters are found in text five times as fast as in bytes
    if not any(character in text for character, _ in _LINE_ENDS):
        return raw
    for character, escape in _LINE_ENDS:
        text = text.replace(character, escape)
    return text.encode()


def seal(record: Record) -> tuple[bytes, str]:
    """The line of `record`, without its line feed, and its hash."""
    line = encode(record)
    hashed, done = hashlib.sha256(), 0
    for name in _CUT:
        # No value can look like that: quotes within values are escaped, and no part of a record has such a field.
        piece = b'"%s":%s,' % (name.encode(), encode(getattr(record, name)))
        start = line.index(piece, done)
        hashed.update(line[done:start])
        done = start + len(piece)
    hashed.update(line[done:])
    return line, hashed.hexdigest()
