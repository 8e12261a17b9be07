# %% right="np.where"
def dropout_forward(x, p, rng, train):
    if not train:
        return x.copy(), np.ones_like(x, dtype=float)
    keep = rng.random(size=x.shape) < 1 - p
    mask = np.where(keep, 1 / (1 - p), 0.0)
    return mask * x, mask

# %% right="binomial draws"
def dropout_forward(x, p, rng, train):
    q = 1 - p if train else 1.0
    mask = rng.binomial(1, q, size=x.shape) / q
    return x * mask, mask

# %% right="a loop, single precision"
def dropout_forward(values, share, generator, training):
    mask = np.ones(values.shape, dtype=np.float32)
    if training:
        for at in np.ndindex(values.shape):
            mask[at] = 0 if generator.random() < share else 1 / (1 - share)
    return (values * mask).astype(np.float32), mask

# %% wrong="not scaled up"
def dropout_forward(x, p, rng, train):
    mask = (rng.random(x.shape) >= p) * 1.0 if train else np.ones(x.shape)
    return x * mask, mask

# %% wrong="scaled without training" title="scaled at test time instead"
def dropout_forward(x, p, rng, train):
    if not train:
        return x * (1 - p), np.ones(x.shape)
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * mask, mask

# %% wrong="dropped without training" told="dropped without training"
def dropout_forward(x, p, rng, train):
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * mask, mask

# %% wrong="`p` kept instead of dropped"
def dropout_forward(x, p, rng, train):
    mask = (rng.random(x.shape) < p) / p if train else np.ones(x.shape)
    return x * mask, mask

# %% wrong="out belongs to another mask" title="draws a second mask"
def dropout_forward(x, p, rng, train):
    if not train:
        return x * 1.0, np.ones(x.shape)
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * (rng.random(x.shape) >= p) / (1 - p), mask

# %% wrong="out is not scaled, mask is"
def dropout_forward(x, p, rng, train):
    keep = rng.random(x.shape) >= p if train else np.ones(x.shape)
    return x * keep, keep / (1 - p) if train else keep

# %% wrong="one draw for several entries" title="one draw for each column"
def dropout_forward(x, p, rng, train):
    mask = (rng.random((1, x.shape[1])) >= p) / (1 - p) * np.ones(x.shape) if train else np.ones(x.shape)
    return x * mask, mask

# %% wrong="chance that does not come from rng" title="global random numbers"
def dropout_forward(x, p, rng, train):
    mask = (np.random.random(x.shape) >= p) / (1 - p) if train else np.ones(x.shape)
    return x * mask, mask

# %% wrong="rng not used" title="a seed of its own"
def dropout_forward(x, p, rng, train):
    mask = (np.random.default_rng(0).random(x.shape) >= p) / (1 - p) if train else np.ones(x.shape)
    return x * mask, mask

# %% wrong="booleans instead of numbers" title="a mask of booleans"
def dropout_forward(x, p, rng, train):
    mask = rng.random(x.shape) >= p if train else np.ones(x.shape, dtype=bool)
    return x * mask, mask

# %% wrong="input changed in place" title="zeros written into x"
def dropout_forward(x, p, rng, train):
    mask = (rng.random(x.shape) >= p) / (1 - p) if train else np.ones(x.shape)
    x *= mask
    return x, mask

# %% wrong="nothing returned"
def dropout_forward(x, p, rng, train):
    mask = (rng.random(x.shape) >= p) / (1 - p) if train else np.ones(x.shape)
    out = x * mask

# %% wrong="exactly the share p dropped"
def dropout_forward(x, p, rng, train):
    mask = np.ones(x.size)
    if train:
        mask /= 1 - p
        mask[rng.permutation(x.size)[:round(p * x.size)]] = 0
    mask = mask.reshape(x.shape)
    return x * mask, mask

# %% right="rng.choice with probabilities"
def dropout_forward(x, p, rng, train):
    mask = rng.choice([0.0, 1 / (1 - p)], size=x.shape, p=[p, 1 - p]) if train else np.ones(x.shape)
    return [x * mask, mask]
