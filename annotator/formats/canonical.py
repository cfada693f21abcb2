"""The one form in bytes of a record: UTF-8, sorted keys, no blanks, and its hash."""

import hashlib

import msgspec

from annotator.formats.shape import Record

UNHASHED = frozenset({"split", "fold", "group_id", "comments"})
"""Fields that change without the layer changing."""

# They are line ends for `str.splitlines` and for many editors, though not for JSON.
_LINE_ENDS = ((b"\xe2\x80\xa8", b"\\u2028"), (b"\xe2\x80\xa9", b"\\u2029"), (b"\xc2\x85", b"\\u0085"))
_CUT = tuple(sorted(UNHASHED))


def encode(value: object) -> bytes:
    """Canonical JSON of any value; U+2028, U+2029 and U+0085 leave as escapes."""
    raw = msgspec.json.encode(value, order="sorted")
    for character, escape in _LINE_ENDS:
        if character in raw:
            raw = raw.replace(character, escape)
    return raw


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
