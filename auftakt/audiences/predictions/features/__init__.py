"""What is known of people at a moment, as numbers a model can learn from; and the same in words."""
