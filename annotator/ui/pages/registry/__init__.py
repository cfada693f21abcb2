"""The registry page: entries, their mentions in context, quotes of a speaker, claims about an event."""
