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

# %% wrong="inputs given a bias" why="The inputs compute nothing and have no bias; only the layers after them do."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), sum(dims)
    return n_w, n_b, n_w + n_b

# %% wrong="biases left out of the total" why="The total counts weights and biases together."
def count_params(dims):
    n_w = sum(d * m for d, m in zip(dims, dims[1:]))
    return n_w, sum(dims[1:]), n_w

# %% wrong="the last layer left out" why="Every pair of neighbours in `dims` is a layer; the last pair was not counted." title="off by one layer at the end"
def count_params(dims):
    n_w = n_b = 0
    for i in range(len(dims) - 2):
        n_w += dims[i] * dims[i + 1]
        n_b += dims[i + 1]
    return n_w, n_b, n_w + n_b

# %% wrong="the first layer left out" why="Every pair of neighbours in `dims` is a layer; the first pair was not counted." title="off by one layer at the start"
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

# %% wrong="all sizes multiplied" why="The layers' numbers of weights are added up; only the two sizes of one layer are multiplied."
def count_params(dims):
    n_w, n_b = int(np.prod(dims)), sum(dims[1:])
    return n_w, n_b, n_w + n_b

# %% wrong="all sizes multiplied" title="all sizes multiplied, a bias for each layer" why="Weights of different layers are added up, not multiplied; and each unit has a bias, not each layer."
def count_params(dims):
    n_w, n_b = int(np.prod(dims)), len(dims) - 1
    return n_w, n_b, n_w + n_b

# %% wrong="numbers of weights multiplied" why="Each layer's number is right, but the layers are added up, not multiplied."
def count_params(dims):
    n_w, n_b = int(np.prod([d * m for d, m in zip(dims, dims[1:])])), sum(dims[1:])
    return n_w, n_b, n_w + n_b

# %% wrong="layers counted" why="The numbers in the layers are asked for, not how many layers there are."
def count_params(dims):
    return len(dims) - 1, len(dims) - 1, 2 * (len(dims) - 1)

# %% wrong="links that jump over a layer" why="A unit is linked to the layer before it only, not to all earlier ones."
def count_params(dims):
    n_w = sum(d * m for i, d in enumerate(dims) for m in dims[i + 1 :])
    return n_w, sum(dims[1:]), n_w + sum(dims[1:])

# %% wrong="only the first two layers" why="`dims` may hold any number of sizes; every pair of neighbours is a layer."
def count_params(dims):
    n_w, n_b = dims[0] * dims[1] + dims[1] * dims[2], dims[1] + dims[2]
    return n_w, n_b, n_w + n_b

# %% wrong="biases of the output layer left out" why="Units of the output layer have biases, too."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[1:-1])
    return n_w, n_b, n_w + n_b

# %% wrong="weights and biases swapped" why="The number of weights comes first, then that of biases."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[1:])
    return n_b, n_w, n_w + n_b

# %% wrong="one thing instead of a tuple" title="only the total"
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

# %% wrong="one bias for each input" why="A layer has a bias for each unit in it, not for each number that goes in."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[:-1])
    return n_w, n_b, n_w + n_b

# %% wrong="one bias for each layer" why="Each unit has a bias of its own, not each layer."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), len(dims) - 1
    return n_w, n_b, n_w + n_b

# %% wrong="only the first layer" why="All layers are counted; a `return` inside the loop ends it after the first." title="returns inside the loop"
def count_params(dims):
    n_w = n_b = 0
    for d, m in zip(dims, dims[1:]):
        n_w += d * m
        n_b += m
        return n_w, n_b, n_w + n_b

# %% wrong="only the last layer" why="All layers are added up; here each one replaced the count of those before." title="forgets to add up"
def count_params(dims):
    for d, m in zip(dims, dims[1:]):
        n_w, n_b = d * m, m
    return n_w, n_b, n_w + n_b

# %% wrong="index -1, the last size" why="At i = 0, `dims[i - 1]` is the last size, so the outputs were linked to the inputs."
def count_params(dims):
    n_w = n_b = 0
    for i in range(len(dims)):
        n_w += dims[i - 1] * dims[i]
        n_b += dims[i]
    return n_w, n_b, n_w + n_b

