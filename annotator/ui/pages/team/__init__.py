"""The page of the team: who works here, what was handed out, and how far everybody is."""
