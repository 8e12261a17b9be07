# %% right="a standard deviation for each scheme, by if"
def init_params(dims, rng, scheme):
    params = []
    for i in range(len(dims) - 1):
        shape = (dims[i], dims[i + 1])
        if scheme == "zeros":
            w = np.zeros(shape)
        elif scheme == "normal001":
            w = rng.normal(0.0, 0.01, size=shape)
        elif scheme == "xavier":
            w = rng.normal(0.0, 1 / np.sqrt(dims[i]), size=shape)
        elif scheme == "he":
            w = rng.normal(0.0, np.sqrt(2 / dims[i]), size=shape)
        else:
            raise ValueError("scheme must be zeros, normal001, xavier or he")
        params.append((w, np.zeros(dims[i + 1])))
    return params

# %% right="standard normal numbers in another order, biases first"
def scale(fan_in, scheme):
    match scheme:
        case "zeros":
            return 0.0
        case "normal001":
            return 0.01
        case "xavier" | "he":
            return np.sqrt({"xavier": 1, "he": 2}[scheme] / fan_in)
    raise ValueError(scheme)

def init_params(sizes, generator, how):
    biases = [np.zeros(m) for m in sizes[1:]]
    weights = [scale(d, how) * generator.standard_normal((m, d)).T for d, m in zip(sizes, sizes[1:])]
    return list(zip(weights, biases))

# %% right="single precision, a generator of its own seeded by rng"
def init_params(dims, rng, scheme):
    if scheme not in {"zeros", "normal001", "xavier", "he"}:
        raise ValueError(f"{scheme} is none of the four schemes")
    own = np.random.default_rng(rng.integers(2**32))
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0, "normal001": 0.01, "xavier": d**-0.5, "he": (d / 2) ** -0.5}[scheme]
        w = own.standard_normal((d, m), dtype=np.float32) * np.float32(std)
        params.append((w, np.zeros(m, dtype=np.float32)))
    return params

# %% right="lists of pairs as lists"
def init_params(dims, rng, scheme):
    factor = {"normal001": lambda d: 1e-2, "xavier": lambda d: d**-0.5, "he": lambda d: (2 / d) ** 0.5}
    factor["zeros"] = lambda d: 0.0
    try:
        size = factor[scheme]
    except KeyError:
        raise ValueError("unknown scheme") from None
    return [[rng.normal(scale=size(d), size=(d, m)), np.full(m, 0.0)] for d, m in zip(dims, dims[1:])]

# %% wrong="the units counted, not the inputs" why="D counts what goes into a layer, the rows of `w`; here its units were counted." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": m**-0.5, "he": (2 / m) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(size=(d, m)) * std[scheme], np.zeros(m)))
    return params

# %% wrong="mean of both fans" why="Only D counts here, what goes into the layer; here D and M were averaged." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        fan = (d + m) / 2
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": fan**-0.5, "he": (2 / fan) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(size=(d, m)) * std[scheme], np.zeros(m)))
    return params

# %% wrong="variance as standard deviation" why="`rng.normal` wants the standard deviation, which is the root of 1/D or 2/D." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": 1 / d, "he": 2 / d}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(0.0, std[scheme], size=(d, m)), np.zeros(m)))
    return params

# %% wrong="0.1 instead of 0.01" title="root of the standard deviation" why="normal001 has the standard deviation 0.01 itself, not the root of it." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        variance = {"zeros": 0.0, "normal001": 0.01, "xavier": 1 / d, "he": 2 / d}
        if scheme not in variance:
            raise ValueError(scheme)
        params.append((rng.normal(size=(d, m)) * variance[scheme] ** 0.5, np.zeros(m)))
    return params

# %% wrong="xavier and he mixed up" why="Xavier has 1/D under the root, He 2/D." title="xavier and he swapped" loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": (2 / d) ** 0.5, "he": (1 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(size=(d, m)) * std[scheme], np.zeros(m)))
    return params

# %% wrong="xavier and he mixed up" why="Xavier has 1/D under the root, He 2/D." title="he without the 2" loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": (1 / d) ** 0.5, "he": (1 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(size=(d, m)) * std[scheme], np.zeros(m)))
    return params

# %% wrong="the inputs of another layer" why="D counts the inputs of that layer, so it is another number for each." title="the number of inputs for every layer" loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": dims[0] ** -0.5, "he": (2 / dims[0]) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(size=(d, m)) * std[scheme], np.zeros(m)))
    return params