# %% wrong="sizes added" why="Each unit of a layer is linked to each input: their numbers are multiplied, not added."
def count_params(dims):
    n_w, n_b = sum(d + m for d, m in zip(dims, dims[1:])), sum(dims[1:])
    return n_w, n_b, n_w + n_b

# %% wrong="not written yet"
def count_params(dims):
    raise NotImplementedError()

# %% wrong="equal layers counted once" why="Two layers of the same sizes are two layers; a set or dict keeps them only once."
def count_params(dims):
    n_w = sum(d * m for d, m in set(zip(dims, dims[1:])))
    n_b = sum(dims[1:])
    return n_w, n_b, n_w + n_b

# %% wrong="index -1, the last size" title="index -1 for the weights only" why="At i = 0, `dims[i - 1]` is the last size, so the outputs were linked to the inputs."
def count_params(dims):
    n_w = sum(dims[i - 1] * dims[i] for i in range(len(dims)))
    n_b = sum(dims[1:])
    return n_w, n_b, n_w + n_b

# %% wrong="sizes looked up by value" why="`dims.index(d)` finds the first size equal to d; of two equal sizes that is the wrong one."
def count_params(dims):
    n_w = sum(d * dims[dims.index(d) + 1] for d in dims[:-1])
    n_b = sum(dims[1:])
    return n_w, n_b, n_w + n_b

# %% wrong="counts of an earlier call kept" why="Each call begins at 0; here the counts go on from the call before."
counts = [0, 0]

def count_params(dims):
    for d, m in zip(dims, dims[1:]):
        counts[0] += d * m
        counts[1] += m
    return counts[0], counts[1], sum(counts)

# %% wrong="weights left out of the total" why="The total counts weights and biases together."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[1:])
    return n_w, n_b, n_b

# %% wrong="hidden layers without biases" why="Units of hidden layers have biases, too."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), dims[-1]
    return n_w, n_b, n_w + n_b

# %% wrong="all hidden layers as wide as the first" why="Each layer has its own size in `dims`."
def count_params(dims):
    d, h, c = dims[0], dims[1], dims[-1]
    n_w, n_b = d * h + (len(dims) - 3) * h * h + h * c, (len(dims) - 2) * h + c
    return n_w, n_b, n_w + n_b

# %% wrong="sizes looked up by value" title="the layer before looked up by value" why="`dims.index(m)` finds the first size equal to m; of two equal sizes that is the wrong one."
def count_params(dims):
    n_w = sum(dims[dims.index(m) - 1] * m for m in dims[1:])
    n_b = sum(dims[1:])
    return n_w, n_b, n_w + n_b

# %% wrong="equal layers counted once" title="a dictionary of layers" why="Two layers of the same sizes are two layers; a set or dict keeps them only once."
def count_params(dims):
    layers = {d: m for d, m in zip(dims, dims[1:])}
    n_w, n_b = sum(d * m for d, m in layers.items()), sum(layers.values())
    return n_w, n_b, n_w + n_b

# %% wrong="exactly two layers counted" why="`dims` may hold any number of sizes; here the first, the second and the last were used."
def count_params(dims):
    n_w, n_b = dims[0] * dims[1] + dims[1] * dims[-1], dims[1] + dims[-1]
    return n_w, n_b, n_w + n_b

# %% wrong="only the weights of the last layer" why="All layers are added up; here each one replaced the weights of those before."
def count_params(dims):
    n_w, n_b = dims[-2] * dims[-1], sum(dims[1:])
    return n_w, n_b, n_w + n_b

# %% wrong="biases counted among the weights" why="`n_w` counts the weights alone; the biases have their own number."
def count_params(dims):
    n_w, n_b = sum((d + 1) * m for d, m in zip(dims, dims[1:])), sum(dims[1:])
    return n_w, n_b, n_w + n_b

# %% wrong="total multiplied" why="The total is a sum: weights and biases together."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[1:])
    return n_w, n_b, n_w * n_b

