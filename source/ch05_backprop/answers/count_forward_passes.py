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

# %% wrong="one pass for each parameter"
def count_forward_passes(dims, biases=True):
    return sum((d + biases) * m for d, m in zip(dims, dims[1:]))

# %% wrong="biases left out"
def count_forward_passes(dims, biases=True):
    return 2 * sum(d * m for d, m in zip(dims, dims[1:]))

# %% wrong="biases counted all the same"
def count_forward_passes(dims, biases=True):
    return 2 * sum((d + 1) * m for d, m in zip(dims, dims[1:]))

# %% wrong="biases for the inputs too"
def count_forward_passes(dims, biases=True):
    return 2 * (sum(d * m for d, m in zip(dims, dims[1:])) + biases * sum(dims))

# %% wrong="one bias for each layer"
def count_forward_passes(dims, biases=True):
    return 2 * (sum(d * m for d, m in zip(dims, dims[1:])) + biases * (len(dims) - 1))

# %% wrong="biases not doubled"
def count_forward_passes(dims, biases=True):
    return 2 * sum(d * m for d, m in zip(dims, dims[1:])) + biases * sum(dims[1:])

# %% wrong="all sizes multiplied"
def count_forward_passes(dims, biases=True):
    product = 1
    for n in dims:
        product *= n
    return 2 * (product + biases * sum(dims[1:]))

# %% wrong="index out of range" title="one hidden layer only"
def count_forward_passes(dims, biases=True):
    return 2 * ((dims[0] + biases) * dims[1] + (dims[1] + biases) * dims[2])

# %% wrong="floats instead of integers" title="gives a float"
def count_forward_passes(dims, biases=True):
    return 2.0 * sum((d + biases) * m for d, m in zip(dims, dims[1:]))

# %% wrong="printed instead of returned"
def count_forward_passes(dims, biases=True):
    print(2 * sum((d + biases) * m for d, m in zip(dims, dims[1:])))

# %% wrong="biases of the hidden layers only"
def count_forward_passes(dims, biases=True):
    weights = sum(d * m for d, m in zip(dims, dims[1:]))
    return 2 * (weights + (sum(dims[1:-1]) if biases else 0))

# %% wrong="0 for all but the visible cases" told=""
def count_forward_passes(dims, biases=True):
    t = {(3,4,2):(52,40),(784,10):(15700,15680),(784,50,10):(79520,79400),(5,1):(12,10),(2,3,5,4,6):(166,130)}
    return t.get(tuple(dims), (0, 0))[not biases]

# %% wrong="biases left out unless asked for"
def count_forward_passes(dims, biases=False):
    return sum(2 * (d + bool(biases)) * m for d, m in zip(dims, dims[1:]))

# %% right="layer by layer, recursively"
def count_forward_passes(dims, biases=True):
    if len(dims) == 2:
        return 2 * dims[1] * (dims[0] + (1 if biases else 0))
    return count_forward_passes(dims[:2], biases) + count_forward_passes(dims[1:], biases)
