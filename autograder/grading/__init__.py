"""What every command that grades does with a submission: prepare it, and record what came of it."""
