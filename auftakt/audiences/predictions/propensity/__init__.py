"""How likely people are to do something that the hub chose: any event, within any time."""
