"""Connectors fetch rows from elsewhere on a schedule; the same mapping as that of files makes events of them."""
