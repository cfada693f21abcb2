"""Files in and out, as pure functions of values."""
