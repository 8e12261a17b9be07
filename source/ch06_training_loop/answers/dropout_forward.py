# %% right="np.where"
def dropout_forward(x, p, rng, training):
    if not training:
        return x.copy(), np.ones_like(x, dtype=float)
    keep = rng.random(size=x.shape) < 1 - p
    mask = np.where(keep, 1 / (1 - p), 0.0)
    return mask * x, mask

# %% right="binomial draws"
def dropout_forward(x, p, rng, training):
    q = 1 - p if training else 1.0
    mask = rng.binomial(1, q, size=x.shape) / q
    return x * mask, mask

# %% right="a loop, single precision"
def dropout_forward(values, share, generator, training):
    mask = np.ones(values.shape, dtype=np.float32)
    if training:
        for at in np.ndindex(values.shape):
            mask[at] = 0 if generator.random() < share else 1 / (1 - share)
    return (values * mask).astype(np.float32), mask

# %% wrong="not scaled up" why="What stays is not multiplied by anything; divided by 1 - p it keeps the mean."
def dropout_forward(x, p, rng, training):
    mask = (rng.random(x.shape) >= p) * 1.0 if training else np.ones(x.shape)
    return x * mask, mask

# %% wrong="scaled without training" title="scaled at test time instead"
def dropout_forward(x, p, rng, training):
    if not training:
        return x * (1 - p), np.ones(x.shape)
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * mask, mask

# %% wrong="dropped without training" told="dropped without training"
def dropout_forward(x, p, rng, training):
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * mask, mask

# %% wrong="`p` kept instead of dropped"
def dropout_forward(x, p, rng, training):
    mask = (rng.random(x.shape) < p) / p if training else np.ones(x.shape)
    return x * mask, mask

# %% wrong="out belongs to another mask" title="draws a second mask"
def dropout_forward(x, p, rng, training):
    if not training:
        return x * 1.0, np.ones(x.shape)
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * (rng.random(x.shape) >= p) / (1 - p), mask

# %% wrong="out is not scaled, mask is"
def dropout_forward(x, p, rng, training):
    keep = rng.random(x.shape) >= p if training else np.ones(x.shape)
    return x * keep, keep / (1 - p) if training else keep

# %% wrong="one draw for several entries" title="one draw for each column"
def dropout_forward(x, p, rng, training):
    mask = (rng.random((1, x.shape[1])) >= p) / (1 - p) * np.ones(x.shape) if training else np.ones(x.shape)
    return x * mask, mask

# %% wrong="chance that does not come from rng" title="global random numbers"
def dropout_forward(x, p, rng, training):
    mask = (np.random.random(x.shape) >= p) / (1 - p) if training else np.ones(x.shape)
    return x * mask, mask

# %% wrong="rng not used" title="a seed of its own"
def dropout_forward(x, p, rng, training):
    mask = (np.random.default_rng(0).random(x.shape) >= p) / (1 - p) if training else np.ones(x.shape)
    return x * mask, mask

# %% wrong="booleans instead of numbers" title="a mask of booleans"
def dropout_forward(x, p, rng, training):
    mask = rng.random(x.shape) >= p if training else np.ones(x.shape, dtype=bool)
    return x * mask, mask

# %% wrong="input changed in place" title="zeros written into x"
def dropout_forward(x, p, rng, training):
    mask = (rng.random(x.shape) >= p) / (1 - p) if training else np.ones(x.shape)
    x *= mask
    return x, mask

# %% wrong="nothing returned"
def dropout_forward(x, p, rng, training):
    mask = (rng.random(x.shape) >= p) / (1 - p) if training else np.ones(x.shape)
    out = x * mask

# %% wrong="exactly the share p dropped"
def dropout_forward(x, p, rng, training):
    mask = np.ones(x.size)
    if training:
        mask /= 1 - p
        mask[rng.permutation(x.size)[:round(p * x.size)]] = 0
    mask = mask.reshape(x.shape)
    return x * mask, mask

# %% right="rng.choice with probabilities"
def dropout_forward(x, p, rng, training):
    mask = rng.choice([0.0, 1 / (1 - p)], size=x.shape, p=[p, 1 - p]) if training else np.ones(x.shape)
    return [x * mask, mask]

# %% wrong="scaled down instead of up" why="What stays is multiplied by 1 - p; it is divided by it, so that the mean stays."
def dropout_forward(x, p, rng, training):
    mask = (rng.random(x.shape) >= p) * (1 - p) if training else np.ones(x.shape)
    return x * mask, mask

# %% wrong="scaled by 1 / p" why="What stays is divided by p; it is divided by 1 - p, the share that stays."
def dropout_forward(x, p, rng, training):
    mask = (rng.random(x.shape) >= p) / (p or 1) if training else np.ones(x.shape)
    return x * mask, mask

