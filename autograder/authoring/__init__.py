"""From a chapter's text to its release."""
