"""The names of the walls, the strongest first."""

BWRAP, LANDLOCK, NONE = "bwrap", "landlock", "none"
