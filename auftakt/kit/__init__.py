"""Parts without a domain: clock, ids, errors, settings, text, hashing.

Purpose: what every folder needs and what must be the same everywhere (time, identity of rows, how an error speaks).
Reads and writes nothing but the settings file. Imports nothing of ours. Its modules are imported by name.
"""
