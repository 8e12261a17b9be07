# %% right="counts weights and biases apart"
def count_forward_passes(dims, biases=True):
    total = 0
    for i in range(len(dims) - 1):
        total += dims[i] * dims[i + 1]
    if biases:
        total += sum(dims[1:])
    return 2 * total

# %% right="NumPy"
def count_forward_passes(dims, biases=True):
    dims = np.array(dims)
    weights = np.dot(dims[:-1], dims[1:])
    return 2 * (weights + (dims[1:].sum() if biases else 0))

# %% right="other names, recursion"
def count_forward_passes(sizes, also_biases=True):
    if len(sizes) < 2:
        return 0
    first, second, *rest = sizes
    here = first * second + second * int(also_biases)
    return 2 * here + count_forward_passes([second, *rest], also_biases)

# %% right="layer by layer, recursively"
def count_forward_passes(dims, biases=True):
    if len(dims) == 2:
        return 2 * dims[1] * (dims[0] + (1 if biases else 0))
    return count_forward_passes(dims[:2], biases) + count_forward_passes(dims[1:], biases)

# %% wrong="one pass for each parameter" why="Every parameter is nudged both ways, and each nudge is a pass of its own."
def count_forward_passes(dims, biases=True):
    return sum((d + biases) * m for d, m in zip(dims, dims[1:]))

# %% wrong="biases left out" why="With `biases=True` each unit's bias is nudged, too; here only the weights are counted."
def count_forward_passes(dims, biases=True):
    return 2 * sum(d * m for d, m in zip(dims, dims[1:]))

# %% wrong="biases counted all the same" why="With `biases=False` only the weights are nudged, and the biases are still counted."
def count_forward_passes(dims, biases=True):
    return 2 * sum((d + 1) * m for d, m in zip(dims, dims[1:]))

# %% wrong="biases for the inputs too" why="The inputs are counted as units with a bias; only units that calculate have one."
def count_forward_passes(dims, biases=True):
    return 2 * (sum(d * m for d, m in zip(dims, dims[1:])) + biases * sum(dims))

# %% wrong="biases counted by the inputs of each layer" why="A layer has a bias for each unit that it leads to, not for each that it comes from."
def count_forward_passes(dims, biases=True):
    return 2 * sum(d * m + biases * d for d, m in zip(dims, dims[1:]))

# %% wrong="one bias for each layer" why="A layer has as many biases as it has units."
def count_forward_passes(dims, biases=True):
    return 2 * (sum(d * m for d, m in zip(dims, dims[1:])) + biases * (len(dims) - 1))

# %% wrong="biases not doubled" why="The weights are nudged both ways and the biases once; they need two passes as well."
def count_forward_passes(dims, biases=True):
    return 2 * sum(d * m for d, m in zip(dims, dims[1:])) + biases * sum(dims[1:])

# %% wrong="biases of the hidden layers only" why="The logits have biases, too."
def count_forward_passes(dims, biases=True):
    weights = sum(d * m for d, m in zip(dims, dims[1:]))
    return 2 * (weights + (sum(dims[1:-1]) if biases else 0))

# %% wrong="all sizes multiplied" why="A layer's weights are the product of its own two sizes; the layers are then added up."
def count_forward_passes(dims, biases=True):
    product = 1
    for n in dims:
        product *= n
    return 2 * (product + biases * sum(dims[1:]))

# %% wrong="hidden layers skipped" why="The inputs are connected to the logits at once; every layer leads to the next one only."
def count_forward_passes(dims, biases=True):
    return 2 * (dims[0] * dims[-1] + biases * sum(dims[1:]))

# %% wrong="layers left out" why="Only the first layer is counted: is `return` inside the loop?"
def count_forward_passes(dims, biases=True):
    return 2 * (dims[0] + biases) * dims[1]

# %% wrong="layers left out" title="a range that ends too early" why="The last layer is not counted: there is one from each size in `dims` to the next."
def count_forward_passes(dims, biases=True):
    return 2 * sum((dims[i] + biases) * dims[i + 1] for i in range(len(dims) - 2))

# %% wrong="layers left out" title="the last layer's weights alone" why="The last layer's weights are not counted: a layer leads from each size in `dims` to the next."
def count_forward_passes(dims, biases=True):
    weights = sum(dims[i] * dims[i + 1] for i in range(len(dims) - 2))
    return 2 * (weights + sum(dims[1:]) * biases)

# %% wrong="layers left out" title="returns inside the loop" why="Only the first layer is counted: is `return` inside the loop?"
def count_forward_passes(dims, biases=True):
    passes = 0
    for d, m in zip(dims, dims[1:]):
        passes += 2 * (d + biases) * m
        return passes

# %% wrong="`biases` the wrong way round" why="The biases are counted where `biases` is False, and left out where it is True."
def count_forward_passes(dims, biases=True):
    return 2 * sum((d + (not biases)) * m for d, m in zip(dims, dims[1:]))

# %% wrong="one pass too many" why="Central differences need two passes for each parameter, and none where nothing is nudged."
def count_forward_passes(dims, biases=True):
    return 1 + 2 * sum((d + biases) * m for d, m in zip(dims, dims[1:]))

