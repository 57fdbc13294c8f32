"""Who is about to stay away: longer than their own rhythm would have it."""
