"""What every room may use: errors, files, times, and what a student's bytes may not do."""
