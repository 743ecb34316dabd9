"""Reminders: how they arise, ring, are shown and end."""