# %% wrong="not normal around 0" title="uniform with the right spread" loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        reach = 3**0.5 * std[scheme]
        params.append((rng.uniform(-reach, reach, size=(d, m)), np.zeros(m)))
    return params

# %% wrong="`rng` not used" title="one fixed seed" loses="test_init_params_rng"
def init_params(dims, rng, scheme):
    rng = np.random.default_rng(0)
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(size=(d, m)) * std[scheme], np.zeros(m)))
    return params

# %% wrong="`rng` not used" title="the global generator, seeded" loses="test_init_params_rng"
def init_params(dims, rng, scheme):
    np.random.seed(1)
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((np.random.randn(d, m) * std[scheme], np.zeros(m)))
    return params

# %% wrong="`rng` not used" title="the global generator" loses="test_init_params_rng"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((np.random.randn(d, m) * std[scheme], np.zeros(m)))
    return params

# %% wrong="layers share numbers" title="the same draw for every layer" loses="test_init_params_rng"
def init_params(dims, rng, scheme):
    numbers = rng.normal(size=(max(dims), max(dims)))
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((numbers[:d, :m] * std[scheme], np.zeros(m)))
    return params

# %% wrong="biases not zero" title="random biases" loses="test_init_params"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(size=(d, m)) * std[scheme], rng.normal(size=m)))
    return params

# %% wrong="transposed" loses="test_init_params test_init_params_spread" title="weights of shape (M, D)" why="`w` has a row for each input and a column for each unit: (D, M)."
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": m**-0.5, "he": (2 / m) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(size=(m, d)) * std[scheme], np.zeros(m)))
    return params

# %% wrong="biases in a table of one row" title="biases of shape (1, M)" loses="test_init_params"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(size=(d, m)) * std[scheme], np.zeros((1, m))))
    return params

# %% wrong="integers instead of floats" title="biases that are integers" loses="test_init_params"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(size=(d, m)) * std[scheme], np.zeros(m, dtype=int)))
    return params

# %% wrong="no error raised" loses="test_init_params"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5}.get(scheme, (2 / d) ** 0.5)
        params.append((rng.normal(size=(d, m)) * std, np.zeros(m)))
    return params

# %% wrong="KeyError instead of ValueError" loses="test_init_params"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}[scheme]
        params.append((rng.normal(size=(d, m)) * std, np.zeros(m)))
    return params

# %% wrong="index out of range" title="a layer too many"
def init_params(dims, rng, scheme):
    return [(rng.normal(size=(dims[i], dims[i + 1])), np.zeros(dims[i + 1])) for i in range(len(dims))]

# %% wrong="nothing returned"
def init_params(dims, rng, scheme):
    params = []

# %% right="helpers with names that a test might use"
def std(scheme, d):
    return {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}[scheme]

def layer(d, m, rng, scheme):
    return rng.normal(0.0, std(scheme, d), size=(d, m)), np.zeros(m)

def init_params(dims, rng, scheme):
    if scheme not in ("zeros", "normal001", "xavier", "he"):
        raise ValueError(scheme)
    return [layer(d, m, rng, scheme) for d, m in zip(dims, dims[1:])]

# %% wrong="uniform instead of normal" why="The weights are normally distributed; `rng.uniform` spreads them evenly." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        w = rng.uniform(-std[scheme], std[scheme], size=(d, m))
        params.append((w, np.zeros(m)))
    return params

# %% wrong="the 2 not under the root" why="The root is of 2/D as a whole." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": 2 / d**0.5}
        if scheme not in std:
            raise ValueError(scheme)
        w = rng.normal(size=(d, m)) * std[scheme]
        params.append((w, np.zeros(m)))
    return params

# %% wrong="numbers repeated" title="one row for all inputs" loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        w = np.tile(rng.normal(size=m) * std[scheme], (d, 1))
        params.append((w, np.zeros(m)))
    return params

# %% wrong="one flat list" why="`params` holds a pair `(w, b)` for each layer; here all arrays stand in one row."
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        w = rng.normal(size=(d, m)) * std[scheme]
        params += [w, np.zeros(m)]
    return params

# %% wrong="two lists instead of pairs" why="`params` holds a pair `(w, b)` for each layer; here weights and biases have a list each."
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        w = rng.normal(size=(d, m)) * std[scheme]
        params.append((w, np.zeros(m)))
    return [w for w, _ in params], [b for _, b in params]

# %% wrong="one layer only" why="Every layer is drawn: is there a `return` inside the loop, or an `append` behind it?" title="returns inside the loop"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        w = rng.normal(size=(d, m)) * std[scheme]
        params.append((w, np.zeros(m)))
        return params

