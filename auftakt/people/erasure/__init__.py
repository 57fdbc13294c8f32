"""Erasure: everything about one person leaves every store and file, for good, and a record without names stays."""
