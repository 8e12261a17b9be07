"""What an instructor runs: text to notebook, notebook to release, submission to grade."""
