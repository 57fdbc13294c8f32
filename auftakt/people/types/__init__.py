"""Which identifiers there are, how strong each is, how many one person may have, and which values join nobody."""
