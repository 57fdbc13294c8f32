"""When, and on which channel, somebody is most likely to answer."""
