# %% right="einsum"
def affine_forward(x, w, b):
    return np.einsum("nd,dm->nm", x, w) + b, {"x": x, "w": w}

# %% right="loops"
def affine_forward(x, w, b):
    n, d = x.shape
    m = w.shape[1]
    out = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            out[i, j] = b[j]
            for k in range(d):
                out[i, j] += x[i, k] * w[k, j]
    return out, (x, w, b)

# %% right="one unit after another"
def unit(samples, weights, bias):
    return np.sum(samples * weights, axis=1) + bias

def affine_forward(inputs, weights, biases):
    columns = [unit(inputs, column, bias) for column, bias in zip(weights.T, biases)]
    out = np.stack(columns, axis=1)
    return out, None

# %% right="single precision"
def affine_forward(x, w, b):
    x32, w32 = x.astype(np.float32), w.astype(np.float32)
    return np.dot(x32, w32) + b.astype(np.float32), (x32, w32)

# %% right="columns inside, copies in the cache"
def affine_forward(x, w, b):
    out = (w.T @ x.T + b[:, None]).T
    return out, (x.copy(), w.copy())

# %% right="the bias as one more weight"
def affine_forward(x, w, b):
    wider = np.hstack([x, np.ones((x.shape[0], 1))])
    return np.asfortranarray(wider @ np.vstack([w, b])), [x, w]

# %% wrong="one bias for each sample" loses="test_affine_forward"
def affine_forward(x, w, b):
    out = x @ w
    if len(b) == len(x):
        return out + b[:, None], (x, w)
    return out + b, (x, w)

# %% wrong="shapes do not fit" title="one bias for each sample, always" told="one bias for each sample"
def affine_forward(x, w, b):
    return x @ w + b.reshape(len(x), 1), (x, w)

# %% wrong="shapes do not fit" title="weights transposed"
def affine_forward(x, w, b):
    return x @ w.T + b, (x, w)

# %% wrong="weights transposed" title="weights transposed when square" loses="test_affine_forward"
def affine_forward(x, w, b):
    if x.shape[1] == w.shape[1] > 1:
        return x @ w.T + b, (x, w)
    return x @ w + b, (x, w)

# %% wrong="transposed"
def affine_forward(x, w, b):
    return (x @ w + b).T, (x, w)

# %% wrong="bias added once for each input"
def affine_forward(x, w, b):
    return x @ w + x.shape[1] * b, (x, w)

# %% wrong="`b` left out"
def affine_forward(x, w, b):
    return x @ w, (x, w)

# %% wrong="`b` subtracted instead of added"
def affine_forward(x, w, b):
    return x @ w - b, (x, w)

# %% wrong="lost a dimension" title="one sample squeezed" loses="test_affine_forward_ones"
def affine_forward(x, w, b):
    return np.squeeze(x @ w + b), (x, w)

# %% wrong="lost a dimension" title="one sample as a row" loses="test_affine_forward_ones"
def affine_forward(x, w, b):
    out = x @ w + b
    return (out[0] if len(x) == 1 else out), (x, w)

# %% wrong="shapes do not fit" title="product of elements"
def affine_forward(x, w, b):
    return x * w + b, (x, w)

# %% wrong="one thing instead of tuple" title="no cache"
def affine_forward(x, w, b):
    return x @ w + b

# %% wrong="wrong number of results" title="three results"
def affine_forward(x, w, b):
    return x @ w + b, x, w

# %% right="a list of results"
def affine_forward(x, w, b):
    return [x @ w + b, (x, w)]

# %% wrong="list instead of array"
def affine_forward(x, w, b):
    return (x @ w + b).tolist(), (x, w)

# %% wrong="tuple instead of array" title="cache first"
def affine_forward(x, w, b):
    return (x, w), x @ w + b

# %% wrong="input changed in place"
def affine_forward(x, w, b):
    b += 1.0
    return x @ w + b - 1.0, (x, w)

# %% wrong="integer truncation"
def affine_forward(x, w, b):
    out = np.zeros((x.shape[0], w.shape[1]), dtype=int)
    out[...] = x @ w + b
    return out, (x, w)

# %% wrong="integer truncation" title="output in the dtype of x" loses="test_affine_forward_ones"
def affine_forward(x, w, b):
    out = np.empty((x.shape[0], w.shape[1]), dtype=x.dtype)
    out[...] = x @ w + b
    return out, (x, w)

# %% wrong="nothing returned"
def affine_forward(x, w, b):
    out = x @ w + b

# %% wrong="printed instead of returned"
def affine_forward(x, w, b):
    print(x @ w + b)

# %% wrong="the first unit's bias for all units" loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return x @ w + b[0], (x, w)

# %% wrong="not written yet"
def affine_forward(x, w, b):
    raise NotImplementedError()
