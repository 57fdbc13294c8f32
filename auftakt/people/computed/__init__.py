"""Traits that are computed: from events by a definition, or by a query; kept up to date with every batch."""
