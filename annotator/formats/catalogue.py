"""Which formats there are: those of this package and those of others, through one door."""

from collections.abc import Mapping
from importlib.metadata import entry_points
from pathlib import Path
from types import MappingProxyType

from annotator.formats import csvtable, jsonl, textfolder
from annotator.formats.base import Reader, Writer
from annotator.model.problems import refuse

GROUP = "annotator.formats"
"""The entry point group: each name is a format, each object something with `readers` or `writers`."""

_BUILT_IN: Mapping[str, object] = MappingProxyType(
    {"native-jsonl": jsonl, "plain-text": textfolder, "csv-table": csvtable}
)


def readers() -> tuple[Reader, ...]:
    """Every reader, those of other packages included, by name."""
    found = (one for point in _points() for one in getattr(point, "readers", ()))
    return tuple(sorted(found, key=lambda reader: reader.name))


def writers() -> tuple[Writer, ...]:
    """Every writer, those of other packages included, by name."""
    found = (one for point in _points() for one in getattr(point, "writers", ()))
    return tuple(sorted(found, key=lambda writer: writer.name))


def reader_for(source: Path) -> Reader:
    """The reader that takes `source`.

    Raises:
        KnownError: `import.unknown-format`.
    """
    for reader in readers():
        if reader.accepts(source):
            return reader
    raise refuse("import.unknown-format", path=str(source))


def writer_named(name: str) -> Writer:
    """The writer called `name`.

    Raises:
        KnownError: `export.unknown-format`.
    """
    for writer in writers():
        if writer.name == name:
            return writer
    raise refuse("export.unknown-format", name=name, known=", ".join(w.name for w in writers()))


def _points() -> list[object]:
    """The loaded entry points, those of this package named here too, for a checkout that is not installed."""
    loaded = {point.name: point.load() for point in entry_points(group=GROUP)}
    return [*{**_BUILT_IN, **loaded}.values()]
