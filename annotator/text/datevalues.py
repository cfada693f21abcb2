"""What the words of a date add up to: a value of ISO 8601 or EDTF, against the day of publication."""

import calendar
import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

Sort = Literal["DATE", "TIME", "DURATION"]

_NUMERIC: Final = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})")
_MINUTES: Final = 60
_WEEK: Final = 7
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a date: where it stands, the letter of its class, and the number that it says."""

    start: int
    end: int
    sort: str
    number: int = 0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class DateReading:
    """What an expression says: ``value`` in ISO 8601 or EDTF (``~``: about, ``X``: any digit, ``/``: from and to).

    ``after_publication``: it begins after the day of publication. ``ambiguous``: day and month might change places.
    ``guessed``: no word says which year; the last one not in the future was taken.
    """

    value: str
    sort: Sort
    after_publication: bool = False
    ambiguous: bool = False
    guessed: bool = False


Parts = Mapping[str, Token]
Day = datetime.date
Maker = Callable[[Parts, Day | None], DateReading | None]


def flagged(reading: DateReading, published: Day | None) -> DateReading:
    """The reading with its flag where it begins after the day of publication."""
    if published is None or not reading.value[:4].isdigit():
        return reading
    begins = reading.value.replace("~", "").split("/")[0][:10]
    return replace(reading, after_publication=begins > published.isoformat()[: len(begins)])


def _day(parts: Parts, published: Day | None) -> DateReading | None:
    """``الخميس 4 يوليو 2024``, ``الرابع من يوليو الحالي``: a day of a named month."""
    month = _month_of(parts)
    day = (parts.get("n") or parts["O"]).number
    if month is None:
        return None
    year, guessed = _year_of(parts, published, month, day)
    if year is None or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return _at_clock(parts, f"{year:04}-{month:02}-{day:02}", guessed=guessed)


def _month(parts: Parts, published: Day | None) -> DateReading | None:
    month = _month_of(parts)
    if month is None:
        return None
    year, guessed = _year_of(parts, published, month, None)
    return DateReading(f"{year:04}-{month:02}", "DATE", guessed=guessed) if year is not None else None


def _month_of(parts: Parts) -> int | None:
    """The month that all names say; ``None`` where two of them disagree."""
    named = {parts[key].number for key in ("M", "M'") if key in parts}
    return named.pop() if len(named) == 1 else None


def _year_of(parts: Parts, published: Day | None, month: int, day: int | None) -> tuple[int | None, bool]:
    """The year of a named month, and whether it is a guess: said, or by a modifier, or the last one not in the future.

    A modifier of the month counts months (``مارس الماضي``: the last March before this month), that of a year years;
    of a numbered day ``الجاري`` says that it is this month and year.
    """
    if "Y" in parts:
        return parts["Y"].number, False
    if published is None:
        return None, False
    modifier = parts.get("+")
    if modifier is None:
        later = (month, day or 0) > (published.month, published.day)
        return published.year - later, True
    if "y" in parts or modifier.number == 0:
        return published.year + modifier.number, False
    if modifier.number < 0:
        return published.year - (month >= published.month), False
    return published.year + (month <= published.month), False


def _figures(parts: Parts, _published: Day | None) -> DateReading | None:
    """``18-11-2021``, ``2024/10/04``: the day first unless the year is."""
    found = _NUMERIC.fullmatch(parts["x"].unit)
    if found is None:
        return None
    first, month, last = map(int, found.groups())
    year, day = (first, last) if len(found[1]) == 4 else (last, first)
    if len(str(year)) != 4 or not 1 <= month <= _MONTHS or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    unclear = len(found[1]) != 4 and day <= _MONTHS and day != month
    return _at_clock(parts, f"{year:04}-{month:02}-{day:02}", ambiguous=unclear)


def _near_day(parts: Parts, published: Day | None) -> DateReading | None:
    """``أمس الأربعاء``: days from the day of publication."""
    if published is None:
        return None
    value = (published + datetime.timedelta(days=parts["T"].number)).isoformat()
    found = _at_clock(parts, value)
    return replace(found, sort="TIME") if "h" in parts else found


def _weekday(parts: Parts, published: Day | None) -> DateReading | None:
    """``الثلاثاء``: the last one up to the day of publication, the one before it or after it by a modifier."""
    if published is None:
        return None
    back = (published.weekday() - (parts["W"].number - 1)) % _WEEK
    modifier = parts["+"].number if "+" in parts else 0
    if modifier < 0:
        back = back or _WEEK
    elif modifier > 0:
        back -= _WEEK
    return DateReading((published - datetime.timedelta(days=back)).isoformat(), "DATE")


def _year(parts: Parts, published: Day | None) -> DateReading | None:
    if "Y" in parts:
        return DateReading(f"{parts['Y'].number:04}", "DATE")
    return DateReading(f"{published.year + parts['+'].number:04}", "DATE") if published else None


def _near_month(parts: Parts, published: Day | None) -> DateReading | None:
    if published is None:
        return None
    year, month = divmod(published.year * _MONTHS + published.month - 1 + parts["+"].number, _MONTHS)
    return DateReading(f"{year:04}-{month + 1:02}", "DATE")


def _week(parts: Parts, published: Day | None) -> DateReading | None:
    """The week from Monday to Sunday, as an interval."""
    if published is None:
        return None
    monday = published - datetime.timedelta(days=published.weekday() - _WEEK * parts["+"].number)
    return DateReading(f"{monday.isoformat()}/{(monday + datetime.timedelta(days=6)).isoformat()}", "DATE")


def _clock(parts: Parts, _published: Day | None) -> DateReading | None:
    return DateReading(_time_of(parts), "TIME")


def _century(parts: Parts, _published: Day | None) -> DateReading | None:
    hundreds = parts["O"].number - 1
    starts = "p" in parts and parts["p"].number == 1
    return DateReading(f"{hundreds:02}{'0X' if starts else 'XX'}", "DATE")


def _decade(parts: Parts, published: Day | None) -> DateReading | None:
    """The last decade of that name that has begun."""
    if published is None:
        return None
    hundreds = published.year // 100 - (parts["D"].number > published.year % 100)
    return DateReading(f"{hundreds:02}{parts['D'].number // 10}X", "DATE")


def _duration(parts: Parts, _published: Day | None) -> DateReading | None:
    amount, unit = _amount(parts)
    return DateReading(f"PT{amount}{unit[1]}" if unit.startswith("T") else f"P{amount}{unit}", "DURATION")


def _ago(parts: Parts, published: Day | None) -> DateReading | None:
    """``منذ 20 عاما``: about so long before the day of publication, as exact as the unit is."""
    amount, unit = _amount(parts)
    if published is None or unit.startswith("T"):
        return None
    if unit == "Y":
        return DateReading(f"{published.year - amount:04}~", "DATE")
    if unit == "M":
        year, month = divmod(published.year * _MONTHS + published.month - 1 - amount, _MONTHS)
        return DateReading(f"{year:04}-{month + 1:02}~", "DATE")
    days = amount * (_WEEK if unit == "W" else 1)
    return DateReading((published - datetime.timedelta(days=days)).isoformat() + ("~" if unit == "W" else ""), "DATE")


def _amount(parts: Parts) -> tuple[int, str]:
    if "U" in parts:
        return 2, parts["U"].unit
    return (parts.get("n") or parts["N"]).number, parts["u"].unit


def _hijri(parts: Parts, _published: Day | None) -> DateReading | None:
    """A date of the Islamic year, by the tabular calendar (civil epoch): a day more or less, so it is about then."""
    year, month = parts["Y"].number, parts["H"].number
    day = parts.get("n") or parts.get("O")
    days = (day.number if day else 1) + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    when = datetime.date(622, 7, 18) + datetime.timedelta(days=days)
    return DateReading(f"{when.isoformat() if day else when.isoformat()[:7]}~", "DATE")


def _at_clock(parts: Parts, day: str, *, guessed: bool = False, ambiguous: bool = False) -> DateReading:
    clock = _time_of(parts) if "t" in parts else ""
    return DateReading(day + clock, "DATE", guessed=guessed, ambiguous=ambiguous)


def _time_of(parts: Parts) -> str:
    minutes = parts["t"].number
    half = parts.get("a")
    if half is not None:
        minutes = minutes % (12 * _MINUTES) + half.number * _MINUTES
    return f"T{minutes // _MINUTES:02}:{minutes % _MINUTES:02}"


_AT: Final = "(@?ta?)?"
_WHEN: Final = r"(y?Y|\+|f\+y|fy\+)?"

PATTERNS: Final[tuple[tuple[str, Maker], ...]] = (
    (rf"h?T?d?W?(n|O)f?MM?{_WHEN}{_AT}", _day),
    (r"T?d?W?(n|O)f?HY", _hijri),
    (rf"p?m?MM?{_WHEN}", _month),
    (r"m?HY", _hijri),
    (rf"T?d?W?x{_AT}", _figures),
    (rf"h?Td?W?{_AT}", _near_day),
    (r"h?d?W\+?", _weekday),
    (r"p?yY", _year),
    (r"p?(y\+|\+y)", _year),
    (r"p?(m\+|\+m)", _near_month),
    (r"p?(k\+|\+k)", _week),
    (r"p?cO", _century),
    (r"p?D", _decade),
    (r"s([nN]u|U)", _ago),
    (r"[nN]u|U", _duration),
    (r"@?ta?", _clock),
)
"""Classes of words in their order, and what they add up to.

n figure, N numeral, O ordinal, M month, H month of the Islamic year, Y year, x date in figures, t clock, a half of the
day, W weekday, T day near by; y m k d the words year, month, week, day; + modifier, f of, p part, h hour, c century,
D decade, s since, u unit, U two of it.
"""

BARE_YEAR: Final[tuple[tuple[str, Maker], ...]] = (("Y", _year),)
"""What is a date only where somebody says that it is one."""
