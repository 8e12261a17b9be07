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

# %% wrong="logarithm of a finished probability" why="A probability that has become 0 has no logarithm; write the loss with the logits themselves." title="logarithm of the softmax" loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y]).mean()

# %% wrong="logarithm of a finished probability" why="A probability that has become 0 has no logarithm; write the loss with the logits themselves." title="logarithm of the reader's softmax" loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    return -np.log(softmax(logits)[np.arange(len(y)), y]).mean()

# %% wrong="the largest logit not subtracted" why="`exp` of more than 709 is too large for a float; subtract the largest logit of the row first, and no other number." title="log of the sum without a shift" loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    return np.mean(np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(y)), y])

# %% wrong="not the row's own largest subtracted" why="All exponentials of a row vanished: subtract its own largest logit, not that of all rows, nor the largest magnitude." title="one shift for all rows" loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    z = logits - logits.max()
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="every label looked up in every row" why="`a[:, y]` takes the columns of all labels from each row; rows need an index, too."
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -log_p[:, y].mean()

# %% wrong="summed instead of averaged" why="The loss is the average over the samples. (If you did divide by N, look at shapes: a column minus a row is a table.)"
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.sum(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="averaged over the classes too" why="Divide by the number of samples only, not by the number of classes."
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -np.mean(log_p * np.eye(logits.shape[1])[y])

# %% wrong="logarithm to another base" title="base 2" why="The logarithm is the natural one, `np.log`."
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]) / np.log(2)

# %% wrong="logarithm to another base" title="base 10" why="The logarithm is the natural one, `np.log`."
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log10(p[np.arange(len(y)), y]).mean()

# %% wrong="wrong sign"
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.mean(z[np.arange(len(y)), y] - np.log(np.exp(z).sum(axis=1)))

# %% wrong="no logarithm" why="The loss is minus the logarithm of the probability."
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return p[np.arange(len(y)), y].mean()

# %% wrong="labels not used" why="Each row's loss looks at the probability of its true class, `y`."
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)))

# %% wrong="logits not made probabilities" why="The logarithm of the sum of exponentials is missing."
def cross_entropy(logits, y):
    return -logits[np.arange(len(y)), y].mean()

# %% wrong="surprise at all classes" why="Only the true class of each row counts."
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -log_p.sum(axis=1).mean()

# %% wrong="softmax taken twice" why="The softmax is part of the loss and comes once."
def cross_entropy(logits, y):
    p = logits
    for _ in range(2):
        e = np.exp(p - p.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y]).mean()

# %% wrong="logarithm taken after the average" why="Take the logarithm of each row's probability first, and average then."
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y].mean())

# %% wrong="array instead of number" title="one loss for each sample"
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]

# %% wrong="maximum not added back" why="What was subtracted from some logits must be subtracted from all, or added again."
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

# %% wrong="columns instead of rows" why="Each row is a sample; here the columns were normalised."
def cross_entropy(logits, y):
    z = logits - logits.max(axis=0)
    return np.mean((np.log(np.exp(z).sum(axis=0)) - z)[np.arange(len(y)), y])

# %% wrong="one sum for all rows" why="Each row has a sum of its own."
def cross_entropy(logits, y):
    z = logits - logits.max()
    return np.mean(np.log(np.exp(z).sum()) - z[np.arange(len(y)), y])

# %% wrong="first sample only" why="The loss of all samples is averaged; a `return` inside the loop ends it after the first."
def cross_entropy(logits, y):
    for z, label in zip(logits, y):
        return z.max() + np.log(np.exp(z - z.max()).sum()) - z[label]

# %% wrong="1 minus the probability" why="The loss is minus the logarithm of the probability, not its distance from 1."
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return np.mean(1 - p[np.arange(len(y)), y])

# %% wrong="averaged over all classes" why="Only the true logit is subtracted; here all were, and averaged." title="all logits subtracted, not the true one"
def cross_entropy(logits, y):
    m = logits.max(axis=1, keepdims=True)
    return np.mean(m + np.log(np.exp(logits - m).sum(axis=1, keepdims=True)) - logits)

# %% wrong="base 2 for the sum only" why="The logarithm is the natural one, `np.log`."
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log2(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="base 10 for the sum only" why="The logarithm is the natural one, `np.log`."
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log10(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="loss capped by a small number" title="1e-7 in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the softmax."
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y] + 1e-7).mean()

# %% wrong="loss capped by a small number" title="1e-8 in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the softmax."
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y] + 1e-8).mean()

