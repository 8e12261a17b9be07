# %% right="einsum"
def affine_backward(dout, cache):
    x, w = cache
    dx = np.einsum("nm,dm->nd", dout, w)
    dw = np.einsum("nd,nm->dm", x, dout)
    return dx, dw, np.einsum("nm->m", dout)

# %% right="loops"
def affine_backward(dout, cache):
    x, w = cache
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(w.shape[1])
    for n in range(x.shape[0]):
        for m in range(w.shape[1]):
            dx[n] += dout[n, m] * w[:, m]
            dw[:, m] += dout[n, m] * x[n]
            db[m] += dout[n, m]
    return dx, dw, db

# %% right="a sum of outer products"
def affine_backward(upstream, cache):
    inputs, weights = cache
    dw = sum(np.outer(row, up) for row, up in zip(inputs, upstream))
    return (weights @ upstream.T).T, dw, np.ones(len(inputs)) @ upstream

# %% right="broadcasting"
def affine_backward(dout, cache):
    x, w = cache
    pairs = x[:, :, None] * dout[:, None, :]
    return (dout[:, None, :] * w).sum(axis=2), pairs.sum(0), np.add.reduce(dout)

# %% right="single precision, Fortran order"
def affine_backward(dout, cache):
    x, w = (np.asfortranarray(a, dtype=np.float32) for a in cache)
    d = np.asfortranarray(dout, dtype=np.float32)
    return np.asfortranarray(d @ w.T), np.asfortranarray(x.T @ d), d.sum(axis=0)

# %% wrong="transposed" title="dw transposed" loses="test_affine_backward_dw"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, dout.T @ x, dout.sum(axis=0)

# %% wrong="wrong axis" title="db over the units" loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=1)

# %% wrong="averaged instead of summed" title="db averaged" loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.mean(axis=0)

# %% wrong="kept dimensions" title="db is a row" loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=0, keepdims=True)

# %% wrong="not summed over samples" title="db is dout" loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout

# %% wrong="number instead of array" title="db is one number" loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum()

# %% wrong="averaged instead of summed" title="an extra 1/N" loses="test_affine_backward_dw test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    n = len(x)
    return dout @ w.T, x.T @ dout / n, dout.sum(axis=0) / n

# %% wrong="averaged instead of summed" title="1/N everywhere"
def affine_backward(dout, cache):
    x, w = cache
    dout = dout / len(x)
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)

# %% wrong="shapes do not fit" title="dx with w as it is"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w, x.T @ dout, dout.sum(axis=0)

# %% wrong="transposed" title="dx transposed" loses="test_affine_backward_dx"
def affine_backward(dout, cache):
    x, w = cache
    return w @ dout.T, x.T @ dout, dout.sum(axis=0)

# %% wrong="lost a dimension" title="one sample squeezed" loses="test_affine_backward_dx"
def affine_backward(dout, cache):
    x, w = cache
    return np.squeeze(dout @ w.T), x.T @ dout, dout.sum(axis=0)

# %% wrong="upstream gradient forgotten"
def affine_backward(dout, cache):
    x, w = cache
    dout = np.ones_like(dout)
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)

# %% wrong="swapped outputs" title="dw before dx" loses="test_affine_backward_dx test_affine_backward_dw"
def affine_backward(dout, cache):
    x, w = cache
    return x.T @ dout, dout @ w.T, dout.sum(axis=0)

# %% wrong="wrong sign" title="goes downhill already"
def affine_backward(dout, cache):
    x, w = cache
    return -dout @ w.T, -x.T @ dout, -dout.sum(axis=0)

# %% wrong="integer truncation" title="gradients of the dtype of x and w" loses="test_affine_backward_dx test_affine_backward_dw"
def affine_backward(dout, cache):
    x, w = cache
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    dx[:], dw[:] = dout @ w.T, x.T @ dout
    return dx, dw, dout.sum(axis=0)

# %% wrong="input changed in place" title="divides dout in place"
def affine_backward(dout, cache):
    x, w = cache
    dout /= len(x)
    return dout @ w.T * len(x), x.T @ dout * len(x), dout.sum(axis=0) * len(x)

# %% wrong="wrong number of results" title="db left out"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout

# %% right="a list of results"
def affine_backward(dout, cache):
    x, w = cache
    return [dout @ w.T, x.T @ dout, dout.sum(axis=0)]

# %% wrong="list instead of array" title="db as a list" loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, [sum(column) for column in dout.T]

# %% wrong="nothing returned"
def affine_backward(dout, cache):
    x, w = cache
    dx, dw, db = dout @ w.T, x.T @ dout, dout.sum(axis=0)

# %% wrong="reshaped instead of transposed" loses="test_affine_backward_dx test_affine_backward_dw"
def affine_backward(dout, cache):
    x, w = cache
    dx = dout @ w.reshape(w.shape[1], w.shape[0])
    return dx, x.reshape(x.shape[1], x.shape[0]) @ dout, dout.sum(axis=0)

# %% wrong="reshaped instead of transposed" title="w alone reshaped" loses="test_affine_backward_dx"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.reshape(w.shape[1], -1), x.T @ dout, dout.sum(axis=0)

# %% wrong="last sample only" title="= for += in the loop" loses="test_affine_backward_dw"
def affine_backward(dout, cache):
    x, w = cache
    for row, up in zip(x, dout):
        dw = np.outer(row, up)
    return dout @ w.T, dw, dout.sum(axis=0)

# %% wrong="last sample only" title="db of the last sample" loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    for up in dout:
        db = up.copy()
    return dout @ w.T, x.T @ dout, db

# %% wrong="lost a dimension" title="squeezes db" loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, np.squeeze(dout.sum(0, keepdims=True))

# %% wrong="lost a dimension" title="a number for a single unit" loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    db = dout.sum(0)
    return dout @ w.T, x.T @ dout, db if len(db) > 1 else db[0]
