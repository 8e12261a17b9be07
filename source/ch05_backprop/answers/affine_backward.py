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

# %% wrong="wrong axis" title="db over the units" why="You summed over the units; `db` keeps one number per unit, summed over the samples." loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=1)

# %% wrong="averaged instead of summed" title="db averaged" why="Nothing is divided here: the average over the samples is part of the loss, and is already in `dout`." loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.mean(axis=0)

# %% wrong="kept dimensions" title="db is a row" loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=0, keepdims=True)

# %% wrong="not summed over samples" title="db is dout" why="A bias reaches every sample: its gradient is the sum over the samples, one for each unit." loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout

# %% wrong="one total for all units" title="db is one number" why="A bias reaches every sample: its gradient is the sum over the samples, one for each unit." loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum()

# %% wrong="averaged instead of summed" title="an extra 1/N" why="Nothing is divided here: the average over the samples is part of the loss, and is already in `dout`." loses="test_affine_backward_dw test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    n = len(x)
    return dout @ w.T, x.T @ dout / n, dout.sum(axis=0) / n

# %% wrong="averaged instead of summed" title="1/N everywhere" why="Nothing is divided here: the average over the samples is part of the loss, and is already in `dout`."
def affine_backward(dout, cache):
    x, w = cache
    dout = dout / len(x)
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)

# %% wrong="w not transposed" why="Each input receives from every unit: the rows of `dout` meet the rows of `w`, not its columns."
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

# %% wrong="upstream gradient forgotten" why="The slopes of the layer are right, but they are to be multiplied by `dout`."
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

# %% wrong="integer truncation" title="gradients of the dtype of x and w" why="The results have the type of `x` and `w`; whole numbers there cut off what stands behind the point." loses="test_affine_backward_dx test_affine_backward_dw"
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

# %% wrong="last sample only" title="= for += in the loop" why="Each sample overwrites the one before; their gradients add up." loses="test_affine_backward_dw"
def affine_backward(dout, cache):
    x, w = cache
    for row, up in zip(x, dout):
        dw = np.outer(row, up)
    return dout @ w.T, dw, dout.sum(axis=0)

# %% wrong="last sample only" title="db of the last sample" why="Each sample overwrites the one before; their gradients add up." loses="test_affine_backward_db"
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

# %% wrong="x not transposed" why="A weight meets one input in all samples: the columns of `x` meet the columns of `dout`."
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x @ dout, dout.sum(axis=0)

# %% wrong="x and w mixed up" why="`dx` is made with `w` and `dw` with `x`; the cache holds `x` first, then `w`."
def affine_backward(dout, cache):
    w, x = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)

# %% wrong="one total for all units" title="the total of dout everywhere in db" why="A bias reaches every sample: its gradient is the sum over the samples, one for each unit." loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    db = np.zeros(w.shape[1]) + dout.sum()
    return dout @ w.T, x.T @ dout, db

# %% wrong="first sample only" title="db of the first sample" why="A bias reaches every sample: its gradient is the sum over the samples, one for each unit." loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout[0].copy()

# %% wrong="first sample only" title="dw of the first sample" why="Every sample uses the weight; what it receives from each adds up." loses="test_affine_backward_dw"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, np.outer(x[0], dout[0]), dout.sum(axis=0)

# %% wrong="last sample left out" title="a range that ends too early" why="`range(n - 1)` ends before the last sample." loses="test_affine_backward_dw test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    dw, db = np.zeros(w.shape), np.zeros(w.shape[1])
    for n in range(len(x) - 1):
        dw += np.outer(x[n], dout[n])
        db += dout[n]
    return dout @ w.T, dw, db

# %% wrong="summed before multiplying" why="Multiply sample by sample, then add; a product of sums mixes the samples." loses="test_affine_backward_dw"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, np.outer(x.sum(axis=0), dout.sum(axis=0)), dout.sum(axis=0)

# %% wrong="summed before multiplying" title="mean input times summed gradient" why="Multiply sample by sample, then add; a product of sums mixes the samples." loses="test_affine_backward_dw"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, np.outer(x.mean(axis=0), dout.sum(axis=0)), dout.sum(axis=0)

# %% wrong="summed before multiplying" title="sums of dout and w" why="An input receives from each unit by its own weight: multiply first, then add." loses="test_affine_backward_dx"
def affine_backward(dout, cache):
    x, w = cache
    return np.outer(dout.sum(axis=1), w.sum(axis=1)), x.T @ dout, dout.sum(axis=0)

# %% wrong="all zeros" title="db never filled in" loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, np.zeros(w.shape[1])

# %% wrong="w not transposed" title="w reshaped" why="Each input receives from every unit: the rows of `dout` meet the rows of `w`, not its columns. `reshape` makes no rows of columns." loses="test_affine_backward_dx"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.reshape(w.shape[1], -1), x.T @ dout, dout.sum(axis=0)

# %% wrong="x not transposed" title="x reshaped" why="A weight meets one input in all samples: the columns of `x` meet the columns of `dout`. `reshape` makes no rows of columns." loses="test_affine_backward_dw"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.reshape(x.shape[1], -1) @ dout, dout.sum(axis=0)

