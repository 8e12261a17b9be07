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

# %% wrong="not averaged over the samples" why="The loss is an average over the samples, so its gradient is divided by their number, too."
def softmax_ce_backward(logits, y):
    return softmax(logits) - np.eye(logits.shape[1])[y]

# %% wrong="wrong sign"
def softmax_ce_backward(logits, y):
    return (np.eye(logits.shape[1])[y] - softmax(logits)) / len(y)

# %% wrong="one-hot left out" why="At the right class 1 is to be subtracted: that entry is raised, not lowered."
def softmax_ce_backward(logits, y):
    return softmax(logits) / len(y)

# %% wrong="1 subtracted in all rows" why="`p[:, y]`, or `y` beside a row of all classes, means every row; each sample has one right class of its own."
def softmax_ce_backward(logits, y):
    p = softmax(logits)
    p[:, y] -= 1
    return p / len(y)

# %% wrong="one-hot not averaged" why="Softmax and one-hot are subtracted first; then the whole is divided by the number of samples."
def softmax_ce_backward(logits, y):
    return softmax(logits) / len(y) - np.eye(logits.shape[1])[y]

# %% wrong="softmax over the samples" why="The probabilities of a sample add up to 1 along its row, over the classes."
def softmax_ce_backward(logits, y):
    e = np.exp(logits - logits.max(axis=0))
    return (e / e.sum(axis=0) - np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="divided once too often" title="divided by N twice" why="The loss is an average over the samples alone: divide by N once, and by nothing else."
def softmax_ce_backward(logits, y):
    return (softmax(logits) - np.eye(logits.shape[1])[y]) / len(y) / len(y)

# %% wrong="rows named by y" why="`p[y]` takes whole rows; in each row, `y` names the one column where 1 is subtracted."
def softmax_ce_backward(logits, y):
    p = softmax(logits)
    rows = y[y < len(p)]
    p[rows] -= 1
    return p / len(y)

# %% wrong="1 subtracted everywhere" why="1 is subtracted once in each row, in the column that `y` names."
def softmax_ce_backward(logits, y):
    return (softmax(logits) - 1) / len(y)

# %% wrong="row and column exchanged" why="The sample is the row and its class the column: first the sample, then what `y` says."
def softmax_ce_backward(logits, y):
    p = softmax(logits)
    rows = y if y.max() < len(p) >= p.shape[1] else y % len(p)
    p[rows, np.arange(len(y)) % p.shape[1]] -= 1
    return p / len(y)

# %% wrong="1 set instead of subtracted" why="`= -1` overwrites the probability of the right class; 1 is to be subtracted from it."
def softmax_ce_backward(logits, y):
    p = softmax(logits)
    p[np.arange(len(y)), y] = -1
    return p / len(y)

# %% wrong="stops after the first sample" why="`return` stands inside the loop and ends it in its first round." loses="test_softmax_ce_backward test_softmax_ce_backward_any_batch"
def softmax_ce_backward(logits, y):
    p = softmax(logits)
    for i in range(len(y)):
        p[i, y[i]] -= 1
        return p / len(y)

# %% wrong="the losses instead of their slopes" why="These are minus the logarithms of the probabilities; the slopes along the logits are wanted."
def softmax_ce_backward(logits, y):
    return -np.log(np.maximum(softmax(logits), 1e-300)) / len(y)

# %% wrong="one-hot added" why="Softmax minus one-hot: at the right class 1 is subtracted, not added."
def softmax_ce_backward(logits, y):
    return (softmax(logits) + np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="multiplied by N" why="The loss is an average over the samples, so its gradient is divided by their number."
def softmax_ce_backward(logits, y):
    return (softmax(logits) - np.eye(logits.shape[1])[y]) * len(y)

# %% wrong="divided once too often" title="averaged over the classes too" why="The loss is an average over the samples alone: divide by N once, and by nothing else."
def softmax_ce_backward(logits, y):
    return (softmax(logits) - np.eye(logits.shape[1])[y]) / logits.size

# %% wrong="slopes along the probabilities" why="These are slopes of the loss along `p`; the gradient is wanted along the logits, through the softmax."
def softmax_ce_backward(logits, y):
    return -np.eye(logits.shape[1])[y] / softmax(logits) / len(y)

# %% wrong="not a number or overflow" title="exp without a shift" why="`np.exp` of 1000 is more than a float can hold; `softmax` takes care of that." loses="test_softmax_ce_backward_any_batch"
def softmax_ce_backward(logits, y):
    e = np.exp(logits)
    return (e / e.sum(axis=1, keepdims=True) - np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="one-hot with too few columns" title="as many as the largest class says" why="It needs a column for each class, as `logits` has; not every class occurs in a batch." loses="test_softmax_ce_backward_any_batch"
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

# %% wrong="integer truncation" title="probabilities in an array like the logits" why="The array has the type of `logits`; whole numbers there cut probabilities down to 0." loses="test_softmax_ce_backward_any_batch"
def softmax_ce_backward(logits, y):
    p = np.zeros_like(logits)
    p[:] = softmax(logits)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)

# %% wrong="large logits clipped" why="Limits change logits beyond them; a shift of the whole row changes nothing." loses="test_softmax_ce_backward_any_batch"
def softmax_ce_backward(logits, y):
    e = np.exp(np.clip(logits, -50, 50))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="y itself subtracted" why="A class is a place, not an amount: 1 is subtracted in the column that `y` names."
def softmax_ce_backward(logits, y):
    return (softmax(logits) - y.reshape(-1, 1)) / len(y)

# %% wrong="a sum without keepdims" why="The sums of the rows, (N,), stand above the columns and divide those; keep them as a column, (N, 1)."
def softmax_ce_backward(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1) - np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="a sum without keepdims" title="neither a sum nor a maximum with keepdims" why="The sums of the rows, (N,), stand above the columns and divide those; keep them as a column, (N, 1)."
def softmax_ce_backward(logits, y):
    e = np.exp(logits - logits.max(axis=1))
    return (e / e.sum(axis=1) - np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="a maximum without keepdims" why="The largest of each row, (N,), stand above the columns and shift those; keep them as a column, (N, 1)."
def softmax_ce_backward(logits, y):
    e = np.exp(logits - logits.max(axis=1))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="divided by the sum of all" why="Each row is a sample with probabilities of its own, which add up to 1 in the row."
def softmax_ce_backward(logits, y):
    e = np.exp(logits - logits.max())
    return (e / e.sum() - np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="softmax not averaged" why="Softmax and one-hot are subtracted first; then the whole is divided by the number of samples."
def softmax_ce_backward(logits, y):
    return softmax(logits) - np.eye(logits.shape[1])[y] / len(y)

# %% wrong="only the entry of the right class" why="The other logits have slopes, too: each is to be lowered by its probability."
def softmax_ce_backward(logits, y):
    hot = np.eye(logits.shape[1])[y]
    return (softmax(logits) - 1) * hot / len(y)

# %% wrong="only minus the one-hot" why="The logarithm of the sum has slopes as well, the probabilities; here they are missing."
def softmax_ce_backward(logits, y):
    return -np.eye(logits.shape[1])[y] / len(y)

# %% wrong="logits in place of probabilities" why="The one-hot is subtracted from the logits themselves; they go through the softmax first."
def softmax_ce_backward(logits, y):
    return (logits - np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="softmax taken twice" why="What `softmax` gives is made into probabilities once more."
def softmax_ce_backward(logits, y):
    return (softmax(softmax(logits)) - np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="sigmoid instead of softmax" why="A sigmoid looks at each logit alone; the probabilities of a sample have to add up to 1."
def softmax_ce_backward(logits, y):
    p = np.where(logits > 0, 1.0, np.exp(-abs(logits))) / (1 + np.exp(-abs(logits)))
    return (p - np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="the likeliest class instead of y" why="1 is subtracted at the largest logit; the right class is what `y` says."
def softmax_ce_backward(logits, y):
    return (softmax(logits) - np.eye(logits.shape[1])[logits.argmax(axis=1)]) / len(y)

# %% wrong="classes counted from 1" why="The classes are 0 to C - 1: `y` is the column as it is."
def softmax_ce_backward(logits, y):
    dlogits = softmax(logits)
    dlogits[np.arange(len(y)), y - 1] -= 1
    return dlogits / len(y)

# %% wrong="last sample left out" why="In the last row nothing is subtracted: the loop ends a sample too early."
def softmax_ce_backward(logits, y):
    dlogits = softmax(logits)
    for n in range(len(y) - 1):
        dlogits[n, y[n]] -= 1
    return dlogits / len(y)

# %% wrong="slope of a squared error" why="There `p (1 - p)` is a factor; with cross-entropy it cancels."
def softmax_ce_backward(logits, y):
    p = softmax(logits)
    return (p - np.eye(logits.shape[1])[y]) * p * (1 - p) / len(y)

# %% wrong="multiplied by p once more" why="`p` minus one-hot is the slope along the logits already; another factor belongs to nothing."
def softmax_ce_backward(logits, y):
    p = softmax(logits)
    return (p - np.eye(logits.shape[1])[y]) * p / len(y)

# %% wrong="divided by the classes" why="The average is over the samples: divide by N, the number of rows, not by C." loses="test_softmax_ce_backward test_softmax_ce_backward_any_batch"
def softmax_ce_backward(logits, y):
    return (softmax(logits) - np.eye(logits.shape[1])[y]) / logits.shape[1]

# %% wrong="smoothed labels" why="All of the 1 belongs to the right class; nothing of it goes to the others."
def softmax_ce_backward(logits, y):
    c = logits.shape[1]
    return (softmax(logits) - 0.9 * np.eye(c)[y] - 0.1 / c) / len(y)

# %% wrong="lost a dimension" title="one sample squeezed" loses="test_softmax_ce_backward_any_batch"
def softmax_ce_backward(logits, y):
    return np.squeeze((softmax(logits) - np.eye(logits.shape[1])[y]) / len(y))

# %% wrong="shapes do not fit" title="a one-hot of as many columns as samples"
def softmax_ce_backward(logits, y):
    return (softmax(logits) - np.eye(len(y))[y]) / len(y)

# %% wrong="not a number or overflow" title="one shift for the whole batch" why="A row far below the largest of all becomes 0 / 0; shift each row by its own largest." loses="test_softmax_ce_backward_any_batch"
def softmax_ce_backward(logits, y):
    e = np.exp(logits - logits.max())
    return (e / e.sum(axis=1, keepdims=True) - np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="one-hot with too few columns" title="as many classes as occur" why="It needs a column for each class, as `logits` has; not every class occurs in a batch."
def softmax_ce_backward(logits, y):
    hot = y[:, None] == np.unique(y)
    return (softmax(logits) - hot) / len(y)

# %% wrong="1 subtracted before the softmax" why="The softmax comes first; the one-hot is subtracted from its probabilities, not from the logits."
def softmax_ce_backward(logits, y):
    return softmax(logits - np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="y itself subtracted" title="y as a row" why="A class is a place, not an amount: 1 is subtracted in the column that `y` names."
def softmax_ce_backward(logits, y):
    return (softmax(logits) - y) / len(y)

# %% wrong="slopes of the probabilities" why="`p (1 - p)` is how fast a probability grows with its logit; the loss has the slope `p` minus one-hot."
def softmax_ce_backward(logits, y):
    p = softmax(logits)
    return p * (1 - p) / len(y)

# %% wrong="logarithms in place of probabilities" why="The logarithm belongs to the loss; its slope along the logits is `p` itself, minus the one-hot."
def softmax_ce_backward(logits, y):
    p = np.log(np.maximum(softmax(logits), 1e-300))
    return (p - np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="only the entry of the right class" title="one number a sample" why="The other logits have slopes, too: each is to be lowered by its probability."
def softmax_ce_backward(logits, y):
    return (softmax(logits)[np.arange(len(y)), y] - 1) / len(y)

# %% wrong="summed over the samples" why="Each sample has logits of its own, and a slope for each; the rows stay apart."
def softmax_ce_backward(logits, y):
    return (softmax(logits) - np.eye(logits.shape[1])[y]).mean(axis=0)

# %% wrong="doubled" why="A factor of 2 comes from squares; the cross-entropy has none."
def softmax_ce_backward(logits, y):
    return 2 * (softmax(logits) - np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="rows named by y" title="a loop through y" why="`for i in y` goes through classes, not rows; in each row, `y` names the one column where 1 is subtracted."
def softmax_ce_backward(logits, y):
    p = softmax(logits)
    for i in y:
        if i < len(y):
            p[i, y[i]] -= 1
    return p / len(y)

# %% wrong="the losses instead of their slopes" title="a loss for each sample" why="These are minus the logarithms of the probabilities; the slopes along the logits are wanted."
def softmax_ce_backward(logits, y):
    return -np.log(np.maximum(softmax(logits)[np.arange(len(y)), y], 1e-300)) / len(y)

# %% wrong="np.exp left out" why="A softmax makes every logit positive by `np.exp` first; then it divides by the sum."
def softmax_ce_backward(logits, y):
    p = logits / np.sum(logits, axis=1, keepdims=True)
    return (p - np.eye(logits.shape[1])[y]) / len(y)
