"""All that a student's process can see. It imports nothing outside of itself, `course` aside."""
