"""What somebody will buy next that they have not bought yet: from what is bought together."""
