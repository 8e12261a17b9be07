# %% right="a loop"
def count_params(dims):
    total = 0
    for i in range(1, len(dims)):
        total += dims[i - 1] * dims[i]
        total += dims[i]
    return total

# %% right="weights and biases apart, with NumPy"
def count_params(dims):
    sizes = np.array(dims)
    weights = np.sum(sizes[:-1] * sizes[1:])
    return weights + np.sum(sizes[1:])

# %% right="the bias as one more input"
def count_params(dims):
    return sum((d + 1) * m for d, m in zip(dims[:-1], dims[1:]))

# %% right="recursion"
def count_params(dims):
    if len(dims) < 2:
        return 0
    return dims[1] * (dims[0] + 1) + count_params(dims[1:])

# %% right="arrays that are counted"
def count_params(dims):
    layers = [(np.empty((d, m)), np.empty(m)) for d, m in zip(dims, dims[1:])]
    return sum(w.size + b.size for w, b in layers)

# %% wrong="inputs given a bias"
def count_params(dims):
    return sum(d * m for d, m in zip(dims, dims[1:])) + sum(dims)

# %% wrong="biases left out"
def count_params(dims):
    return sum(d * m for d, m in zip(dims, dims[1:]))

# %% wrong="the last layer left out" title="off by one layer at the end"
def count_params(dims):
    total = 0
    for i in range(len(dims) - 2):
        total += dims[i] * dims[i + 1] + dims[i + 1]
    return total

# %% wrong="the first layer left out" title="off by one layer at the start"
def count_params(dims):
    total = 0
    for i in range(1, len(dims) - 1):
        total += dims[i] * dims[i + 1] + dims[i + 1]
    return total

# %% wrong="index out of range" title="off by one layer past the end"
def count_params(dims):
    total = 0
    for i in range(len(dims)):
        total += dims[i] * dims[i + 1] + dims[i + 1]
    return total

# %% wrong="all sizes multiplied"
def count_params(dims):
    return int(np.prod(dims))

# %% wrong="numbers of weights multiplied"
def count_params(dims):
    return int(np.prod([d * m for d, m in zip(dims, dims[1:])]))

# %% wrong="neurons counted"
def count_params(dims):
    return sum(dims[1:])

# %% wrong="links that jump over a layer"
def count_params(dims):
    pairs = [(d, m) for i, d in enumerate(dims) for m in dims[i + 1 :]]
    return sum(d * m for d, m in pairs) + sum(dims[1:])

# %% wrong="the last layer left out" title="two layers written out"
def count_params(dims):
    return dims[0] * dims[1] + dims[1] + dims[1] * dims[2] + dims[2]

# %% wrong="biases of the output layer left out"
def count_params(dims):
    return sum(d * m for d, m in zip(dims, dims[1:])) + sum(dims[1:-1])

# %% wrong="one bias a layer"
def count_params(dims):
    return sum(d * m + 1 for d, m in zip(dims, dims[1:]))

# %% wrong="floats instead of integers"
def count_params(dims):
    return sum(d * m + m for d, m in zip(dims, dims[1:])) * 1.0

# %% wrong="list instead of integer"
def count_params(dims):
    return [d * m + m for d, m in zip(dims, dims[1:])]

# %% wrong="tuple instead of integer"
def count_params(dims):
    return sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[1:])

# %% wrong="input changed in place"
def count_params(dims):
    total, d = 0, dims.pop(0)
    while dims:
        total, d = total + (d + 1) * dims[0], dims.pop(0)
    return total

# %% wrong="nothing returned"
def count_params(dims):
    total = sum(d * m + m for d, m in zip(dims, dims[1:]))

# %% wrong="printed instead of returned"
def count_params(dims):
    print(sum(d * m + m for d, m in zip(dims, dims[1:])))

# %% wrong="not written yet"
def count_params(dims):
    raise NotImplementedError()
