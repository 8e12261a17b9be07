# %% right="loops"
def softmax(logits):
    p = np.zeros(logits.shape)
    for i, row in enumerate(logits):
        e = [np.exp(float(z) - float(max(row))) for z in row]
        for j in range(len(row)):
            p[i, j] = e[j] / sum(e)
    return p

# %% right="through the logarithm of the sum"
def softmax(logits):
    return np.exp(logits - np.logaddexp.reduce(logits, axis=1)[:, None])

# %% right="one over a sum of differences, in two branches that warn"
def softmax(z):
    with_shift = np.exp(z - np.max(z, axis=-1, keepdims=True))
    plain = np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
    shifted = with_shift / np.einsum("nc->n", with_shift)[:, np.newaxis]
    return np.where(np.isfinite(plain), shifted, shifted)

# %% right="single precision, Fortran order"
def softmax(logits):
    z = np.asfortranarray(logits, dtype=np.float32)
    e = np.exp(z - np.amax(z, axis=1).reshape(-1, 1))
    return e / np.sum(e, axis=1).reshape(-1, 1)

# %% right="transposed and back"
def softmax(logits):
    z = logits.T - logits.T.max(axis=0)
    return (np.exp(z) / np.exp(z).sum(axis=0)).T

# %% wrong="not a number or overflow" title="no shift" loses="test_softmax_large"
def softmax(logits):
    e = np.exp(logits)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="not a number or overflow" title="shifted by the largest of all rows" loses="test_softmax_large"
def softmax(logits):
    e = np.exp(logits - logits.max())
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="not a number or overflow" title="shifted by the smallest of the row" loses="test_softmax_large"
def softmax(logits):
    e = np.exp(logits - logits.min(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="overflow made 0" title="not a number replaced by 0" loses="test_softmax_large"
def softmax(logits):
    e = np.exp(logits)
    return np.nan_to_num(e / e.sum(axis=1, keepdims=True))

# %% wrong="logits cut off" title="logits clipped" loses="test_softmax_large"
def softmax(logits):
    e = np.exp(np.clip(logits, -500, 500))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="columns instead of rows"
def softmax(logits):
    e = np.exp(logits - logits.max(axis=0))
    return e / e.sum(axis=0)

# %% wrong="divided by the sum of all rows" title="made for one sample only"
def softmax(logits):
    e = np.exp(logits - np.max(logits))
    return e / np.sum(e)

# %% wrong="not divided by the sum"
def softmax(logits):
    return np.exp(logits)

# %% wrong="divided by the largest"
def softmax(logits):
    e = np.exp(logits)
    return e / e.max(axis=1, keepdims=True)

# %% wrong="no exponentials" title="shares of the logits"
def softmax(logits):
    return logits / logits.sum(axis=1, keepdims=True)

# %% wrong="input changed in place"
def softmax(logits):
    logits -= logits.max(axis=1, keepdims=True)
    np.exp(logits, out=logits)
    logits /= logits.sum(axis=1, keepdims=True)
    return logits

# %% wrong="integer truncation" title="result poured into integers" loses="test_softmax"
def softmax(logits):
    p = np.zeros_like(logits)
    for i, row in enumerate(logits):
        e = np.exp(row - row.max())
        p[i] = e / e.sum()
    return p

# %% wrong="transposed"
def softmax(logits):
    e = np.exp(logits.T - logits.max(axis=1))
    return e / e.sum(axis=0)

# %% wrong="number instead of array" title="the largest probability only"
def softmax(logits):
    e = np.exp(logits - logits.max())
    return float((e / e.sum()).max())

# %% wrong="logarithms of the probabilities"
def softmax(logits):
    z = logits - logits.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))

# %% wrong="list instead of array"
def softmax(logits):
    return [list(np.exp(row - row.max()) / np.exp(row - row.max()).sum()) for row in logits]

# %% wrong="nothing returned"
def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)

# %% wrong="not a number or overflow" title="shifted by the mean of the row" loses="test_softmax_large"
def softmax(logits):
    e = np.exp(logits - logits.mean(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="not a number or overflow" title="shifted by the largest magnitude" loses="test_softmax_large"
def softmax(logits):
    e = np.exp(logits - np.abs(logits).max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="the largest of each column subtracted"
def softmax(logits):
    e = np.exp(logits - logits.max(axis=0))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="sigmoids instead"
def softmax(logits):
    return 1 / (1 + np.exp(-logits))

# %% wrong="shapes do not fit" title="keepdims forgotten"
def softmax(logits):
    e = np.exp(logits - logits.max(axis=1))
    return e / e.sum(axis=1)

# %% wrong="divided by the sum of all rows" title="rows shifted, one sum for all"
def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / np.sum(e)
