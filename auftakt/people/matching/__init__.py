"""Who may be one person although no key says so: records compared field by field, beyond exact keys.

Purpose: pairs of records with the probability that they are one person, groups that a guard keeps from growing together
wrongly, and how good both are on labelled records. Reads: records in a file. Writes: nothing.
What comes next: whoever asked decides; nothing is merged here.
"""