# %% wrong="multiplied by N" why="Nothing is multiplied or divided by N: `db` is the sum over the samples." loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=0) * len(x)

# %% wrong="multiplied by N" title="dw multiplied by N" why="Nothing is multiplied or divided by N: `dw` is the sum over the samples." loses="test_affine_backward_dw"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout * len(x), dout.sum(axis=0)

# %% wrong="upstream gradient forgotten" title="db is ones" why="A bias hands on what arrives: `dout`, summed over the samples, not ones." loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, np.ones(w.shape[1])

# %% wrong="upstream gradient forgotten" title="db is N" why="A bias hands on what arrives: `dout`, summed over the samples, and not N." loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, np.ones(dout.shape).sum(axis=0)

# %% wrong="first sample left out" title="a range from 1" why="The loop begins at 1; the first sample is number 0." loses="test_affine_backward_dw test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    dw, db = np.zeros(w.shape), np.zeros(w.shape[1])
    for n in range(1, len(x)):
        dw += np.outer(x[n], dout[n])
        db += dout[n]
    return dout @ w.T, dw, db

# %% wrong="entry by entry instead of matrix product" title="x * dout for dw" why="A weight meets its input in every sample, and those products add up: `x` transposed, `@`, `dout`." loses="test_affine_backward_dw"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x * dout if x.shape == dout.shape else x[:, : w.shape[1]], dout.sum(axis=0)

# %% wrong="entry by entry instead of matrix product" title="dout * w for dx" why="An input meets every unit, and those products add up: `dout`, `@`, `w` transposed." loses="test_affine_backward_dx"
def affine_backward(dout, cache):
    x, w = cache
    return dout * w if dout.shape == w.shape else dout, x.T @ dout, dout.sum(axis=0)

# %% wrong="a bias does not meet the inputs" why="A bias is added as it is: its gradient is the sum of `dout` over the samples, without `x`." loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=0) * (x.sum(axis=0) if x.shape == dout.shape else x.sum())

# %% wrong="the largest instead of the sum" why="A bias reaches every sample: its gradient is the sum over the samples." loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.max(axis=0)

# %% wrong="w added" why="`dw` says how the loss changes with `w`; the weights themselves are no part of it." loses="test_affine_backward_dw"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, w + x.T @ dout, dout.sum(axis=0)

# %% wrong="factors in the wrong order" title="w transposed before dout" why="`dout` has a row for each sample, as `dx` has: it stands first, and `w`, transposed, behind it."
def affine_backward(dout, cache):
    x, w = cache
    return w.T @ dout, x.T @ dout, dout.sum(axis=0)

# %% wrong="factors in the wrong order" title="w before dout" why="`dout` has a row for each sample, as `dx` has: it stands first, and `w`, transposed, behind it."
def affine_backward(dout, cache):
    x, w = cache
    return w @ dout, x.T @ dout, dout.sum(axis=0)

# %% wrong="factors in the wrong order" title="dout before x" why="`dw` has a row for each input: `x`, transposed, stands first, and `dout` behind it."
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, dout @ x, dout.sum(axis=0)

# %% wrong="factors in the wrong order" title="dout before x transposed" why="`dw` has a row for each input: `x`, transposed, stands first, and `dout` behind it."
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, dout @ x.T, dout.sum(axis=0)

# %% wrong="entry by entry instead of matrix product" title="dout * w transposed for dx" why="An input meets every unit, and those products add up: `dout`, `@`, `w` transposed."
def affine_backward(dout, cache):
    x, w = cache
    return dout * w.T, x.T @ dout, dout.sum(axis=0)

# %% wrong="entry by entry instead of matrix product" title="x transposed * dout for dw" why="A weight meets its input in every sample, and those products add up: `x` transposed, `@`, `dout`."
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T * dout, dout.sum(axis=0)

# %% wrong="outer product of whole tables" title="np.outer of x and dout" why="`np.outer` lays two tables out as long rows and pairs everything; the sum over the samples is `x` transposed, `@`, `dout`." loses="test_affine_backward_dw"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, np.outer(x, dout), dout.sum(axis=0)

# %% wrong="x multiplied in" title="dx times x" why="`dx` says how the loss changes with `x`; the inputs themselves are no part of it." loses="test_affine_backward_dx"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T * x, x.T @ dout, dout.sum(axis=0)

# %% wrong="a bias does not meet the inputs" title="db out of dw" why="A bias is added as it is: its gradient is the sum of `dout` over the samples, without `x`." loses="test_affine_backward_db"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, (x.T @ dout).sum(axis=0)

# %% wrong="a step taken already" title="w minus dw" why="`dw` is the gradient alone; the step against it is taken later." loses="test_affine_backward_dw"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, w - x.T @ dout, dout.sum(axis=0)

# %% wrong="not summed over samples" title="dw for each sample" why="Every sample uses the weight; what it receives from each adds up." loses="test_affine_backward_dw"
def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x[:, :, None] * dout[:, None, :], dout.sum(axis=0)

# %% wrong="summed over the samples" title="dx summed" why="Each sample has inputs of its own, and a gradient for each; the rows stay apart." loses="test_affine_backward_dx"
def affine_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).sum(axis=0), x.T @ dout, dout.sum(axis=0)
