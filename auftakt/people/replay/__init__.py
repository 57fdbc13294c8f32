"""A replay: stored events are looked at again by today's logic, and what follows from them is put right."""