# %% wrong="the inputs counted in the total" why="The total is weights and biases together; the inputs have no biases."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[1:])
    return n_w, n_b, n_w + sum(dims)

# %% wrong="sizes counted instead of units" why="Each unit has a bias: their numbers are added up, not how many sizes there are."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), len(dims)
    return n_w, n_b, n_w + n_b

# %% wrong="the first and the last layer left out" why="Every pair of neighbours in `dims` is a layer, from the inputs to the outputs."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims[1:], dims[2:-1])), sum(dims[1:-1])
    return n_w, n_b, n_w + n_b

# %% wrong="weights of the first layer left out" why="The first layer's weights come from the inputs, `dims[0]`."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims[1:], dims[2:])), sum(dims[1:])
    return n_w, n_b, n_w + n_b

# %% wrong="every second layer counted" why="Every pair of neighbours in `dims` is a layer; these pairs overlap."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims[::2], dims[1::2])), sum(dims[1:])
    return n_w, n_b, n_w + n_b

# %% wrong="numbers of biases multiplied" why="The layers' biases are added up."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), int(np.prod(dims[1:]))
    return n_w, n_b, n_w + n_b

# %% wrong="sizes squared" why="A layer's weights are its inputs times its units, two neighbours in `dims`."
def count_params(dims):
    n_w, n_b = sum(m * m for m in dims[1:]), sum(dims[1:])
    return n_w, n_b, n_w + n_b

# %% wrong="weights of the last layer left out" why="Every pair of neighbours in `dims` is a layer; the last pair's weights are missing."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:-1])), sum(dims[1:])
    return n_w, n_b, n_w + n_b

# %% wrong="layers counted instead of units" title="hidden layers counted" why="Each unit has a bias of its own: their numbers are added up, not how many layers there are."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), len(dims) - 2
    return n_w, n_b, n_w + n_b

# %% wrong="sizes squared" title="sizes squared, the inputs' too" why="A layer's weights are its inputs times its units, two neighbours in `dims`."
def count_params(dims):
    n_w, n_b = sum(d * d for d in dims), sum(dims[1:])
    return n_w, n_b, n_w + n_b

# %% wrong="the total first" why="The number of weights comes first, then that of biases, and the total last."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[1:])
    return n_w + n_b, n_w, n_b

# %% wrong="the total is not the sum" title="layers counted in the total" why="The total is `n_w + n_b`."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[1:])
    return n_w, n_b, n_w + len(dims) - 1

# %% wrong="the total is not the sum" title="biases counted twice in the total" why="The total is `n_w + n_b`."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[1:])
    return n_w, n_b, n_w + 2 * n_b

# %% wrong="the total is not the sum" title="weights counted twice in the total" why="The total is `n_w + n_b`."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), sum(dims[1:])
    return n_w, n_b, 2 * n_w

# %% wrong="only the first and the last size" why="Each pair of neighbours is a layer; the inputs are linked to the first hidden layer only."
def count_params(dims):
    n_w, n_b = dims[0] * dims[-1], sum(dims[1:])
    return n_w, n_b, n_w + n_b

# %% wrong="only the weights of the first layer" why="Every pair of neighbours in `dims` is a layer with weights of its own."
def count_params(dims):
    n_w, n_b = dims[0] * dims[1], sum(dims[1:])
    return n_w, n_b, n_w + n_b

# %% wrong="0 multiplied" title="*= in place of +=" why="The layers are added up; multiplied, a count that begins at 0 stays 0."
def count_params(dims):
    n_w = 0
    for d, m in zip(dims, dims[1:]):
        n_w *= d * m
    return n_w, sum(dims[1:]), n_w + sum(dims[1:])

# %% wrong="both sizes of a layer given biases" why="A layer has a bias for each unit, not for its inputs, which are counted in the layer before."
def count_params(dims):
    n_w, n_b = sum(d * m for d, m in zip(dims, dims[1:])), sum(d + m for d, m in zip(dims, dims[1:]))
    return n_w, n_b, n_w + n_b
