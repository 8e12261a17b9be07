# %% right="loops"
def weighted_sum(x, w, b):
    n, d = x.shape
    s = np.zeros(n)
    for i in range(n):
        for j in range(d):
            s[i] += x[i, j] * w[j]
        s[i] += b
    return s

# %% right="einsum"
def weighted_sum(x, w, b):
    return np.einsum("nd,d->n", x, w) + b

# %% right="broadcasting and a sum"
def weighted_sum(x, w, b):
    return np.sum(x * w, axis=-1) + b

# %% right="single precision"
def weighted_sum(x, w, b):
    return x.astype(np.float32) @ w.astype(np.float32) + np.float32(b)

# %% right="the bias as one more weight"
def weighted_sum(x, w, b):
    ones = np.ones((len(x), 1))
    return np.hstack([x, ones]) @ np.append(w, b)

# %% right="a list turned into an array"
def weighted_sum(x, w, b):
    return np.array([sum(v * u for v, u in zip(row, w)) + b for row in x])

# %% right="other names and a helper"
def one(sample, weights):
    return np.dot(sample, weights)

def weighted_sum(inputs, weights, bias):
    return np.array([one(sample, weights) + bias for sample in inputs], dtype=float)

# %% wrong="`b` added once for each input"
def weighted_sum(x, w, b):
    return (x * w + b).sum(axis=1)

# %% wrong="wrong axis"
def weighted_sum(x, w, b):
    return (x * w).sum(axis=0) + b

# %% wrong="(N, 1) instead of (N,)"
def weighted_sum(x, w, b):
    return x @ w.reshape(-1, 1) + b

# %% wrong="kept dimensions" title="sum with keepdims" told="(N, 1) instead of (N,)"
def weighted_sum(x, w, b):
    return (x * w).sum(axis=1, keepdims=True) + b

# %% wrong="last row missing" title="works for one sample only"
def weighted_sum(x, w, b):
    return np.array([x[0] @ w + b])

# %% wrong="number instead of array"
def weighted_sum(x, w, b):
    return float(x[0] @ w + b)

# %% wrong="index out of range" title="loops over the wrong dimension"
def weighted_sum(x, w, b):
    n, d = x.shape
    s = np.zeros(n)
    for j in range(d):
        s[j] = x[j] @ w + b
    return s

# %% wrong="`b` left out"
def weighted_sum(x, w, b):
    return x @ w

# %% wrong="`b` subtracted instead of added"
def weighted_sum(x, w, b):
    return x @ w - b

# %% wrong="summed over all samples"
def weighted_sum(x, w, b):
    return np.full(len(x), (x * w).sum() + b)

# %% wrong="input changed in place"
def weighted_sum(x, w, b):
    w *= 1.0
    s = np.zeros(len(x))
    x[0, 0] += 1
    return x @ w + b

# %% wrong="integer truncation"
def weighted_sum(x, w, b):
    s = np.zeros(len(x), dtype=int)
    for i in range(len(x)):
        s[i] = x[i] @ w + b
    return s

# %% wrong="lost a dimension" title="squeezed" loses="test_weighted_sum_one_sample"
def weighted_sum(x, w, b):
    return np.squeeze(x @ w + b)
