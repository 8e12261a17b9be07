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

# %% wrong="the largest logit not subtracted" why="`exp` of more than 709 is too large for a float; subtract the largest logit of the row first." title="no shift" loses="test_softmax_large"
def softmax(logits):
    e = np.exp(logits)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="the largest of all rows subtracted" why="Each row has its own largest logit; less that of another row, all its exponentials may become 0." title="shifted by the largest of all rows" loses="test_softmax_large"
def softmax(logits):
    e = np.exp(logits - logits.max())
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="another number than the largest subtracted" why="Only after subtracting the row's largest logit is no exponential above 1." title="shifted by the smallest of the row" loses="test_softmax_large"
def softmax(logits):
    e = np.exp(logits - logits.min(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="overflow made 0" why="`nan_to_num` hides an overflow, and the probabilities are lost." title="not a number replaced by 0" loses="test_softmax_large"
def softmax(logits):
    e = np.exp(logits)
    return np.nan_to_num(e / e.sum(axis=1, keepdims=True))

# %% wrong="logits cut off" why="Cutting logits off makes different ones equal; subtract the row's largest instead." title="logits clipped" loses="test_softmax_large"
def softmax(logits):
    e = np.exp(np.clip(logits, -500, 500))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="columns instead of rows" why="Each row is a sample and sums to 1; here the columns do."
def softmax(logits):
    e = np.exp(logits - logits.max(axis=0))
    return e / e.sum(axis=0)

# %% wrong="columns instead of rows" title="columns of plain exponentials" why="Each row is a sample and sums to 1; here the columns do."
def softmax(logits):
    e = np.exp(logits)
    return e / e.sum(axis=0)

# %% wrong="divided by the sum of all rows" why="Each row is divided by its own sum; here one sum was used for all." title="made for one sample only"
def softmax(logits):
    e = np.exp(logits - np.max(logits))
    return e / np.sum(e)

# %% wrong="not divided by the sum" why="Exponentials become probabilities when each row is divided by its sum."
def softmax(logits):
    return np.exp(logits)

# %% wrong="not divided by the sum" why="Exponentials become probabilities when each row is divided by its sum." title="divided by the largest"
def softmax(logits):
    e = np.exp(logits)
    return e / e.max(axis=1, keepdims=True)

# %% wrong="no exponentials" why="Raise e to each logit first, then divide by the sum." title="shares of the logits"
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

# %% wrong="logarithms of the probabilities" why="The probabilities themselves are wanted, not their logarithms."
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

# %% wrong="another number than the largest subtracted" why="Only after subtracting the row's largest logit is no exponential above 1." title="shifted by the mean of the row" loses="test_softmax_large"
def softmax(logits):
    e = np.exp(logits - logits.mean(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="the largest magnitude subtracted" why="Among negative logits the largest is not the one of largest size: take `max` of the logits." title="shifted by the largest magnitude" loses="test_softmax_large"
def softmax(logits):
    e = np.exp(logits - np.abs(logits).max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="the largest of each column subtracted" why="What is subtracted must be the same for a whole row, or the probabilities change."
def softmax(logits):
    e = np.exp(logits - logits.max(axis=0))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="sigmoids instead" why="A sigmoid looks at one logit alone; softmax compares all logits of a row."
def softmax(logits):
    return 1 / (1 + np.exp(-logits))

# %% wrong="(N,) instead of (N, 1)" title="keepdims forgotten"
def softmax(logits):
    e = np.exp(logits - logits.max(axis=1))
    return e / e.sum(axis=1)

# %% wrong="divided by the sum of all rows" why="Each row is divided by its own sum; here one sum was used for all." title="rows shifted, one sum for all"
def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / np.sum(e)

# %% wrong="not divided by the sum" title="shifted, but not divided" why="Exponentials become probabilities when each row is divided by its sum."
def softmax(logits):
    return np.exp(logits - logits.max(axis=1, keepdims=True))

# %% wrong="divided by the mean" why="Divide by the sum of the row; divided by its mean, a row sums to C."
def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.mean(axis=1, keepdims=True)

# %% wrong="2 in place of e" title="exp2" why="The base is e: `np.exp`, not `2**z` or `np.exp2`."
def softmax(logits):
    e = np.exp2(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="wrong sign of the logits" why="A larger logit must give a larger probability; here it gives a smaller one."
def softmax(logits):
    e = np.exp(logits.min(axis=1, keepdims=True) - logits)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="divided by the largest logit" why="The largest logit is subtracted, not divided by: only differences count."
def softmax(logits):
    e = np.exp(logits / logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="logits cut off" title="logits cut off above" why="Cutting logits off makes different ones equal; subtract the row's largest instead." loses="test_softmax_large"
def softmax(logits):
    e = np.exp(np.minimum(logits, 700))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="sigmoids divided by their sum" why="Softmax takes the exponentials of the logits, not their sigmoids."
def softmax(logits):
    s = 1 / (1 + np.exp(-logits))
    return s / s.sum(axis=1, keepdims=True)

# %% wrong="softmax taken twice" why="The exponentials are taken once; here they were taken of the probabilities again."
def softmax(logits):
    for _ in range(2):
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        logits = e / e.sum(axis=1, keepdims=True)
    return logits

# %% wrong="only the largest picked" why="Softmax gives every class a share; here the largest logit takes all."
def softmax(logits):
    top = logits == logits.max(axis=1, keepdims=True)
    return top / top.sum(axis=1, keepdims=True)

# %% wrong="1 added to the sum" why="Divide by the sum of the exponentials and nothing else, so that each row sums to 1."
def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / (1 + e.sum(axis=1, keepdims=True))

# %% wrong="the first row for all" why="Each row of the result belongs to its own row of logits." loses="test_softmax test_softmax_large"
def softmax(logits):
    e = np.exp(logits[0] - logits[0].max())
    return np.tile(e / e.sum(), (len(logits), 1))

# %% wrong="another number than the largest subtracted" title="shifted by the first of the row" why="Only after subtracting the row's largest logit is no exponential above 1." loses="test_softmax_large"
def softmax(logits):
    e = np.exp(logits - logits[:, :1])
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="another number than the largest subtracted" title="shifted by the last of the row" why="Only after subtracting the row's largest logit is no exponential above 1." loses="test_softmax_large"
def softmax(logits):
    e = np.exp(logits - logits[:, -1:])
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="another number than the largest subtracted" title="shifted by the median of the row" why="Only after subtracting the row's largest logit is no exponential above 1." loses="test_softmax_large"
def softmax(logits):
    e = np.exp(logits - np.median(logits, axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="another row's largest subtracted" why="Each row has its own largest logit; here that of the first row served for all." loses="test_softmax_large"
def softmax(logits):
    e = np.exp(logits - logits[0].max())
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="overflow made 1" why="`nan_to_num` hides an overflow, and the probabilities are lost." loses="test_softmax_large"
def softmax(logits):
    e = np.exp(logits)
    return np.nan_to_num(e / e.sum(axis=1, keepdims=True), nan=1.0)

# %% wrong="only the first row filled in" why="Every row has its probabilities; a `return` inside the loop ends it after the first."
def softmax(logits):
    p = np.zeros(logits.shape)
    for i, row in enumerate(logits):
        e = np.exp(row - row.max())
        p[i] = e / e.sum()
        return p

# %% wrong="only the last row filled in" why="Every row is filled in inside the loop; here that was done once, after it."
def softmax(logits):
    p = np.zeros(logits.shape)
    for i, row in enumerate(logits):
        e = np.exp(row - row.max())
    p[i] = e / e.sum()
    return p

# %% wrong="the sum not begun anew" why="Each row's sum begins at 0; here it goes on from the rows before."
def softmax(logits):
    total = 0
    p = np.zeros(logits.shape)
    for i, row in enumerate(logits):
        e = np.exp(row - row.max())
        total += e.sum()
        p[i] = e / total
    return p

# %% wrong="(N,) instead of (N, 1)" title="keepdims forgotten in the sum"
def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1)

# %% wrong="(N,) instead of (N, 1)" title="keepdims forgotten in the maximum"
def softmax(logits):
    e = np.exp(logits - logits.max(axis=1))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="only the numerator shifted" why="What is subtracted above the fraction line must be subtracted in the sum below it, too."
def softmax(logits):
    return np.exp(logits - logits.max(axis=1, keepdims=True)) / np.exp(logits).sum(axis=1, keepdims=True)

# %% wrong="only the sum shifted" why="What is subtracted in the sum must be subtracted above the fraction line, too."
def softmax(logits):
    return np.exp(logits) / np.exp(logits - logits.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)

# %% wrong="divided by the sum of the others" why="The sum runs over all classes, the one above the fraction line too."
def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / (e.sum(axis=1, keepdims=True) - e)

# %% wrong="divided by the sum of the logits" why="What is summed are the exponentials, not the logits."
def softmax(logits):
    return np.exp(logits) / logits.sum(axis=1, keepdims=True)

# %% wrong="divided by the sum of the logits" title="shifted, divided by the sum of the logits" why="What is summed are the exponentials, not the logits."
def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / logits.sum(axis=1, keepdims=True)

# %% wrong="exponential of the sum" why="The exponentials are added up; here the logits were, and the exponential taken of their sum."
def softmax(logits):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.exp(z) / np.exp(z.sum(axis=1, keepdims=True))

# %% wrong="only the largest picked" title="a 1 for the largest" why="Softmax gives every class a share; here the largest logit takes all."
def softmax(logits):
    return 1.0 * (logits == logits.max(axis=1, keepdims=True))

# %% wrong="squares instead of exponentials" why="e is raised to each logit: `np.exp`, not a square."
def softmax(logits):
    return logits**2 / np.sum(logits**2, axis=1, keepdims=True)

# %% wrong="divided by the sum of the logits" title="divided by the sum of the shifted logits" why="What is summed are the exponentials, not the logits."
def softmax(logits):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.exp(z) / z.sum(axis=1, keepdims=True)

# %% wrong="no exponentials" title="shares of the shifted logits" why="Raise e to each logit first, then divide by the sum."
def softmax(logits):
    z = logits - logits.max(axis=1, keepdims=True)
    return z / z.sum(axis=1, keepdims=True)

# %% wrong="wrong sign of the logits" title="the logit subtracted from the largest" why="A larger logit must give a larger probability; here it gives a smaller one."
def softmax(logits):
    e = np.exp(logits.max(axis=1, keepdims=True) - logits)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="divided before raising e" why="Raise e to each logit first, and divide the exponentials by their sum then."
def softmax(logits):
    z = logits - logits.max(axis=1, keepdims=True)
    return np.exp(z / z.sum(axis=1, keepdims=True))

# %% wrong="divided by the number of classes" why="Exponentials become probabilities when each row is divided by its sum, not by C."
def softmax(logits):
    return np.exp(logits - logits.max(axis=1, keepdims=True)) / logits.shape[1]

# %% wrong="only the first row" why="Every row of logits has its row of probabilities."
def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True))[0]

# %% wrong="the class instead of the probabilities" why="Each row is a probability for every class, not the number of the largest."
def softmax(logits):
    return logits.argmax(axis=1)

# %% wrong="columns instead of rows" title="Python's sum" why="Each row sums to 1; Python's `sum` adds up the rows of a table, so here the columns do."
def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / sum(e)

# %% wrong="only the last row" why="Every row of logits has its row of probabilities; here each one replaced that before."
def softmax(logits):
    e = np.exp(logits[-1] - logits[-1].max())
    return e / e.sum()

# %% wrong="shifted after raising e" title="divided by e to the largest" why="`exp(1000)` is too large already: subtract the largest logit first, and raise e then." loses="test_softmax_large"
def softmax(logits):
    e = np.exp(logits) / np.exp(logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="shifted after raising e" title="the largest exponential subtracted" why="The largest logit is subtracted from the logits, before e is raised."
def softmax(logits):
    e = np.exp(logits)
    e = e - e.max(axis=1, keepdims=True)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong="logarithms of the probabilities" title="logarithm at the end" why="The probabilities themselves are wanted, not their logarithms."
def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.log(e / e.sum(axis=1, keepdims=True))

# %% wrong="columns instead of rows" title="each column made a row" why="Each row is a sample and sums to 1; here the columns were taken for samples."
def softmax(logits):
    rows = [np.exp(column - column.max()) for column in logits.T]
    return np.stack([row / row.sum() for row in rows])
