"""Stored events looked at again by today's logic: which ones, and what becomes of them."""