# %% wrong="not a list" title="a generator of pairs" loses="test_init_params"
def init_params(dims, rng, scheme):
    if scheme not in ("zeros", "normal001", "xavier", "he"):
        raise ValueError(scheme)
    std = [{"zeros": 0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5} for d in dims]
    sizes = zip(dims, dims[1:], std)
    return ((rng.normal(size=(d, m)) * s[scheme], np.zeros(m)) for d, m, s in sizes)

# %% wrong="swapped outputs" title="bias first" why="Each pair is `(w, b)`, the weights first."
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        w = rng.normal(size=(d, m)) * std[scheme]
        params.append((np.zeros(m), w))
    return params

# %% wrong="not written yet"
def init_params(dims, rng, scheme):
    raise NotImplementedError()

# %% right="by Box and Muller"
def init_params(dims, rng, scheme):
    gains = {"zeros": 0, "normal001": None, "xavier": 1, "he": 2}
    if scheme not in gains:
        raise ValueError(f"{scheme}?")
    params = []
    for d, m in zip(dims, dims[1:]):
        u, v = 1 - rng.random((d, m)), rng.random((d, m))
        z = np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v)
        gain = gains[scheme]
        params.append((z * (0.01 if gain is None else np.sqrt(gain / d)), np.zeros(m)))
    return params

# %% wrong="chance that does not come from rng" title="np.random seeded from rng" loses="test_init_params_rng"
def init_params(dims, rng, scheme):
    if scheme not in ("zeros", "normal001", "xavier", "he"):
        raise ValueError(scheme)
    np.random.seed(rng.integers(2**31))
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}[scheme]
        params.append((std * np.random.randn(d, m), np.zeros(m)))
    return params

# %% wrong="chance that does not come from rng" title="np.random seeded for nothing" loses="test_init_params_rng"
def init_params(dims, rng, scheme):
    if scheme not in ("zeros", "normal001", "xavier", "he"):
        raise ValueError(scheme)
    np.random.seed(0)
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}[scheme]
        params.append((rng.normal(0.0, std, size=(d, m)), np.zeros(m)))
    return params

# %% wrong="no error raised" title="an error for one scheme only" loses="test_init_params"
def init_params(dims, rng, scheme):
    if scheme == "ones":
        raise ValueError(scheme)
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "xavier": d**-0.5, "he": (2 / d) ** 0.5}.get(scheme, 0.01)
        params.append((rng.normal(0.0, std, size=(d, m)), np.zeros(m)))
    return params

# %% wrong="standard deviation 1" title="one size for all" why="The numbers are drawn with standard deviation 1; `rng.normal(a, s)` takes the mean first, then the deviation." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    if scheme not in ("zeros", "normal001", "xavier", "he"):
        raise ValueError(scheme)
    some = 0.0 if scheme == "zeros" else 1.0
    return [(some * rng.normal(size=(d, m)), np.zeros(m)) for d, m in zip(dims, dims[1:])]

# %% wrong="negative weights made positive" why="Normally distributed around 0 means that half of the weights are negative." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((np.abs(rng.normal(0.0, std[scheme], size=(d, m))), np.zeros(m)))
    return params

# %% wrong="weights not zero" title="zeros are small random numbers" loses="test_init_params"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.001, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(0.0, std[scheme], size=(d, m)), np.zeros(m)))
    return params

# %% wrong="a layer missing" why="`dims` of n sizes makes n - 1 layers; here the last one is missing."
def init_params(dims, rng, scheme):
    if scheme not in ("zeros", "normal001", "xavier", "he"):
        raise ValueError(scheme)
    params = []
    for d, m in zip(dims[:-2], dims[1:-1]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        params.append((rng.normal(0.0, std[scheme], size=(d, m)), np.zeros(m)))
    return params

# %% wrong="a layer too many" title="a layer from the outputs to the inputs" why="`dims` of n sizes makes n - 1 layers; `dims[i - 1]` at i = 0 is the last size."
def init_params(dims, rng, scheme):
    if scheme not in ("zeros", "normal001", "xavier", "he"):
        raise ValueError(scheme)
    params = []
    for i in range(len(dims)):
        d, m = dims[i - 1], dims[i]
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        params.append((rng.normal(0.0, std[scheme], size=(d, m)), np.zeros(m)))
    return params

# %% wrong="one bias for each input" why="`b` has an entry for each unit, the M columns of `w`; here one for each input." loses="test_init_params"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(0.0, std[scheme], size=(d, m)), np.zeros(d)))
    return params

# %% wrong="the bias is a number" why="`b` is an array with a 0 for each unit; here it is a single 0." loses="test_init_params"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(0.0, std[scheme], size=(d, m)), 0.0))
    return params

# %% wrong="`rng` not used" title="`rng` for the first layer only" why="Every number, in every layer, must be drawn from the generator that is given." loses="test_init_params_rng"
def init_params(dims, rng, scheme):
    if scheme not in ("zeros", "normal001", "xavier", "he"):
        raise ValueError(scheme)
    params = []
    for d, m in zip(dims, dims[1:]):
        if params:
            rng = np.random.default_rng(len(params))
        size = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}[scheme]
        params.append((rng.normal(size=(d, m)) * size, np.zeros(m)))
    return params

