# %% right="loops"
def cross_entropy(logits, y):
    total = 0.0
    for row, label in zip(logits, y):
        m = max(row)
        total += m + np.log(sum(np.exp(z - m) for z in row)) - row[label]
    return total / len(y)

# %% right="logaddexp and a one-hot product"
def cross_entropy(logits, y):
    log_p = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return -np.einsum("nc,nc->", log_p, np.eye(logits.shape[1])[y]) / logits.shape[0]

# %% right="calls one_hot"
def cross_entropy(logits, y):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -(log_p * one_hot(y, logits.shape[1])).sum() / len(y)

# %% right="single precision"
def cross_entropy(logits, y):
    z = logits.astype(np.float32)
    z = z - np.take_along_axis(z, y[:, None], axis=1)
    m = z.max(axis=1)
    return (m + np.log(np.exp(z - m[:, None]).sum(axis=1))).mean(dtype=np.float32)

# %% right="differences from the true logit"
def cross_entropy(logits, y):
    losses = [np.logaddexp.reduce(row - row[i]) for row, i in zip(logits.astype(float), y)]
    return sum(losses) / len(losses)

# %% wrong="not a number or overflow" title="logarithm of the softmax" loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y]).mean()

# %% wrong="not a number or overflow" title="logarithm of the reader's softmax" loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    return -np.log(softmax(logits)[np.arange(len(y)), y]).mean()

# %% wrong="not a number or overflow" title="log of the sum without a shift" loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    return np.mean(np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(y)), y])

# %% wrong="not a number or overflow" title="one shift for all rows" loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    z = logits - logits.max()
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="loss capped at 16.1"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y] + 1e-7).mean()

# %% wrong="loss capped at 27.6" title="probability clipped" loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = np.clip(e / e.sum(axis=1, keepdims=True), 1e-12, 1)
    return -np.log(p[np.arange(len(y)), y]).mean()

# %% wrong="every label looked up in every row"
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -log_p[:, y].mean()

# %% wrong="summed instead of averaged"
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.sum(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="averaged over the classes too"
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -np.mean(log_p * np.eye(logits.shape[1])[y])

# %% wrong="logarithm to another base" title="base 2"
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]) / np.log(2)

# %% wrong="logarithm to another base" title="base 10"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log10(p[np.arange(len(y)), y]).mean()

# %% wrong="wrong sign"
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.mean(z[np.arange(len(y)), y] - np.log(np.exp(z).sum(axis=1)))

# %% wrong="no logarithm"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return p[np.arange(len(y)), y].mean()

# %% wrong="labels not used"
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)))

# %% wrong="logits not made probabilities"
def cross_entropy(logits, y):
    return -logits[np.arange(len(y)), y].mean()

# %% wrong="surprise at all classes"
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -log_p.sum(axis=1).mean()

# %% wrong="softmax taken twice"
def cross_entropy(logits, y):
    p = logits
    for _ in range(2):
        e = np.exp(p - p.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y]).mean()

# %% wrong="logarithm taken after the average"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y].mean())

# %% wrong="array instead of number" title="one loss for each sample"
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]

# %% wrong="maximum not added back"
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - logits[np.arange(len(y)), y])

# %% wrong="input changed in place"
def cross_entropy(logits, y):
    logits -= logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(y)), y])

# %% wrong="printed instead of returned"
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    print(np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]))

# %% right="a log-sum-exp of the reader's own"
def log_sum_exp(rows):
    largest = np.max(rows, axis=1, keepdims=True)
    return largest + np.log(np.sum(np.exp(rows - largest), axis=1, keepdims=True))

def cross_entropy(scores, labels):
    true = np.take_along_axis(scores, labels[:, np.newaxis], axis=1)
    return float((log_sum_exp(scores) - true).mean())

# %% wrong="loss capped at 34.5" loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = np.clip(e / e.sum(axis=1, keepdims=True), 1e-15, 1)
    return -np.mean(np.log(p[np.arange(len(y)), y]))

# %% wrong="logits cut off" loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    z = np.clip(logits, -500, 500)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="columns instead of rows"
def cross_entropy(logits, y):
    z = logits - logits.max(axis=0)
    return np.mean((np.log(np.exp(z).sum(axis=0)) - z)[np.arange(len(y)), y])

# %% wrong="one sum for all rows"
def cross_entropy(logits, y):
    z = logits - logits.max()
    return np.mean(np.log(np.exp(z).sum()) - z[np.arange(len(y)), y])

# %% wrong="first sample only"
def cross_entropy(logits, y):
    for z, label in zip(logits, y):
        return z.max() + np.log(np.exp(z - z.max()).sum()) - z[label]

# %% wrong="1 minus the probability"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return np.mean(1 - p[np.arange(len(y)), y])

# %% wrong="averaged over all classes" title="all logits subtracted, not the true one"
def cross_entropy(logits, y):
    m = logits.max(axis=1, keepdims=True)
    return np.mean(m + np.log(np.exp(logits - m).sum(axis=1, keepdims=True)) - logits)

# %% wrong="base 2 for the sum only"
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log2(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="base 10 for the sum only"
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log10(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])