# %% wrong="scaled by the share that happened to stay" why="What stays is divided by the share that was kept this time; it is divided by 1 - p."
def dropout_forward(x, p, rng, training):
    mask = np.ones(x.shape)
    if training:
        keep = rng.random(x.shape) >= p
        mask = keep / max(keep.mean(), 1e-9)
    return x * mask, mask

# %% wrong="swapped outputs" title="mask first"
def dropout_forward(x, p, rng, training):
    mask = (rng.random(x.shape) >= p) / (1 - p) if training else np.ones(x.shape)
    return mask, x * mask

# %% wrong="`training` the wrong way round"
def dropout_forward(x, p, rng, training):
    mask = np.ones(x.shape) if training else (rng.random(x.shape) >= p) / (1 - p)
    return x * mask, mask

# %% wrong="nothing dropped" title="noise instead of zeros"
def dropout_forward(x, p, rng, training):
    mask = 1 + 0.5 * rng.normal(size=x.shape) if training else np.ones(x.shape)
    return x * mask, mask

# %% wrong="one draw for several entries" title="one draw for all entries"
def dropout_forward(x, p, rng, training):
    mask = np.ones(x.shape)
    if training:
        mask = mask * (rng.random() >= p) / (1 - p)
    return x * mask, mask

# %% wrong="rng not used" title="drops the smallest entries"
def dropout_forward(x, p, rng, training):
    mask = np.ones(x.shape)
    if training:
        mask = (np.abs(x) >= np.quantile(np.abs(x), p)) / (1 - p)
    return x * mask, mask

# %% wrong="rng not used" title="the mask of the first call kept"
masks = {}

def dropout_forward(x, p, rng, training):
    if not training:
        return x * 1.0, np.ones(x.shape)
    mask = masks.setdefault((x.shape, p), (rng.random(x.shape) >= p) / (1 - p))
    return x * mask, mask.copy()

# %% wrong="wrong share dropped" title="drops a fifth whatever p is"
def dropout_forward(x, p, rng, training):
    mask = (rng.random(x.shape) >= 0.2) / 0.8 if training else np.ones(x.shape)
    return x * mask, mask

# %% wrong="None instead of array" title="no mask without training"
def dropout_forward(x, p, rng, training):
    if not training:
        return x * 1.0, None
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * mask, mask

# %% wrong="integer truncation" title="out in the type of x"
def dropout_forward(x, p, rng, training):
    mask = (rng.random(x.shape) >= p) / (1 - p) if training else np.ones(x.shape)
    return (x * mask).astype(x.dtype), mask

# %% wrong="divided by 1 + p" why="What stays is divided by 1 + p; it is divided by 1 - p, the share that stays."
def dropout_forward(x, p, rng, training):
    mask = (rng.random(x.shape) >= p) / (1 + p) if training else np.ones(x.shape)
    return x * mask, mask

# %% wrong="integer truncation" title="a mask in the type of x"
def dropout_forward(x, p, rng, training):
    mask = np.ones_like(x)
    if training:
        mask[...] = (rng.random(x.shape) >= p) / (1 - p)
    return 1.0 * x * mask, mask

# %% wrong="multiplied by 1 + p" why="What stays is multiplied by 1 + p; it is divided by 1 - p, the share that stays."
def dropout_forward(x, p, rng, training):
    mask = (rng.random(x.shape) >= p) * (1 + p) if training else np.ones(x.shape)
    return x * mask, mask

# %% wrong="multiplied by the mask twice" why="`out` is `x` times `mask`, once."
def dropout_forward(x, p, rng, training):
    mask = (rng.random(x.shape) >= p) / (1 - p) if training else np.ones(x.shape)
    return x * mask * mask, mask

# %% wrong="scaled up without training" why="Without training nothing is dropped, so nothing is to be made up for: `out` is `x`."
def dropout_forward(x, p, rng, training):
    mask = (rng.random(x.shape) >= p) / (1 - p) if training else np.ones(x.shape)
    return (x * mask, mask) if training else (x / (1 - p), mask)

# %% wrong="mask is not scaled, out is"
def dropout_forward(x, p, rng, training):
    if not training:
        return 1.0 * x, np.ones(x.shape)
    mask = np.where(rng.random(x.shape) < p, 0.0, 1.0)
    return x * mask / (1 - p), mask

# %% wrong="wrong share dropped" title="draws that are not uniform"
def dropout_forward(x, p, rng, training):
    mask = (rng.normal(size=x.shape) > p) / (1 - p) if training else np.ones(x.shape)
    return x * mask, mask

# %% wrong="brackets missing"
def dropout_forward(x, p, rng, training):
    mask = (rng.random(x.shape) >= p) / 1 - p if training else np.ones(x.shape)
    return x * mask, mask
