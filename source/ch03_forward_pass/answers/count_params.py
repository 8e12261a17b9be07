# %% right="a loop"
def count_params(dims):
    n_w = n_b = 0
    for i in range(1, len(dims)):
        n_w += dims[i - 1] * dims[i]
        n_b += dims[i]
    return n_w, n_b, n_w + n_b

# %% right="with NumPy"
def count_params(dims):
    sizes = np.array(dims)
    n_w, n_b = np.sum(sizes[:-1] * sizes[1:]), np.sum(sizes[1:])
    return n_w, n_b, n_w + n_b

# %% right="the bias as one more input"
def count_params(dims):
    total = sum((d + 1) * m for d, m in zip(dims[:-1], dims[1:]))
    return total - sum(dims[1:]), sum(dims) - dims[0], total

# %% right="recursion"
def count_params(dims):
    if len(dims) < 2:
        return 0, 0, 0
    n_w, n_b, total = count_params(dims[1:])
    d, m = dims[:2]
    return n_w + d * m, n_b + m, total + d * m + m

# %% right="arrays that are counted"
def count_params(dims):
    layers = [(np.empty((d, m)), np.empty(m)) for d, m in zip(dims, dims[1:])]
    n_w, n_b = (sum(layer[i].size for layer in layers) for i in (0, 1))
    return n_w, n_b, n_w + n_b

# %% wrong="inputs given a bias"
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), sum(dims)
    return n_w, n_b, n_w + n_b

# %% wrong="biases left out of the total"
def count_params(dims):
    n_w = sum(d * m for d, m in zip(dims, dims[1:]))
    return n_w, sum(dims[1:]), n_w

# %% wrong="the last layer left out" title="off by one layer at the end"
def count_params(dims):
    n_w = n_b = 0
    for i in range(len(dims) - 2):
        n_w += dims[i] * dims[i + 1]
        n_b += dims[i + 1]
    return n_w, n_b, n_w + n_b

# %% wrong="the first layer left out" title="off by one layer at the start"
def count_params(dims):
    n_w = n_b = 0
    for i in range(1, len(dims) - 1):
        n_w += dims[i] * dims[i + 1]
        n_b += dims[i + 1]
    return n_w, n_b, n_w + n_b

# %% wrong="index out of range" title="off by one layer past the end"
def count_params(dims):
    n_w = 0
    for i in range(len(dims)):
        n_w += dims[i] * dims[i + 1]
    return n_w, sum(dims[1:]), n_w + sum(dims[1:])

# %% wrong="all sizes multiplied"
def count_params(dims):
    n_w, n_b = int(np.prod(dims)), sum(dims[1:])
    return n_w, n_b, n_w + n_b

# %% wrong="numbers of weights multiplied"
def count_params(dims):
    n_w, n_b = int(np.prod([d * m for d, m in zip(dims, dims[1:])])), sum(dims[1:])
    return n_w, n_b, n_w + n_b

# %% wrong="layers counted"
def count_params(dims):
    return len(dims) - 1, len(dims) - 1, 2 * (len(dims) - 1)

# %% wrong="links that jump over a layer"
def count_params(dims):
    n_w = sum(d * m for i, d in enumerate(dims) for m in dims[i + 1 :])
    return n_w, sum(dims[1:]), n_w + sum(dims[1:])

# %% wrong="the last layer left out" title="two layers written out"
def count_params(dims):
    n_w, n_b = dims[0] * dims[1] + dims[1] * dims[2], dims[1] + dims[2]
    return n_w, n_b, n_w + n_b

# %% wrong="biases of the output layer left out"
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[1:-1])
    return n_w, n_b, n_w + n_b

# %% wrong="weights and biases swapped"
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[1:])
    return n_b, n_w, n_w + n_b

# %% wrong="one thing instead of tuple" title="only the total"
def count_params(dims):
    return sum(d * m + m for d, m in zip(dims, dims[1:]))

# %% wrong="wrong number of results" title="no total"
def count_params(dims):
    return sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[1:])

# %% right="a list of results"
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[1:])
    return [n_w, n_b, n_w + n_b]

# %% wrong="floats instead of integers"
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[1:])
    return float(n_w), float(n_b), float(n_w + n_b)

# %% wrong="input changed in place"
def count_params(dims):
    n_w, n_b, d = 0, 0, dims.pop(0)
    while dims:
        n_w, n_b, d = n_w + d * dims[0], n_b + dims[0], dims.pop(0)
    return n_w, n_b, n_w + n_b

# %% wrong="nothing returned"
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[1:])

# %% wrong="printed instead of returned"
def count_params(dims):
    print(sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[1:]))

# %% wrong="one bias for each input"
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[:-1])
    return n_w, n_b, n_w + n_b

# %% wrong="one bias for each layer"
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), len(dims) - 1
    return n_w, n_b, n_w + n_b

# %% wrong="only the first layer" title="returns inside the loop"
def count_params(dims):
    n_w = n_b = 0
    for d, m in zip(dims, dims[1:]):
        n_w += d * m
        n_b += m
        return n_w, n_b, n_w + n_b

# %% wrong="only the last layer" title="forgets to add up"
def count_params(dims):
    for d, m in zip(dims, dims[1:]):
        n_w, n_b = d * m, m
    return n_w, n_b, n_w + n_b

# %% wrong="index -1, the last size"
def count_params(dims):
    n_w = n_b = 0
    for i in range(len(dims)):
        n_w += dims[i - 1] * dims[i]
        n_b += dims[i]
    return n_w, n_b, n_w + n_b

# %% wrong="sizes added"
def count_params(dims):
    n_w, n_b = sum(d + m for d, m in zip(dims, dims[1:])), sum(dims[1:])
    return n_w, n_b, n_w + n_b

# %% wrong="not written yet"
def count_params(dims):
    raise NotImplementedError()

# %% wrong="equal layers counted once" told="" title="equal layers counted once" loses="test_count_params"
def count_params(dims):
    n_w = sum(d * m for d, m in set(zip(dims, dims[1:])))
    n_b = sum(dims[1:])
    return n_w, n_b, n_w + n_b
