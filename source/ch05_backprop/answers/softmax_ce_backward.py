# %% right="one-hot"
def softmax_ce_backward(logits, y):
    n, c = logits.shape
    return (softmax(logits) - np.eye(c)[y]) / n

# %% right="a loop"
def softmax_ce_backward(logits, y):
    out = np.zeros(logits.shape)
    for i, row in enumerate(logits):
        e = np.exp(row - row.max())
        out[i] = e / e.sum()
        out[i, y[i]] -= 1
    return out / len(logits)

# %% right="its own softmax, compared with the classes"
def softmax_ce_backward(scores, labels):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return np.where(np.arange(scores.shape[1]) == labels[:, None], p - 1, p) / labels.size

# %% right="single precision"
def softmax_ce_backward(logits, y):
    p = softmax(logits).astype(np.float32)
    np.subtract.at(p, (np.arange(len(y)), y), 1)
    return p / np.float32(len(y))

# %% wrong="not averaged over the samples"
def softmax_ce_backward(logits, y):
    return softmax(logits) - np.eye(logits.shape[1])[y]

# %% wrong="wrong sign"
def softmax_ce_backward(logits, y):
    return (np.eye(logits.shape[1])[y] - softmax(logits)) / len(y)

# %% wrong="one-hot left out"
def softmax_ce_backward(logits, y):
    return softmax(logits) / len(y)

# %% wrong="1 subtracted in all rows"
def softmax_ce_backward(logits, y):
    p = softmax(logits)
    p[:, y] -= 1
    return p / len(y)

# %% wrong="one-hot not averaged"
def softmax_ce_backward(logits, y):
    return softmax(logits) / len(y) - np.eye(logits.shape[1])[y]

# %% wrong="softmax over the samples"
def softmax_ce_backward(logits, y):
    e = np.exp(logits - logits.max(axis=0))
    return (e / e.sum(axis=0) - np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="averaged over the classes too"
def softmax_ce_backward(logits, y):
    return (softmax(logits) - np.eye(logits.shape[1])[y]) / logits.size

# %% wrong="slopes along the probabilities"
def softmax_ce_backward(logits, y):
    return -np.eye(logits.shape[1])[y] / softmax(logits) / len(y)

# %% wrong="not a number or overflow" title="exp without a shift" loses="test_softmax_ce_backward_any_batch"
def softmax_ce_backward(logits, y):
    e = np.exp(logits)
    return (e / e.sum(axis=1, keepdims=True) - np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="shapes do not fit" title="as many classes as occur" loses="test_softmax_ce_backward_any_batch"
def softmax_ce_backward(logits, y):
    return (softmax(logits) - np.eye(y.max() + 1)[y]) / len(y)

# %% wrong="input changed in place" title="softmax inside the logits"
def softmax_ce_backward(logits, y):
    logits -= logits.max(axis=1, keepdims=True)
    p = np.exp(logits)
    p /= p.sum(axis=1, keepdims=True)
    return (p - np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="list instead of array"
def softmax_ce_backward(logits, y):
    return [(p - np.eye(len(p))[k]) / len(y) for p, k in zip(softmax(logits), y)]

# %% wrong="number instead of array" title="the loss instead of its gradient"
def softmax_ce_backward(logits, y):
    return cross_entropy(logits, y)

# %% wrong="nothing returned"
def softmax_ce_backward(logits, y):
    p = softmax(logits)
    p[np.arange(len(y)), y] -= 1
    p /= len(y)

# %% wrong="integer truncation" title="probabilities in an array like the logits" loses="test_softmax_ce_backward_any_batch"
def softmax_ce_backward(logits, y):
    p = np.zeros_like(logits)
    p[:] = softmax(logits)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)

# %% wrong="large logits clipped" loses="test_softmax_ce_backward_any_batch"
def softmax_ce_backward(logits, y):
    e = np.exp(np.clip(logits, -50, 50))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="y itself subtracted"
def softmax_ce_backward(logits, y):
    return (softmax(logits) - y.reshape(-1, 1)) / len(y)
