"""Models of who still buys and how much: buy-till-you-die, by maximum likelihood.

Pure arithmetic on arrays of purchase histories; reads and writes nothing. `BgNbd` is the one used by default,
`ParetoNbd` the older and slower, `BgBb` for chances that come round (a yearly appeal), `GammaGamma` for what a purchase
is worth.
"""
