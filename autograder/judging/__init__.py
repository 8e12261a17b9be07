"""Running a submission in the sandbox, and judging it outside of it."""
