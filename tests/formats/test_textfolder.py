"""Plain texts become articles, with what a table beside them says, or are refused with the reason."""

import hashlib
from pathlib import Path

import pytest

from annotator.formats.base import Incoming, IncomingDocument, ReadOptions, Refusal, Remark
from annotator.formats.textfolder import TextReader, guess_title, not_utf8
from annotator.model.document import Document
from annotator.model.problems import Problem

ARABIC = "قال الرئيس الروسي إن المحادثات مستمرة في العاصمة.\nوأضاف أن بلاده ترحب بالوساطة الدولية."


def read(path: Path, encoding: str | None = None) -> list[Incoming]:
    return list(TextReader().read(path, ReadOptions(encoding=encoding)))


def one_document(path: Path, encoding: str | None = None) -> tuple[Document, str]:
    (found,) = read(path, encoding)
    assert isinstance(found, IncomingDocument), found
    return found.document, found.text


def one_problem(path: Path, encoding: str | None = None) -> Problem:
    (found,) = read(path, encoding)
    assert isinstance(found, Refusal), found
    return found.problem


def facts(document: Document) -> dict[str, str]:
    return {a.name: a.value for a in document.metadata}


def test_the_seeds_come_byte_for_byte(root: Path, seeds: dict[str, str]) -> None:
    found = [one for one in read(root / "seeds") if isinstance(one, IncomingDocument)]
    assert {one.document.id: one.text for one in found} == seeds
    for one in found:
        raw = (root / "seeds" / f"{one.document.id}.txt").read_bytes()
        assert one.document.source.raw_sha256 == one.document.text_sha256 == hashlib.sha256(raw).hexdigest()
        assert facts(one.document)["title_guessed"] == "true"


def test_the_title_is_the_first_line_of_three_words() -> None:
    assert guess_title("|\n\nعنوان قصير\n  روسيا تعترف رسميا  \nنص") == "روسيا تعترف رسميا"
    assert guess_title("كلمة") is None


def test_a_name_that_is_no_id_gives_way_to_the_texts_hash(tmp_path: Path) -> None:
    path = tmp_path / "خبر ١.txt"
    path.write_text(ARABIC, encoding="utf-8")
    document, _ = one_document(path)
    assert document.id == hashlib.sha256(ARABIC.encode()).hexdigest()[:16]
    assert facts(document)["file_name"] == "خبر ١.txt"


