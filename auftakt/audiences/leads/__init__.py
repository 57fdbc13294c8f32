"""Leads: who is worth a salesperson's time, why, and how far they are.

A model gives points for what people do, which fade by half-lives, and for who they are, which become a grade. What
fades is kept as a worth at a moment, so that the score is exact at any time and nobody is rewritten as time passes.
"""
