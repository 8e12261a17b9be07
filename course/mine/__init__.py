"""The network that a student wrote, gathered from their notebooks, and what can be made of it."""