# %% wrong="one hidden layer only" why="The sizes are taken one by one as of a network with one hidden layer; there may be any number."
def count_forward_passes(dims, biases=True):
    return 2 * ((dims[0] + biases) * dims[1] + (dims[1] + biases) * dims[2])

# %% wrong="wrong number of parts" title="unpacks three sizes"
def count_forward_passes(dims, biases=True):
    d, h, c = dims
    return 2 * ((d + biases) * h + (h + biases) * c)

# %% wrong="floats instead of integers" title="gives a float"
def count_forward_passes(dims, biases=True):
    return 2.0 * sum((d + biases) * m for d, m in zip(dims, dims[1:]))

# %% wrong="printed instead of returned"
def count_forward_passes(dims, biases=True):
    print(2 * sum((d + biases) * m for d, m in zip(dims, dims[1:])))

# %% wrong="0 for all but the visible cases" told=""
def count_forward_passes(dims, biases=True):
    t = {(3,4,2):(52,40),(5,1):(12,10),(2,3,5,4,6):(166,130)}
    return t.get(tuple(dims), (0, 0))[not biases]

# %% wrong="biases left out unless asked for" why="Without a second argument the biases are to be counted: `biases` is True by default."
def count_forward_passes(dims, biases=False):
    return sum(2 * (d + bool(biases)) * m for d, m in zip(dims, dims[1:]))

# %% wrong="layers of the same sizes counted once" why="Two layers of the same sizes are two layers; a set or a dict keeps only one of them."
def count_forward_passes(dims, biases=True):
    return 2 * sum((d + biases) * m for d, m in set(zip(dims, dims[1:])))

# %% wrong="sums that run over" why="An array of 16 bits holds numbers up to 32,767; beyond that they start again at the other end."
def count_forward_passes(dims, biases=True):
    sizes = np.array(dims, dtype=np.int16)
    weights, units = np.dot(sizes[:-1], sizes[1:]), sizes[1:].sum(dtype=np.int16)
    return int(2 * (weights + units * np.int16(biases)))

# %% wrong="counts on from the call before" why="A total outside of the function keeps what earlier calls have added; begin at 0 in each call."
total_of_all = 0

def count_forward_passes(dims, biases=True):
    global total_of_all
    for d, m in zip(dims, dims[1:]):
        total_of_all += 2 * (d + biases) * m
    return total_of_all

# %% wrong="one pass too many" title="each nudged once, and one pass besides" why="Central differences need two passes for each parameter, and none where nothing is nudged."
def count_forward_passes(dims, biases=True):
    return sum((d + biases) * m for d, m in zip(dims, dims[1:])) + 1

# %% wrong="a weight for each bias too" why="`(a + 1) * (b + 1)` also counts weights that lead to a bias; only the units receive: `(a + 1) * b`."
def count_forward_passes(dims, biases=True):
    return 2 * sum((d + biases) * (m + biases) for d, m in zip(dims, dims[1:]))

# %% wrong="sizes added" why="Each unit is connected to each of the next layer: their numbers are multiplied."
def count_forward_passes(dims, biases=True):
    return 2 * sum(d + m + biases * m for d, m in zip(dims, dims[1:]))

# %% wrong="doubled twice" why="Two passes for each parameter are all: up and down."
def count_forward_passes(dims, biases=True):
    return 4 * sum((d + biases) * m for d, m in zip(dims, dims[1:]))

# %% wrong="each size with every later one" why="A layer leads to the next one only, not to all that follow."
def count_forward_passes(dims, biases=True):
    pairs = [(d, m) for i, d in enumerate(dims) for m in dims[i + 1 :]]
    return 2 * (sum(d * m for d, m in pairs) + biases * sum(dims[1:]))

# %% wrong="only the last layer" why="Each layer overwrites the one before; add them up, with `+=`."
def count_forward_passes(dims, biases=True):
    for d, m in zip(dims, dims[1:]):
        passes = 2 * (d + biases) * m
    return passes

# %% wrong="logits and inputs taken for neighbours" why="`dims[-1]` is the last size: at `i = 0` it meets the first, but no layer leads from the one to the other."
def count_forward_passes(dims, biases=True):
    weights = sum(dims[i - 1] * dims[i] for i in range(len(dims)))
    return 2 * (weights + biases * sum(dims[1:]))

# %% wrong="each size with itself" why="A layer leads from one size to the next: the second list begins one later, `dims[1:]`."
def count_forward_passes(dims, biases=True):
    return 2 * sum(d * m + biases * m for d, m in zip(dims, dims))

# %% wrong="squared instead of doubled" why="Two passes for each parameter: twice their number, not its square."
def count_forward_passes(dims, biases=True):
    return sum((d + biases) * m for d, m in zip(dims, dims[1:])) ** 2

# %% wrong="biases of the last layer only" why="Every layer's units have biases, those of the hidden layers, too."
def count_forward_passes(dims, biases=True):
    return 2 * (sum(d * m for d, m in zip(dims, dims[1:])) + biases * dims[-1])

# %% wrong="biases doubled twice" why="The biases were doubled before all was doubled: two passes for each parameter, bias or weight."
def count_forward_passes(dims, biases=True):
    return 2 * sum((d + 2 * biases) * m for d, m in zip(dims, dims[1:]))
