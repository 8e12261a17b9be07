# %% right="a list of pairs"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(y))
    n = -(-len(y) // size)
    return [(x[order[i * size : (i + 1) * size]], y[order[i * size : (i + 1) * size]]) for i in range(n)]

# %% right="shuffled copies, then slices"
def minibatches(inputs, labels, k, generator):
    order = np.arange(len(inputs))
    generator.shuffle(order)
    inputs, labels = inputs[order], labels[order]
    while len(labels):
        yield inputs[:k], labels[:k]
        inputs, labels = inputs[k:], labels[k:]

# %% right="sorted by random numbers"
def minibatches(x, y, size, rng):
    order = np.argsort(rng.random(len(x)))
    for rows in np.split(order, range(size, len(x), size)):
        yield [np.take(x, rows, axis=0), np.take(y, rows)]

# %% right="one sample after the other"
def minibatches(x, y, size, rng):
    left = list(range(len(x)))
    while left:
        rows = [left.pop(rng.integers(len(left))) for _ in range(min(size, len(left)))]
        yield np.array([x[i] for i in rows]), np.array([y[i] for i in rows])

# %% wrong="x and y shuffled apart"
def minibatches(x, y, size, rng):
    x, y = rng.permutation(x), rng.permutation(y)
    for i in range(0, len(x), size):
        yield x[i : i + size], y[i : i + size]

# %% wrong="samples missing or repeated" title="drawn with replacement"
def minibatches(x, y, size, rng):
    for i in range(0, len(x), size):
        rows = rng.integers(len(x), size=min(size, len(x) - i))
        yield x[rows], y[rows]

# %% wrong="samples missing or repeated" title="a fresh order for every batch"
def minibatches(x, y, size, rng):
    for i in range(0, len(x), size):
        rows = rng.permutation(len(x))[: min(size, len(x) - i)]
        yield x[rows], y[rows]

# %% wrong="last batch left out" loses="test_minibatches"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    for i in range(len(x) // size):
        rows = order[i * size : (i + 1) * size]
        yield x[rows], y[rows]

# %% wrong="last batch left out" title="stops before the end" loses="test_minibatches test_minibatches_order"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    for i in range(0, len(x) - size, size):
        rows = order[i : i + size]
        yield x[rows], y[rows]

# %% wrong="not shuffled" loses="test_minibatches_order"
def minibatches(x, y, size, rng):
    for i in range(0, len(x), size):
        yield x[i : i + size], y[i : i + size]

# %% wrong="the same samples always share a batch" title="only the batches are shuffled" loses="test_minibatches_order"
def minibatches(x, y, size, rng):
    starts = np.arange(0, len(x), size)
    for i in rng.permutation(starts[:-1]).tolist() + [starts[-1]]:
        yield x[i : i + size], y[i : i + size]

# %% wrong="the same samples always share a batch" title="shuffled inside each batch" loses="test_minibatches_order"
def minibatches(x, y, size, rng):
    for i in range(0, len(x), size):
        rows = i + rng.permutation(min(size, len(x) - i))
        yield x[rows], y[rows]

# %% wrong="chance that does not come from rng" title="global random numbers" loses="test_minibatches_order"
def minibatches(x, y, size, rng):
    order = np.random.permutation(len(x))
    for i in range(0, len(x), size):
        yield x[order[i : i + size]], y[order[i : i + size]]

# %% wrong="rng not used" title="a seed of its own, the same order every epoch" loses="test_minibatches_order"
def minibatches(x, y, size, rng):
    order = np.random.default_rng(0).permutation(len(x))
    for i in range(0, len(x), size):
        yield x[order[i : i + size]], y[order[i : i + size]]

# %% wrong="input changed in place" title="shuffles the caller's arrays"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    x[:], y[:] = x[order], y[order]
    for i in range(0, len(x), size):
        yield x[i : i + size], y[i : i + size]

# %% wrong="(N, 1) instead of (N,)" title="labels as a column" loses="test_minibatches test_minibatches_order"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    for i in range(0, len(x), size):
        rows = order[i : i + size]
        yield x[rows], y[rows].reshape(-1, 1)

# %% wrong="not pairs" title="labels left out"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    for i in range(0, len(x), size):
        yield x[order[i : i + size]]

# %% wrong="the first mini-batch alone"
def minibatches(x, y, size, rng):
    rows = rng.permutation(len(x))[:size]
    return x[rows], y[rows]

# %% wrong="it never ends" title="goes round for ever"
def minibatches(x, y, size, rng):
    while True:
        order = rng.permutation(len(x))
        for i in range(0, len(x), size):
            yield x[order[i : i + size]], y[order[i : i + size]]

# %% wrong="nothing returned"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    [(x[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(x), size)]

# %% right="columns glued together, labels made whole again"
def minibatches(x, y, size, rng):
    table = rng.permutation(np.column_stack([x, y]))
    for i in range(0, len(x), size):
        part = table[i : i + size]
        yield part[:, :-1], part[:, -1].astype(int)

# %% wrong="floats instead of integers" title="labels glued to floats"
def minibatches(x, y, size, rng):
    table = rng.permutation(np.column_stack([x, y]))
    for i in range(0, len(x), size):
        yield table[i : i + size, :-1], table[i : i + size, -1]

# %% wrong="neighbours stay together" title="starts somewhere, keeps the order" loses="test_minibatches_order"
def minibatches(x, y, size, rng):
    order = np.roll(np.arange(len(x)), rng.integers(len(x)))
    for i in range(0, len(x), size):
        yield x[order[i : i + size]], y[order[i : i + size]]

# %% wrong="last batch filled up" loses="test_minibatches"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    for i in range(0, len(x), size):
        rows = np.take(order, range(i, i + size), mode="wrap")
        yield x[rows], y[rows]

# %% wrong="samples spread evenly" loses="test_minibatches"
def minibatches(x, y, size, rng):
    for rows in np.array_split(rng.permutation(len(x)), -(-len(x) // size)):
        yield x[rows], y[rows]

# %% wrong="`size` taken as their number"
def minibatches(x, y, size, rng):
    for rows in np.array_split(rng.permutation(len(x)), size):
        yield x[rows], y[rows]

# %% wrong="a single mini-batch"
def minibatches(x, y, size, rng):
    rows = rng.permutation(len(x))[:size]
    yield x[rows], y[rows]

# %% wrong="a mini-batch from every sample on"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    for i in range(len(x)):
        yield x[order[i : i + size]], y[order[i : i + size]]

# %% wrong="single samples instead of mini-batches"
def minibatches(x, y, size, rng):
    for i in rng.permutation(len(x)):
        yield x[i], y[i]

# %% wrong="x and y swapped" title="labels first"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    for i in range(0, len(x), size):
        yield y[order[i : i + size]], x[order[i : i + size]]

# %% wrong="an empty mini-batch"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    for i in range(0, len(x) + size, size):
        yield x[order[i : i + size]], y[order[i : i + size]]

# %% wrong="a sample too many in each"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    for i in range(0, len(x), size):
        yield x[order[i : i + size + 1]], y[order[i : i + size + 1]]

# %% wrong="labels that y does not have" title="gives row numbers for labels"
def minibatches(x, y, size, rng):
    a = rng.permutation(len(x))
    for i in range(0, len(x), size): yield x[a[i:i+size]], a[i:i+size]

# %% wrong="the same order every epoch" title="leaves rng as it was" loses="test_minibatches_order"
import copy
def minibatches(x, y, size, rng):
    a = copy.deepcopy(rng).permutation(len(x))
    for i in range(0, len(x), size): yield x[a[i:i+size]], y[a[i:i+size]]

# %% wrong="mini-batches overlap"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    for i in range(0, len(x), (size + 1) // 2):
        yield x[order[i : i + size]], y[order[i : i + size]]

# %% wrong="mini-batches overlap" title="each begins with the last sample of the one before"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    for i in range(0, len(x), max(1, size - 1)):
        yield x[order[i : i + size]], y[order[i : i + size]]

# %% wrong="samples left out" title="the last sample never comes"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    for i in range(0, len(x) - 1, size):
        rows = order[i : min(i + size, len(x) - 1)]
        yield x[rows], y[rows]

# %% wrong="the smaller mini-batch first" loses="test_minibatches"
def minibatches(x, y, size, rng):
    order, rest = rng.permutation(len(x)), len(x) % size
    if rest:
        yield x[order[:rest]], y[order[:rest]]
    for i in range(rest, len(x), size):
        yield x[order[i : i + size]], y[order[i : i + size]]

# %% wrong="the rest joined to the last mini-batch" loses="test_minibatches"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    ends = [*range(size, len(x) - size + 1, size), len(x)]
    for start, end in zip([0, *ends], ends):
        yield x[order[start:end]], y[order[start:end]]

# %% wrong="all samples in a single mini-batch"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    yield x[order], y[order]

# %% wrong="lost a dimension" title="a single sample squeezed" loses="test_minibatches"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    for i in range(0, len(x), size):
        rows = order[i : i + size]
        yield x[rows].squeeze(), y[rows].squeeze()

# %% wrong="x and y shuffled apart" title="only x is shuffled"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    for i in range(0, len(x), size):
        yield x[order[i : i + size]], y[i : i + size]

# %% wrong="rng not used" title="one order for all calls" loses="test_minibatches_order"
orders = {}

def minibatches(x, y, size, rng):
    order = orders.setdefault(len(x), rng.permutation(len(x)))
    for i in range(0, len(x), size):
        yield x[order[i : i + size]], y[order[i : i + size]]

# %% wrong="a single mini-batch" title="yield after the loop"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    for start in range(0, len(x), size):
        rows = order[start : start + size]
    yield x[rows], y[rows]

# %% wrong="columns of x shuffled"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(x))
    x = x[:, ::-1]
    for start in range(0, len(x), size):
        rows = order[start : start + size]
        yield x[rows], y[rows]

# %% wrong="not cut into mini-batches"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(y))
    return x[order], y[order]

# %% wrong="floats instead of integers" title="x and y in one array"
def minibatches(x, y, size, rng):
    table = rng.permutation(np.column_stack([x, y]))
    for start in range(0, len(table), size):
        part = table[start : start + size]
        yield part[:, :-1], part[:, -1]

# %% wrong="row numbers instead of samples"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(y))
    for start in range(0, len(y), size):
        yield order[start : start + size]

# %% wrong="two lists instead of pairs"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(y))
    parts = [order[start : start + size] for start in range(0, len(y), size)]
    return [x[part] for part in parts], [y[part] for part in parts]

# %% wrong="one mini-batch too few" loses="test_minibatches"
def minibatches(x, y, size, rng):
    parts = np.array_split(rng.permutation(len(y)), max(len(y) // size, 1))
    return [(x[part], y[part]) for part in parts]

# %% wrong="mini-batches overlap" title="starts one later each time"
def minibatches(x, y, size, rng):
    order = rng.permutation(len(y))
    for i in range(-(-len(y) // size)):
        yield x[order[i : i + size]], y[order[i : i + size]]
