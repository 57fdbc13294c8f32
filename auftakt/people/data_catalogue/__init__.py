"""The data catalogue: which events, properties and traits there are, whose each is, how sensitive, what for.

Reads the tracking plan (which stays the truth for what it names), `events` and `traits`. Writes, in the control state,
what is said of everything else. Next: `web` masks what is personal for roles that may not see it.
"""