@pytest.mark.parametrize("encoding", ["cp1256", "iso8859-6", "utf-16-le"])
def test_another_encoding_is_named_and_read_once_a_person_says_so(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(ARABIC.encode(encoding))
    asked = read(tmp_path)
    problems = [one.problem for one in asked if isinstance(one, Refusal)]
    assert len(problems) == 1
    if encoding != "utf-16-le":  # without its mark UTF-16 shows NULs where it has line feeds and blanks
        assert problems[0].key == "text.not-utf8"
        assert not_utf8(asked) == {encoding: 1}
    document, text = one_document(tmp_path / "a.txt", encoding)
    assert text == ARABIC
    assert facts(document)["encoding"] == encoding


def test_utf8_files_of_a_batch_are_not_read_in_its_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(ARABIC.encode("cp1256"))
    (tmp_path / "b.txt").write_bytes((ARABIC + " زيادة").encode())
    texts = [one.text for one in read(tmp_path, "cp1256") if isinstance(one, IncomingDocument)]
    assert texts == [ARABIC, ARABIC + " زيادة"]


@pytest.mark.parametrize(
    ("raw", "key", "place"),
    [
        (b"", "text.empty", None),
        ("\n \u00a0\t\n".encode(), "text.empty", None),
        ("سطر\nاسم\x00".encode(), "text.nul", (2, 4)),
        ("سطر\ufdd0".encode(), "text.noncharacter", (1, 4)),
        ("سطر".encode() + b"\xed\xa0\x80", "text.lone-surrogate", (1, 4)),
        (b"\xff\xfe\x00\xd8", "text.lone-surrogate", (1, 1)),
        (bytes(range(128, 256)) * 3, "text.no-encoding", None),
        (b"PK\x03\x04../../etc/passwd", "import.archive", None),
    ],
)
def test_what_is_refused_and_where(raw: bytes, key: str, place: tuple[int, int] | None, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    problem = one_problem(path)
    assert problem.key == key
    if place is not None:
        assert (problem.named["line"], problem.named["column"]) == place


def test_a_wrong_and_an_unknown_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(ARABIC.encode("cp1256"))
    assert one_problem(path, "utf-8").key == "text.wrong-encoding"
    assert one_problem(path, "klingon").key == "text.unknown-encoding"


def test_a_bad_file_does_not_stop_its_batch(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00")
    (tmp_path / "b.txt").write_text(ARABIC, encoding="utf-8")
    (tmp_path / ".hidden.txt").write_text("سر", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.txt").write_text("نص آخر", encoding="utf-8")
    assert [type(one) for one in read(tmp_path)] == [Refusal, IncomingDocument, IncomingDocument]


def test_the_table_beside_says_more(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARABIC, encoding="utf-8")
    (tmp_path / "b.txt").write_text("نص ثان هنا", encoding="utf-8")
    (tmp_path / "metadata.csv").write_text(
        "file,id,title,publisher,url,published,published_inferred,direction\n"
        'a.txt,story-1,"عنوان, بفاصلة",تاس,https://example.org/1,2025-02-27T06:52,true,ltr\n'
        "b,,,,,2025-02,,\n"
        "gone,,,,,2025,,\n",
        encoding="utf-8-sig",
    )
    first, second, remark = read(tmp_path)
    assert isinstance(first, IncomingDocument)
    assert first.document.id == "story-1"
    assert first.document.direction == "ltr"
    source = first.document.source
    assert (source.title, source.publisher) == ("عنوان, بفاصلة", "تاس")
    assert (source.published, source.published_precision, source.published_inferred) == (
        "2025-02-27T06:52",
        "minute",
        True,
    )
    assert "title_guessed" not in facts(first.document)
    assert isinstance(second, IncomingDocument)
    assert second.document.id == "b"
    assert (second.document.source.published, second.document.source.published_precision) == ("2025-02", "month")
    assert facts(second.document)["title_guessed"] == "true"
    assert isinstance(remark, Remark)
    assert remark.problem.named == {"name": "gone"}


def test_bad_values_of_the_table_are_named_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARABIC, encoding="utf-8")
    (tmp_path / "metadata.csv").write_text("id,published,direction,colour\na,04/10/2024,up,red\n", encoding="utf-8")
    *refusals, document = read(tmp_path)
    named = [(one.problem.key, one.line) for one in refusals if isinstance(one, Refusal)]
    assert named == [("metadata.unknown-column", 1), ("metadata.bad-value", 2), ("metadata.bad-value", 2)]
    assert isinstance(document, IncomingDocument)
    assert document.document.source.published is None


def test_overrides_in_names_are_kept_as_letters(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("<b>عنوان</b> \u202eمقلوب هنا\n" + ARABIC, encoding="utf-8")
    document, _ = one_document(path)
    assert document.source.title == "<b>عنوان</b> \u202eمقلوب هنا"


@pytest.mark.parametrize("raw", ["file,title\na," + "x" * 200_000, "file,title\na,\x00", "title\nx"])
def test_a_table_that_cannot_be_read_keeps_no_text_out(raw: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARABIC, encoding="utf-8")
    (tmp_path / "metadata.csv").write_text(raw, encoding="utf-8")
    refusal, document = read(tmp_path)
    assert isinstance(refusal, Refusal)
    assert refusal.problem.key in ("metadata.not-text", "metadata.no-id")
    assert isinstance(document, IncomingDocument)


@pytest.mark.parametrize("raw", [b"abc \xed\xa0\x80 d", "أ\ufdd0ب".encode()])
def test_a_refused_character_of_utf8_is_not_read_as_other_letters(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(raw)
    assert one_problem(tmp_path / "a.txt", "cp1256") == one_problem(tmp_path / "a.txt")
