"""What a submission's process gives up before the student's code runs, and how it is ended.

`tiers` are the walls there are and `confine` is the way in; each of `namespaces`, `landlock`,
`seccomp` (with `calls`), `resources` and `users` takes one kind of right away. From the other side,
`processes`, `births` and `folders` look at what a submission does all the same, and end it.
"""
