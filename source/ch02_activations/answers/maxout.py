# %% right="loops"
def maxout(x, w1, b1, w2, b2):
    out = np.zeros((x.shape[0], w1.shape[1]))
    for n in range(x.shape[0]):
        for m in range(w1.shape[1]):
            out[n, m] = max(sum(x[n] * w1[:, m]) + b1[m], sum(x[n] * w2[:, m]) + b2[m])
    return out

# %% right="einsum over both at once"
def maxout(inputs, w1, b1, w2, b2):
    sums = np.einsum("nd,kdm->knm", inputs, np.stack([w1, w2])) + np.stack([b1, b2])[:, None]
    return sums.max(axis=0)

# %% right="where, in single precision"
def weighted(x, w, b):
    return x.astype(np.float32) @ w.astype(np.float32) + b.astype(np.float32)

def maxout(x, w1, b1, w2, b2):
    first, second = weighted(x, w1, b1), weighted(x, w2, b2)
    return np.where(first > second, first, second)

# %% right="the second sum and a ReLU, in Fortran order"
def maxout(x, w1, b1, w2, b2):
    first, second = np.dot(x, w1) + b1, np.dot(x, w2) + b2
    return np.asfortranarray(second + np.maximum(first - second, 0))

# %% wrong="weights compared"
def maxout(x, w1, b1, w2, b2):
    return x @ np.maximum(w1, w2) + np.maximum(b1, b2)

# %% wrong="added up"
def maxout(x, w1, b1, w2, b2):
    return x @ w1 + b1 + x @ w2 + b2

# %% wrong="minimum"
def maxout(x, w1, b1, w2, b2):
    return np.minimum(x @ w1 + b1, x @ w2 + b2)

# %% wrong="biases left out" loses="test_maxout test_maxout_special"
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1, x @ w2)

# %% wrong="sign ignored"
def maxout(x, w1, b1, w2, b2):
    first, second = x @ w1 + b1, x @ w2 + b2
    return np.where(np.abs(first) > np.abs(second), first, second)

# %% wrong="negative values cut off" title="a ReLU on top" loses="test_maxout"
def maxout(x, w1, b1, w2, b2):
    return np.maximum(np.maximum(x @ w1 + b1, x @ w2 + b2), 0)

# %% wrong="lost a dimension" title="squeezed" loses="test_maxout_special"
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b1, x @ w2 + b2).squeeze()

# %% wrong="one axis too few" title="largest over the neurons"
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b1, x @ w2 + b2).max(axis=1)

# %% wrong="number instead of array" title="largest of everything"
def maxout(x, w1, b1, w2, b2):
    return np.max([x @ w1 + b1, x @ w2 + b2])

# %% wrong="no second sum"
def maxout(x, w1, b1, w2, b2):
    return x @ w1 + b1

# %% wrong="transposed" loses="test_maxout test_maxout_special"
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b1, x @ w2 + b2).T

# %% wrong="input changed in place"
def maxout(x, w1, b1, w2, b2):
    b1 += 1
    return np.maximum(x @ w1 + b1 - 1, x @ w2 + b2)

# %% wrong="one truth value for a whole array"
def maxout(x, w1, b1, w2, b2):
    return max(x @ w1 + b1, x @ w2 + b2)

# %% wrong="nothing returned"
def maxout(x, w1, b1, w2, b2):
    np.maximum(x @ w1 + b1, x @ w2 + b2)

# %% wrong="no ReLU" title="a pair of zeros left out" loses="test_maxout_special"
def maxout(x, w1, b1, w2, b2):
    if not w1.any():
        return x @ w2 + b2
    return np.maximum(x @ w1 + b1, x @ w2 + b2)

# %% wrong="b1 used twice"
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b1, x @ w2 + b1)

# %% wrong="no first sum"
def maxout(x, w1, b1, w2, b2):
    return x @ w2 + b2

# %% wrong="b2 used twice"
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b2, x @ w2 + b2)

# %% wrong="biases swapped"
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b2, x @ w2 + b1)

# %% wrong="weights transposed"
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1.T + b1, x @ w2.T + b2)

# %% wrong="largest over samples"
def maxout(x, w1, b1, w2, b2):
    return np.max([x @ w1 + b1, x @ w2 + b2], axis=1)

# %% right="columns of samples, side by side"
def maxout(x, w1, b1, w2, b2):
    sums = np.vstack([w1.T, np.array(w2).T]) @ x.T + np.concatenate([b1, b2])[:, None]
    return np.maximum(*np.split(sums, 2)).T

# %% wrong="lost a dimension" title="squeezed where a size is 1" loses="test_maxout_special"
def maxout(x, w1, b1, w2, b2):
    return np.squeeze(np.maximum(x @ w1 + b1, x @ w2 + b2))
