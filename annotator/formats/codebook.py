"""A codebook as TOML, read strictly and written so that people can edit it."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from annotator.model.codebook import Codebook
from annotator.model.problems import refuse

_SCALARS = ("name", "version", "title")
_TABLES = ("labels", "attributes", "roles", "history")


def read_codebook(raw: bytes) -> Codebook:
    """The codebook in the bytes of a TOML file.

    Raises:
        KnownError: `codebook.not-toml` or `codebook.shape`, with the place; `codebook.double-label`.
    """
    try:
        tree = tomllib.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise refuse("codebook.not-toml", detail=str(fault)) from fault
    unknown = sorted(set(tree) - set(Codebook.__struct_fields__))
    if unknown:
        raise refuse("codebook.shape", place="$", detail=", ".join(unknown))
    try:
        codebook = msgspec.convert(tree, Codebook)
    except msgspec.ValidationError as fault:
        detail, _, place = str(fault).partition(" - at `")
        raise refuse("codebook.shape", place=place.rstrip("`") or "$", detail=detail) from fault
    seen: set[tuple[str, str]] = set()
    for label in codebook.labels:
        if (label.kind, label.id) in seen:
            raise refuse("codebook.double-label", kind=label.kind, label=label.id)
        seen.add((label.kind, label.id))
    return codebook


def write_codebook(codebook: Codebook) -> bytes:
    """The TOML of a codebook; reading it gives an equal one."""
    tree: dict[str, Any] = msgspec.to_builtins(codebook)
    lines = [f"{name} = {_value(tree[name])}" for name in _SCALARS]
    for name in _TABLES:
        for table in tree.get(name, ()):
            lines += ["", f"[[{name}]]"]
            lines += [f"{key} = {_block(value)}" for key, value in table.items()]
    return ("\n".join(lines) + "\n").encode()


def _block(value: Any) -> str:
    """A value behind its key; a list of tables takes a line for each."""
    if isinstance(value, list | tuple) and value and all(isinstance(one, Mapping) for one in value):
        return "[\n" + "".join(f"    {_value(one)},\n" for one in value) + "]"
    return _value(value)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, str):
        # TOML takes JSON's escapes, but wants DEL escaped, which JSON leaves as it is.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Iterable):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return str(value)
