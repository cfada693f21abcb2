"""How long something took or will take, in the words of people."""

from annotator.language import Language


def say_duration(seconds: float, language: Language) -> str:
    """Minutes, from an hour on hours and minutes; what is shorter than a minute counts as one."""
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return language.say("time_taken.minutes", n=minutes)
    return language.say("time_taken.hours", hours=minutes // 60, minutes=f"{minutes % 60:02}")
