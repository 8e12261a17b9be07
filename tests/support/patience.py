"""How long a test waits for what should come: no measure of a machine, only of what hangs."""

HANG = 600  # seconds; beside other work a step of a second has been seen to take a hundred
