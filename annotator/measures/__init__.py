"""Agreement between people, as numbers that lead back to the text."""
