"""The only thing that crosses between a student's code and the tests: plain data, in frames.

A value is written as a tree of msgpack's own types, every list tagged, so nothing is ever executed,
looked up or unpickled while it is read:

    None, bool, int, float, str          as they are; other integers as ("i", text)
    ("t" | "l" | "set" | "frozen", items)   tuple, list, set, frozenset
    ("d", pairs)                         dict, in its order
    ("a", dtype, shape, bytes, layout)   array of a dtype in KINDS; ("o", shape, items) of objects
    ("n", dtype, bytes)                  NumPy number
    ("c", real, imag), ("range", a, b, c)
    ("rng", token, kind, state, parts, upon)   a random generator, whole: see `chance`
    ("=", k)                             the k-th object that both ends share, itself
    ("v", k, offset, dtype, shape, strides, writeable)   a window into shared array k
    ("mine", kind, token, name, parameters)   something of the sender's that only it can use
    ("yours", token)                     such a handle, handed back
    ("name", module, name)               a function that both ends know by its name

From the bottom up: `limits`; `strict`, what every reader asks; `frames` on a socket; `arrays` as
bytes; `shared`, `handles`, `iterators`, `chance` and `shared_chance`, what two ends know of each
other; `writing` and `reading` a tree; `news`; `heap`, which is all of these for one end; and
`conversation`, calls and call-backs.
"""