# %% wrong="`rng` not used" title="`rng` for the last layer only" why="Every number, in every layer, must be drawn from the generator that is given." loses="test_init_params_rng"
def init_params(dims, rng, scheme):
    if scheme not in ("zeros", "normal001", "xavier", "he"):
        raise ValueError(scheme)
    params = []
    for d, m in zip(dims, dims[1:]):
        size = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}[scheme]
        params.append(((rng if len(params) == len(dims) - 2 else np.random.default_rng(len(params))).normal(size=(d, m)) * size, np.zeros(m)))
    return params

# %% wrong="one number for all weights" title="mean and deviation exchanged" why="Each weight is drawn for itself; `rng.normal(a, s)` takes the mean first, then the deviation." loses="test_init_params_spread test_init_params_rng"
def init_params(dims, rng, scheme):
    if scheme not in ("zeros", "normal001", "xavier", "he"):
        raise ValueError(scheme)
    params = []
    for d, m in zip(dims, dims[1:]):
        size = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}[scheme]
        params.append((rng.normal(size, 0.0, (d, m)), np.zeros(m)))
    return params

# %% wrong="the root of 2, divided by D" why="D stands under the root, too: it is the root of 2/D." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    if scheme not in ("zeros", "normal001", "xavier", "he"):
        raise ValueError(scheme)
    params = []
    for d, m in zip(dims, dims[1:]):
        size = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": 2**0.5 / d}[scheme]
        params.append((rng.normal(size=(d, m)) * size, np.zeros(m)))
    return params

# %% wrong="the root of 1/(2D)" why="The 2 stands above the fraction line: it is the root of 2/D." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    if scheme not in ("zeros", "normal001", "xavier", "he"):
        raise ValueError(scheme)
    params = []
    for d, m in zip(dims, dims[1:]):
        size = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (1 / (2 * d)) ** 0.5}[scheme]
        params.append((rng.normal(size=(d, m)) * size, np.zeros(m)))
    return params

# %% wrong="0.001 instead of 0.01" why="The name normal001 stands for the standard deviation 0.01." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    if scheme not in ("zeros", "normal001", "xavier", "he"):
        raise ValueError(scheme)
    params = []
    for d, m in zip(dims, dims[1:]):
        size = {"zeros": 0.0, "normal001": 0.001, "xavier": d**-0.5, "he": (2 / d) ** 0.5}[scheme]
        params.append((rng.normal(size=(d, m)) * size, np.zeros(m)))
    return params

# %% wrong="between 0 and 1 instead of normal" why="`rng.random` spreads its numbers evenly from 0 to 1; the weights are normally distributed around 0." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    if scheme not in ("zeros", "normal001", "xavier", "he"):
        raise ValueError(scheme)
    params = []
    for d, m in zip(dims, dims[1:]):
        size = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}[scheme]
        params.append((rng.random((d, m)) * size, np.zeros(m)))
    return params

# %% wrong="standard deviation 1" why="Xavier and He have standard deviations of their own, which shrink with D." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    if scheme not in ("zeros", "normal001", "xavier", "he"):
        raise ValueError(scheme)
    params = []
    for d, m in zip(dims, dims[1:]):
        size = {"zeros": 0.0, "normal001": 0.01, "xavier": 1.0, "he": 1.0}[scheme]
        params.append((rng.normal(size=(d, m)) * size, np.zeros(m)))
    return params

# %% wrong="multiplied by the root of D" why="The more inputs a layer has, the smaller its weights: divide by the root of D." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    if scheme not in ("zeros", "normal001", "xavier", "he"):
        raise ValueError(scheme)
    params = []
    for d, m in zip(dims, dims[1:]):
        size = {"zeros": 0.0, "normal001": 0.01, "xavier": d**0.5, "he": (2 * d) ** 0.5}[scheme]
        params.append((rng.normal(size=(d, m)) * size, np.zeros(m)))
    return params

