"""Predictors that learn from examples: what was known of people at a moment, and whether something followed."""
