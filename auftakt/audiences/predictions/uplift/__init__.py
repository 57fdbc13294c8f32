"""Who does more because of a campaign: learnt from an experiment that is over, or far enough."""
