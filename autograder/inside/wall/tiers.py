"""The walls that a submission can run behind, from the best on; the last is none at all.

bwrap    : processes, mounts and a network of its own, within the namespaces of bubblewrap
landlock : a list of folders that it may read, and one that it may write
none     : limits only, for a machine that holds nothing else
"""

BWRAP, LANDLOCK, NONE = "bwrap", "landlock", "none"
