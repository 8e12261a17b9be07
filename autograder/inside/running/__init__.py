"""What runs a submission's cells, and lends the functions in them to the tests.

Nothing here can be trusted once the student's code has run, and nothing relies on it: what it says
is plain data, read by `wire` in another process. It holds no tests, no answers and no gradebook.

`warm` is the process that waits, and watches; it forks for each submission, whose process `serving`
is; and that forks for each test cell, whose fork is `answering`. What the cells of a `notebook`
leave behind is what a test finds.
"""
