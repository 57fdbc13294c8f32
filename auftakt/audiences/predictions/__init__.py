"""What people will probably do: predictors, each with its card, that write predicted traits.

Reads events, identifiers and people. Writes predicted traits beside reported and computed ones, and in the control
state each training with how well it did on time it had not seen. Next: rules and people's pages use the traits.
"""
