"""What managers hear of a team's deals once a day, and what they do about them: ask, and accept that one waits."""
