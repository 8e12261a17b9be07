"""What a student imports. Never contains an answer."""
