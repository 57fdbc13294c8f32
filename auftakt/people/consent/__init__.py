"""Consent by purpose and channel: the catalogue of what can be asked, and what each person answered, with its proof."""
