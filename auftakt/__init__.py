"""Auftakt: open-source marketing orchestration. `auftakt up` starts a hub."""

__version__ = "0.1.0"
