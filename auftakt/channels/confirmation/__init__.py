"""Double opt-in: the mail that asks the owner of an address, and the page behind its link.

```
form, preference centre, API, event ─▶ request (pending) ─▶ one mail ─▶ the owner presses the button ─▶ Consent Updated
```
Reads: the catalogue, `consent_asks`. Writes: consent requests (through `people`), `deliveries` of the channel
`confirmation`, events of the source `auftakt`. Next: the confirmed yes runs through `people` like any decision.
"""
