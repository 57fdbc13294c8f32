"""Three stores: control state (what people write), the log (what happened), the data plane (what is computed).

Purpose: open, lock, write and read them safely; load SQL files. Reads and writes what it is told, and knows no domain:
tables are declared by the folders that write them (`tables.sql`, `models.py`). Its modules are imported by name.
Next: `jobs` runs the micro-batch over them.
"""
