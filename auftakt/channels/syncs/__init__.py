"""Audiences and profiles go out: to a database, a folder of files or a webhook, only what has changed, on a schedule.

What a destination has is in a ledger, so each run sends the difference, and a run that was cut off goes on where it
was. Nobody goes out without a yes for the sync's channel and purpose, nor with an address that gets nothing more.
"""