# %% wrong="error returned instead of raised" loses="test_init_params"
def init_params(dims, rng, scheme):
    scales = {"zeros": 0.0, "normal001": 0.01, "xavier": None, "he": None}
    if scheme not in scales:
        return ValueError("unknown scheme")
    params = []
    for d, m in zip(dims, dims[1:]):
        scale = {"xavier": (1 / d) ** 0.5, "he": (2 / d) ** 0.5}.get(scheme, scales[scheme])
        params.append((rng.normal(0, scale, (d, m)), np.zeros(m)))
    return params

# %% wrong="0.01 for xavier, too" title="a condition that is always true" why="Xavier depends on D; does the `if` of another scheme catch it, as `scheme == \"a\" or \"b\"` does?" loses="test_init_params test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = 0.0 if scheme == "zeros" else 0.01
        params.append((rng.normal(0.0, std, size=(d, m)), np.zeros(m)))
    return params

# %% wrong="layers counted instead of inputs" why="D counts what goes into a layer, the rows of `w`, not the layers." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params, n = [], len(dims)
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": n**-0.5, "he": (2 / n) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(0.0, std[scheme], size=(d, m)), np.zeros(m)))
    return params

# %% wrong="scaled twice" why="The numbers are multiplied by the standard deviation once, in `rng.normal` or behind it." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((std[scheme] * rng.normal(0.0, std[scheme], size=(d, m)), np.zeros(m)))
    return params

# %% wrong="he upside down" why="He's standard deviation is the root of 2/D, not of D/2." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (d / 2) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(0.0, std[scheme], size=(d, m)), np.zeros(m)))
    return params

# %% wrong="inputs times units" why="Only D counts here, what goes into the layer; here it was multiplied by M." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": (d * m) ** -0.5, "he": (2 / (d * m)) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(0.0, std[scheme], size=(d, m)), np.zeros(m)))
    return params

# %% wrong="weights without rows and columns" title="weights in one row"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(0.0, std[scheme], size=d * m), np.zeros(m)))
    return params

# %% wrong="only the weights" why="`params` holds a pair `(w, b)` for each layer; here the biases are missing."
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append(rng.normal(0.0, std[scheme], size=(d, m)))
    return params

# %% wrong="more than a pair" why="A layer has two arrays, `(w, b)`, and nothing else."
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(0.0, std[scheme], size=(d, m)), np.zeros(m), scheme))
    return params

# %% wrong="the first layer's pair alone" why="`params` is a list with a pair for each layer, not one pair."
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(0.0, std[scheme], size=(d, m)), np.zeros(m)))
    return params[0]

# %% wrong="variance as standard deviation" title="variance as standard deviation, for he only" why="`rng.normal` wants the standard deviation, which is the root of 1/D or 2/D." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": 2 / d}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(0.0, std[scheme], size=(d, m)), np.zeros(m)))
    return params

# %% wrong="the units counted, not the inputs" title="the units counted, for he only" why="D counts what goes into a layer, the rows of `w`; here its units were counted." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / m) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(0.0, std[scheme], size=(d, m)), np.zeros(m)))
    return params

# %% wrong="mean of both fans" title="mean of both fans for he only" why="Only D counts here, what goes into the layer; here D and M were averaged." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (4 / (d + m)) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(0.0, std[scheme], size=(d, m)), np.zeros(m)))
    return params

# %% wrong="both fans added" title="both fans added for he only" why="Only D counts, what goes into the layer: the spread of he is the root of 2/D, not of 2/(D + M)." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / (d + m)) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(0.0, std[scheme], size=(d, m)), np.zeros(m)))
    return params

# %% wrong="the inputs of another layer" title="the number of inputs for every layer, for he only" why="D counts the inputs of that layer, so it is another number for each." loses="test_init_params_spread"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        std = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / dims[0]) ** 0.5}
        if scheme not in std:
            raise ValueError(scheme)
        params.append((rng.normal(0.0, std[scheme], size=(d, m)), np.zeros(m)))
    return params

# %% wrong="refused by the function itself" title="a spread of 0 taken for no scheme" loses="test_init_params"
def init_params(dims, rng, scheme):
    params = []
    for d, m in zip(dims, dims[1:]):
        spread = {"zeros": 0.0, "normal001": 0.01, "xavier": d**-0.5, "he": (2 / d) ** 0.5}.get(scheme)
        if not spread:
            raise ValueError("unknown scheme")
        params.append((rng.normal(0, spread, (d, m)), np.zeros(m)))
    return params
