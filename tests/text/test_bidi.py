import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from annotator.text.bidi import CONTROLS, has_direction_overrides, invisibles, isolate, strip_controls, visual


@given(st.text(st.one_of(st.sampled_from(sorted(CONTROLS)), st.characters(exclude_categories=["Cs"]))))
def test_an_isolated_name_cannot_break_out(name: str) -> None:
    shown = isolate(name)
    assert (shown[0], shown[-1]) == ("\u2068", "\u2069")
    inside = shown[1:-1]
    assert inside == strip_controls(name)
    assert not set(inside) & (CONTROLS - {"\u200c", "\u200d"})
    assert "\n" not in inside
    assert "\u2029" not in inside


def test_joiners_that_shape_letters_stay() -> None:
    assert strip_controls("می\u200cخواهم\u202e\n👨\u200d👩") == "می\u200cخواهم 👨\u200d👩"


def test_invisibles_are_counted_by_name() -> None:
    found = invisibles("أ\u200fب\u202eabc\u202cج\u200f")
    assert [(kind.name, kind.codepoint, kind.positions) for kind in found] == [
        ("RLM", 0x200F, (1, 9)),
        ("RLO", 0x202E, (3,)),
        ("PDF", 0x202C, (7,)),
    ]


def test_seeds_hide_nothing(seeds: dict[str, str]) -> None:
    for text in seeds.values():
        assert invisibles(text) == ()
        assert not has_direction_overrides(text)


def test_overrides_are_noticed() -> None:
    assert has_direction_overrides("قال \u202eabc\u202c")
    assert has_direction_overrides("\u202d123")
    assert not has_direction_overrides("قال \u2067abc\u2069")


def test_visual_order_for_terminals() -> None:
    assert visual("لا 12") == "12 \ufefb"
    assert visual("abc") == "abc"
    assert visual("بب\nabc") == "\ufe90\ufe91\nabc"


def test_visual_keeps_vowel_marks() -> None:
    assert "\u0651" in visual("يتوقّع")


def test_terminal_libraries_wait_until_they_are_needed() -> None:
    code = "import sys, annotator.text.bidi; sys.exit('bidi' in sys.modules or 'arabic_reshaper' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
