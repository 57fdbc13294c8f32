"""Who may be one person although no key says so: records compared field by field, beyond exact keys.

Purpose: pairs of people with the probability that they are one, proposed field by field; groups that a guard keeps from
growing together wrongly; and how good both are on labelled records. Reads: traits, identifiers, or records in a file.
Writes: match_pairs, match_levels, match_values; settings and runs in the control state.
What comes next: whoever asked decides; nothing is merged here.
"""