# %% wrong="loss capped by a small number" title="1e-9 in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the softmax."
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y] + 1e-9).mean()

# %% wrong="loss capped by a small number" title="1e-10 in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the softmax." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y] + 1e-10).mean()

# %% wrong="loss capped by a small number" title="1e-12 in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the softmax." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y] + 1e-12).mean()

# %% wrong="loss capped by a small number" title="1e-15 in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the softmax." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y] + 1e-15).mean()

# %% wrong="loss capped by a small number" title="1e-16 in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the softmax." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y] + 1e-16).mean()

# %% wrong="loss capped by a small number" title="1e-20 in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the softmax." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y] + 1e-20).mean()

# %% wrong="loss capped by a small number" title="1e-300 in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the softmax." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y] + 1e-300).mean()

# %% wrong="loss capped by a small number" title="np.finfo(float).eps in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the softmax." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y] + np.finfo(float).eps).mean()

# %% wrong="loss capped by a small number" title="np.finfo(float).tiny in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the softmax." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y] + np.finfo(float).tiny).mean()

# %% wrong="loss capped by a small number" title="np.finfo(np.float32).eps in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the softmax."
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y] + np.finfo(np.float32).eps).mean()

# %% wrong="logits cut off" title="logits cut off at 20" why="Logits beyond a limit count as the limit, so the loss stops growing there." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    z = np.clip(logits, -20, 20)
    z = z - z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="logits cut off" title="logits cut off at 30" why="Logits beyond a limit count as the limit, so the loss stops growing there." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    z = np.clip(logits, -30, 30)
    z = z - z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="logits cut off" title="logits cut off at 50" why="Logits beyond a limit count as the limit, so the loss stops growing there." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    z = np.clip(logits, -50, 50)
    z = z - z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="logits cut off" title="logits cut off at 100" why="Logits beyond a limit count as the limit, so the loss stops growing there." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    z = np.clip(logits, -100, 100)
    z = z - z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="logits cut off" title="logits cut off at 500" why="Logits beyond a limit count as the limit, so the loss stops growing there." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    z = np.clip(logits, -500, 500)
    z = z - z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="logits cut off" title="logits cut off at 700" why="Logits beyond a limit count as the limit, so the loss stops growing there." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    z = np.clip(logits, -700, 700)
    z = z - z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="logits cut off" title="logits cut off at 709" why="Logits beyond a limit count as the limit, so the loss stops growing there." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    z = np.clip(logits, -709, 709)
    z = z - z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="binary form" title="binary form, summed over the classes" why="Only the true class counts; that the other probabilities are small is in it already."
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p, t = e / e.sum(axis=1, keepdims=True), np.eye(logits.shape[1])[y]
    return -np.mean(np.sum(t * np.log(p) + (1 - t) * np.log(1 - p), axis=1))

# %% wrong="binary form" title="binary form, averaged over the classes" why="Only the true class counts; that the other probabilities are small is in it already."
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p, t = e / e.sum(axis=1, keepdims=True), np.eye(logits.shape[1])[y]
    return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))

# %% wrong="fractions cut off" title="losses in the dtype of the logits" why="The losses were put into an array of integers, as the logits may be." loses="test_cross_entropy"
def cross_entropy(logits, y):
    losses = np.zeros(len(y), dtype=logits.dtype)
    losses[:] = np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(y)), y]
    return losses.mean()

# %% wrong="divided by the number of classes" why="The average is over the N samples; here the sum was divided by C."
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.sum(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]) / logits.shape[1]

# %% wrong="divided twice" why="`np.mean` divides by the number of samples already."
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]) / len(y)

# %% wrong="labels counted from 1" why="Labels begin with 0: the true logit is in column y, not y - 1."
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y - 1])

# %% wrong="(N,) instead of (N, 1)" title="keepdims forgotten"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1)
    return -np.mean(np.log(p[np.arange(len(y)), y]))

# %% wrong="sigmoids instead of a softmax" why="The probabilities of a row sum to 1; a sigmoid looks at one logit alone."
def cross_entropy(logits, y):
    p = 1 / (1 + np.exp(-logits))
    return -np.mean(np.log(p[np.arange(len(y)), y]))

