"""Webhooks: other systems call the hub; what is signed rightly is kept at once and comes in as a connector's rows."""
