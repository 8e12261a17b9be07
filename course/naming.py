"""What this course is called where a name can have no spaces: as its package in pyproject.toml.

The command and the folder of a student's results have this name, so two courses on one machine need
two.
"""

NAME = "neural-networks-by-hand"