# %% wrong="median instead of mean" why="The average adds up all losses and divides by their number."
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.median(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="the largest logit not subtracted" title="shifted by the smallest" why="`exp` of more than 709 is too large for a float; subtract the largest logit of the row first, and no other number." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    z = logits - logits.min(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="the largest logit not subtracted" title="shifted by the mean" why="`exp` of more than 709 is too large for a float; subtract the largest logit of the row first, and no other number." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    z = logits - logits.mean(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="the largest logit not subtracted" title="shifted by the true logit" why="`exp` of more than 709 is too large for a float; subtract the largest logit of the row first, and no other number." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    z = logits - logits[np.arange(len(y)), y][:, None]
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="the largest logit not subtracted" title="shifted by the first logit" why="`exp` of more than 709 is too large for a float; subtract the largest logit of the row first, and no other number." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    z = logits - logits[:, :1]
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="not the row's own largest subtracted" title="shifted by the largest magnitude" why="All exponentials of a row vanished: subtract its own largest logit, not that of all rows, nor the largest magnitude." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    z = logits - np.abs(logits).max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="0 times an infinite logarithm" title="one-hot rows times the logarithm of the softmax" why="A probability that has become 0 has the logarithm -inf, and 0 times that is nan; write the loss with the logits themselves." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.sum(np.log(p) * np.eye(logits.shape[1])[y]) / len(y)

# %% wrong="infinite losses made 0" why="A loss that came out infinite should be large, not 0; write it with the logits themselves." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    losses = -np.log(p[np.arange(len(y)), y])
    return np.where(np.isfinite(losses), losses, 0).mean()

# %% wrong="logarithm of the logits" why="A logit is no probability, and may be 0 or negative; the softmax makes probabilities of the logits."
def cross_entropy(logits, y):
    return -np.log(logits[np.arange(len(y)), y]).mean()

# %% wrong="logarithm before the sum" why="ln(a + b) is not ln a + ln b: add up the exponentials of a row first."
def cross_entropy(logits, y):
    m = logits.max(axis=1)
    sums = np.exp(logits - m[:, None]).sum(axis=1)
    true = logits[np.arange(len(y)), y]
    return np.mean(m + np.log(np.exp(logits - m[:, None])).sum(axis=1) - true)

# %% wrong="maximum inside the logarithm" why="The maximum is added to the logarithm, not to the sum inside it."
def cross_entropy(logits, y):
    m = logits.max(axis=1)
    sums = np.exp(logits - m[:, None]).sum(axis=1)
    true = logits[np.arange(len(y)), y]
    return np.mean(np.log(m + sums) - true)

# %% wrong="maximum left over" why="The maximum was subtracted from the true logit and added back to the logarithm only, so it stays in the difference."
def cross_entropy(logits, y):
    m = logits.max(axis=1)
    sums = np.exp(logits - m[:, None]).sum(axis=1)
    true = logits[np.arange(len(y)), y]
    return np.mean(m + np.log(sums) - (true - m))

# %% wrong="no logarithm" title="minus the probability" why="The loss is minus the logarithm of the probability."
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -p[np.arange(len(y)), y].mean()

# %% wrong="no logarithm of the sum" why="Of the sum of the exponentials the logarithm is taken; here the sum itself was."
def cross_entropy(logits, y):
    m = logits.max(axis=1)
    sums = np.exp(logits - m[:, None]).sum(axis=1)
    true = logits[np.arange(len(y)), y]
    return np.mean(m + sums - true)

# %% wrong="no logarithm of the sum" title="no logarithm, no shift" why="Of the sum of the exponentials the logarithm is taken; here the sum itself was."
def cross_entropy(logits, y):
    return np.mean(np.exp(logits).sum(axis=1) - logits[np.arange(len(y)), y])

# %% wrong="labels not used" title="true logit forgotten" why="The true logit, the one in column `y`, is subtracted from the logarithm; here it is missing."
def cross_entropy(logits, y):
    m = logits.max(axis=1)
    sums = np.exp(logits - m[:, None]).sum(axis=1)
    true = logits[np.arange(len(y)), y]
    return np.mean(m + np.log(sums))

# %% wrong="true logit added" why="The true logit is subtracted: the larger it is, the smaller the loss."
def cross_entropy(logits, y):
    m = logits.max(axis=1)
    sums = np.exp(logits - m[:, None]).sum(axis=1)
    true = logits[np.arange(len(y)), y]
    return np.mean(m + np.log(sums) + true)

# %% wrong="the label itself subtracted" why="The label tells which logit is subtracted; it is no logit itself."
def cross_entropy(logits, y):
    m = logits.max(axis=1)
    sums = np.exp(logits - m[:, None]).sum(axis=1)
    true = logits[np.arange(len(y)), y]
    return np.mean(m + np.log(sums) - y)

# %% wrong="one column for all rows" title="argmax of the labels" why="`y` holds a class number for each row already; `argmax` makes a single one of them."
def cross_entropy(logits, y):
    m = logits.max(axis=1)
    sums = np.exp(logits - m[:, None]).sum(axis=1)
    true = logits[np.arange(len(y)), y]
    return np.mean(m + np.log(sums) - logits[:, y.argmax()])

# %% wrong="rows picked by the labels" why="`logits[y]` takes whole rows; a label is the column of its own row's true logit."
def cross_entropy(logits, y):
    m = logits.max(axis=1)
    sums = np.exp(logits - m[:, None]).sum(axis=1)
    true = logits[np.arange(len(y)), y]
    return np.mean((m + np.log(sums))[:, None] - logits[y])

# %% wrong="mean of the exponentials" why="The exponentials of a row are added up, not averaged."
def cross_entropy(logits, y):
    m = logits.max(axis=1)
    sums = np.exp(logits - m[:, None]).sum(axis=1)
    true = logits[np.arange(len(y)), y]
    return np.mean(m + np.log(sums / logits.shape[1]) - true)

# %% wrong="true class left out of the sum" why="The sum of the exponentials runs over all classes, the true one too."
def cross_entropy(logits, y):
    m = logits.max(axis=1)
    sums = np.exp(logits - m[:, None]).sum(axis=1)
    true = logits[np.arange(len(y)), y]
    return np.mean(m + np.log(sums - np.exp(true - m)) - true)

# %% wrong="first sample only" title="first sample, divided by N" why="The loss of all samples is averaged; a `return` inside the loop ends it after the first."
def cross_entropy(logits, y):
    for z, label in zip(logits, y):
        loss = np.logaddexp.reduce(z) - z[label]
        return loss / len(y)

# %% wrong="last sample only" why="The losses of all samples are added up; here each one replaced those before."
def cross_entropy(logits, y):
    for z, label in zip(logits, y):
        loss = np.logaddexp.reduce(z) - z[label]
    return loss / len(y)

# %% wrong="1 added to the sum" why="In the logarithm stands the sum of the exponentials and nothing else."
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log1p(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y])

# %% wrong="the largest logit subtracted, not added" why="What was subtracted inside the exponentials is added again in front of the logarithm."
def cross_entropy(logits, y):
    m = logits.max(axis=1)
    inside = np.log(np.exp(logits - m[:, None]).sum(axis=1))
    return np.mean(inside - m - logits[np.arange(len(y)), y])

# %% wrong="whole rows picked" title="rows of probabilities picked by labels" why="`p[y]` takes a whole row for each label; the entry of each row's true class takes two indices." loses="test_cross_entropy test_cross_entropy_large"
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -logs[y].mean()

# %% wrong="one sum for all rows" title="each row shifted, one sum for all" why="Each row has a sum of exponentials of its own: `sum` along `axis=1`."
def cross_entropy(logits, y):
    m = logits.max(axis=1)
    lse = m + np.log(np.exp(logits - m[:, None]).sum())
    return np.mean(lse - logits[np.arange(len(y)), y])

# %% wrong="rows and columns swapped" why="The sample's number is the row, its label the column: `a[rows, columns]`."
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -np.mean(logs[y, np.arange(len(y))])

# %% wrong="squared error" title="squared distance of the probability from 1" why="The loss is minus the logarithm of the probability, not a squared distance."
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return np.mean((1 - p[np.arange(len(y)), y]) ** 2)

# %% wrong="squared error" title="squared distance from the one-hot rows" why="The loss is minus the logarithm of the probability, not a squared distance."
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.mean((e / e.sum(axis=1, keepdims=True) - np.eye(logits.shape[1])[y]) ** 2)

# %% wrong="1 - p in the logarithm" why="The logarithm is taken of the true class's probability itself."
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return np.mean(np.log(1 - p[np.arange(len(y)), y]))

# %% wrong="infinity replaced" why="`nan_to_num` hides that a probability has become 0; write the loss with the logits themselves." loses="test_cross_entropy_large"
def cross_entropy(logits, y):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return np.mean(np.nan_to_num(-np.log(p[np.arange(len(y)), y])))

# %% wrong="the sample's number as its label" why="`a[i, y[i]]` is the entry of row i at its label; here it was `a[i, i]`."
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -np.mean([logs[i, i] for i in range(len(y))])

# %% wrong="the probabilities' own surprise" why="The loss looks at the true class alone: minus its logarithm, not the average over all classes."
def cross_entropy(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -np.mean(np.sum(np.exp(logs) * logs, axis=1))
