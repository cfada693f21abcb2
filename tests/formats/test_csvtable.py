"""Tables of articles: every row goes in whole, or is told with its line."""

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.base import IncomingDocument, ReadOptions, Refusal, Remark
from annotator.formats.catalogue import reader_for
from annotator.formats.csvtable import CsvReader
from annotator.model.annotation import Attribute

ONE = "قال الرئيس الروسي إن المحادثات مستمرة"
TWO = "وصل الوفد إلى باريس، أمس؛ «نعم»\nسطر ثان"


def write(path: Path, *rows: list[str], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def read(path: Path, encoding: str | None = None) -> list[object]:
    return list(CsvReader().read(path, ReadOptions(encoding=encoding)))


def texts(found: list[object]) -> list[str]:
    return [one.text for one in found if isinstance(one, IncomingDocument)]


def told(found: list[object]) -> list[tuple[str, int | None]]:
    return [(one.problem.key, one.line) for one in found if isinstance(one, Refusal | Remark)]


def test_a_row_is_an_article_with_its_facts(tmp_path: Path) -> None:
    header = ["id", "text", "title", "publisher", "url", "published", "direction"]
    row = ["a-1", TWO, "عنوان", "دار", "https://example.org/1", "2025-02-18", "ltr"]
    (found,) = read(write(tmp_path / "t.csv", header, row))
    assert isinstance(found, IncomingDocument)
    document = found.document
    assert (document.id, found.text, document.text_length, document.direction) == ("a-1", TWO, len(TWO), "ltr")
    source = document.source
    assert (source.title, source.publisher, source.url) == ("عنوان", "دار", "https://example.org/1")
    assert (source.published, source.published_precision) == ("2025-02-18", "day")


def test_the_text_alone_is_enough(tmp_path: Path) -> None:
    (found,) = read(write(tmp_path / "t.csv", ["text"], [ONE]))
    assert isinstance(found, IncomingDocument)
    assert found.document.id == found.document.text_sha256[:16]
    assert found.document.source.title == ONE
    assert Attribute("title_guessed", "true") in found.document.metadata


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_and_marks(delimiter: str, encoding: str, tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", ["ID", " Text "], ["1", ONE], ["2", TWO], encoding=encoding, delimiter=delimiter)
    assert texts(read(path)) == [ONE, TWO]


def test_bad_rows_are_told_and_the_others_go_in(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = [
        "id,text,colour,published",
        f"1,{ONE},red,",
        "2,,red,",
        f"3,{ONE},a,b,c",
        '4,"' + TWO + '"x,red,',
        "5,أ\0ب,red,",
        f"../6,{ONE}!,,18.2.2025",
        "",
        f'7,"{TWO}",,',
        f'8,"{ONE}?',
    ]
    path.write_text("\n".join(rows), encoding="utf-8", newline="")
    found = read(path)
    assert texts(found) == [ONE, ONE + "!", TWO]
    assert told(found) == [
        ("csv.unknown-column", 1),
        ("csv.no-text", 3),
        ("csv.too-many-fields", 4),
        ("csv.broken", 5),
        ("text.nul", 7),
        ("metadata.bad-value", 8),
        ("metadata.bad-value", 8),
        ("csv.broken", 12),
    ]
    kept = [one.document for one in found if isinstance(one, IncomingDocument)][1]
    assert Attribute("foreign_id", "../6") in kept.metadata
    assert kept.source.published is None


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("", "csv.no-text-column"),
        ("file,title\na.txt,x\n", "csv.no-text-column"),
        ("text,id,text\na,b,c\n", "csv.double-column"),
    ],
)
def test_a_table_without_its_columns_is_refused(raw: str, key: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(raw, encoding="utf-8")
    assert told(read(tmp_path / "t.csv")) == [(key, 1)]


def test_another_encoding_is_asked_about_and_then_read(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", ["id", "text"], ["1", ONE], encoding="cp1256")
    (refusal,) = read(path)
    assert isinstance(refusal, Refusal)
    assert (refusal.problem.key, refusal.problem.named["encoding"]) == ("text.not-utf8", "cp1256")
    assert texts(read(path, "cp1256")) == [ONE]
    assert [key for key, _ in told(read(path, "ascii"))] == ["text.wrong-encoding"]


def test_an_article_may_be_long(tmp_path: Path) -> None:
    usual = csv.field_size_limit()
    text = "كلمة " * 60_000 + "نهاية"
    assert texts(read(write(tmp_path / "t.csv", ["text"], [text]))) == [text]
    assert csv.field_size_limit() == usual


def test_a_line_without_an_end_does_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.formats.csvtable.LARGEST", 4096)
    path = write(tmp_path / "t.csv", ["text"], [ONE], ["ا" * 5000])
    found = read(path)
    assert texts(found) == [ONE]
    assert [key for key, _ in told(found)] == ["text.too-large"]


def test_the_door_knows_tables(tmp_path: Path) -> None:
    assert reader_for(write(tmp_path / "t.CSV", ["text"], [ONE])).name == "csv"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\r\ufdd0\ufdd1\ufffe\ufeff")), max_size=5))
@settings(max_examples=60, deadline=None)
def test_letters_come_as_they_stood(found: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / "t.csv", ["id", "text"], *([str(n), text] for n, text in enumerate(found)))
        assert texts(read(path)) == [text for text in found if text.strip()]
