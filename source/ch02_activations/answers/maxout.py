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

# %% wrong="weights compared" why="The larger weights were picked before the sums; the larger of the two sums is wanted."
def maxout(x, w1, b1, w2, b2):
    return x @ np.maximum(w1, w2) + np.maximum(b1, b2)

# %% wrong="added up" why="The two sums were added; the larger one is wanted."
def maxout(x, w1, b1, w2, b2):
    return x @ w1 + b1 + x @ w2 + b2

# %% wrong="minimum" why="The smaller of the two sums was kept; the larger one is wanted."
def maxout(x, w1, b1, w2, b2):
    return np.minimum(x @ w1 + b1, x @ w2 + b2)

# %% wrong="biases left out" why="These are the sums of the products alone; each needs its bias." loses="test_maxout test_maxout_special"
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1, x @ w2)

# %% wrong="sign ignored" why="The sum farther from 0 was kept; -3 is smaller than 1."
def maxout(x, w1, b1, w2, b2):
    first, second = x @ w1 + b1, x @ w2 + b2
    return np.where(np.abs(first) > np.abs(second), first, second)

# %% wrong="a ReLU on top" why="The result may be below 0: no further activation is needed, and no search that begins at 0." loses="test_maxout"
def maxout(x, w1, b1, w2, b2):
    return np.maximum(np.maximum(x @ w1 + b1, x @ w2 + b2), 0)

# %% wrong="lost a dimension" title="squeezed" loses="test_maxout_special"
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b1, x @ w2 + b2).squeeze()

# %% wrong="largest over neurons" why="The neurons were compared with each other; each keeps the larger of its own two sums."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b1, x @ w2 + b2).max(axis=1)

# %% wrong="number instead of array" why="`np.max` finds one number in everything; the two sums are compared place by place." title="largest of everything"
def maxout(x, w1, b1, w2, b2):
    return np.max([x @ w1 + b1, x @ w2 + b2])

# %% wrong="the first sum alone" why="Every number comes from `w1` and `b1`; in each place the second sum has to compete with it."
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

# %% wrong="one bias in both sums" why="Both sums got the larger bias; each has its own, before the two are compared." loses="test_maxout_special"
def maxout(x, w1, b1, w2, b2):
    if len(b1) > 1:
        return np.maximum(x @ w1 + b1, x @ w2 + b2)
    return np.maximum(x @ w1, x @ w2) + np.maximum(b1, b2)

# %% wrong="b1 used twice" why="The second sum has its own bias, `b2`."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b1, x @ w2 + b1)

# %% wrong="the second sum alone" why="Every number comes from `w2` and `b2`; in each place the first sum, even if it is 0, has to compete with it."
def maxout(x, w1, b1, w2, b2):
    return x @ w2 + b2

# %% wrong="b2 used twice" why="The first sum has its own bias, `b1`."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b2, x @ w2 + b2)

# %% wrong="biases swapped" why="`b1` belongs to `w1`, and `b2` to `w2`."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b2, x @ w2 + b1)

# %% wrong="weights transposed" why="The weights of a neuron stand in a column already: no `.T` is needed."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1.T + b1, x @ w2.T + b2)

# %% wrong="largest over samples" why="The largest was looked for down the samples; the two sums are compared place by place."
def maxout(x, w1, b1, w2, b2):
    return np.max([x @ w1 + b1, x @ w2 + b2], axis=1)

# %% right="columns of samples, side by side"
def maxout(x, w1, b1, w2, b2):
    sums = np.vstack([w1.T, np.array(w2).T]) @ x.T + np.concatenate([b1, b2])[:, None]
    return np.maximum(*np.split(sums, 2)).T

# %% wrong="lost a dimension" title="squeezed where a size is 1" loses="test_maxout_special"
def maxout(x, w1, b1, w2, b2):
    return np.squeeze(np.maximum(x @ w1 + b1, x @ w2 + b2))

# %% wrong="biases added after the maximum" why="Each bias belongs to its own sum, before the two are compared."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1, x @ w2) + np.maximum(b1, b2)

# %% wrong="biases added after the maximum" title="both biases added at the end" why="Each bias belongs to its own sum, before the two are compared."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1, x @ w2) + b1 + b2

# %% wrong="0 in place of the second sum" why="Where the second sum is larger, there is 0: it has to stand there itself."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b1, 0)

# %% wrong="sums side by side" why="Both sums are kept, one after the other; the larger of each two is wanted."
def maxout(x, w1, b1, w2, b2):
    return np.concatenate([x @ w1 + b1, x @ w2 + b2], axis=1)

# %% wrong="largest over samples" title="largest over samples, after the maximum" why="The largest was looked for down the samples; every sample keeps its own row."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b1, x @ w2 + b2).max(axis=0)

# %% wrong="a bias for each input" why="The bias came in with every product; each sum gets it once."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(
        (x[:, :, None] * w1 + b1).sum(axis=1), (x[:, :, None] * w2 + b2).sum(axis=1)
    )

# %% wrong="biases turned into columns" why="A bias belongs to a neuron, a column of the result; as it is, it is added to every row."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b1[:, None], x @ w2 + b2[:, None])

# %% wrong="which is larger, not how large" why="`argmax` says which of the two sums is larger; the sum itself is wanted."
def maxout(x, w1, b1, w2, b2):
    return np.argmax([x @ w1 + b1, x @ w2 + b2], axis=0)

# %% wrong="averaged" why="The mean of the two sums was taken; the larger one is wanted."
def maxout(x, w1, b1, w2, b2):
    return (x @ w1 + b1 + x @ w2 + b2) / 2

# %% wrong="sign lost" why="The larger of the two magnitudes was kept; -3 is smaller than 1."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(np.abs(x @ w1 + b1), np.abs(x @ w2 + b2))

# %% wrong="only the first sample" why="There is one row, that of the first sample; every sample needs one." loses="test_maxout test_maxout_special"
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x[:1] @ w1 + b1, x[:1] @ w2 + b2)

# %% wrong="one choice for all neurons of a sample" why="The two sums are compared for each neuron, not once for a whole sample." loses="test_maxout test_maxout_special"
def maxout(x, w1, b1, w2, b2):
    first, second = x @ w1 + b1, x @ w2 + b2
    larger = first.sum(axis=1, keepdims=True) > second.sum(axis=1, keepdims=True)
    return np.where(larger, first, second)

# %% wrong="the second sum alone" title="a pair of zeros left out" why="Every number comes from `w2` and `b2`; in each place the first sum, even if it is 0, has to compete with it." loses="test_maxout_special"
def maxout(x, w1, b1, w2, b2):
    if not w1.any():
        return x @ w2 + b2
    return np.maximum(x @ w1 + b1, x @ w2 + b2)

# %% wrong="two neurons only" why="The example's two neurons stand in the code; there may be any number of them." loses="test_maxout test_maxout_special"
def maxout(x, w1, b1, w2, b2):
    columns = [np.maximum(x @ w1[:, m] + b1[m], x @ w2[:, m] + b2[m]) for m in (0, 1)]
    return np.stack(columns, axis=1)

# %% wrong="b2 left out" why="The second sum still needs its bias, `b2`."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b1, x @ w2)

# %% wrong="b1 left out" why="The first sum still needs its bias, `b1`."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1, x @ w2 + b2)

# %% wrong="the last row not filled in" why="The loop over the samples ends one too early: `range(n)` stops at n - 1 by itself."
def maxout(x, w1, b1, w2, b2):
    out = np.zeros((len(x), len(b1)))
    for i in range(len(x) - 1):
        out[i] = np.maximum(x[i] @ w1 + b1, x[i] @ w2 + b2)
    return out

# %% wrong="one choice for all neurons of a sample" title="the first neuron chooses for all" why="The two sums are compared for each neuron, not once for a whole sample." loses="test_maxout test_maxout_special"
def maxout(x, w1, b1, w2, b2):
    first, second = x @ w1 + b1, x @ w2 + b2
    return np.where((first > second)[:, [0]], first, second)

# %% wrong="w1 used twice" why="The second sum has its own weights, `w2`."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b1, x @ w1 + b2)

# %% wrong="w2 used twice" why="The first sum has its own weights, `w1`."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w2 + b1, x @ w2 + b2)

# %% wrong="biases subtracted instead of added" why="Each bias is added to its own sum; its sign is in it already."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 - b1, x @ w2 - b2)

# %% wrong="`b2` subtracted instead of added" why="The second bias is added to its sum; its sign is in it already."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b1, x @ w2 - b2)

# %% wrong="biases multiplied instead of added" why="A bias is a term of its own in the sum, not a factor."
def maxout(x, w1, b1, w2, b2):
    return np.maximum((x @ w1) * b1, (x @ w2) * b2)

# %% wrong="the second sum taken of the first" why="Both sums are taken of `x`; here the second looks at the first one's result."
def maxout(x, w1, b1, w2, b2):
    first = x @ w1 + b1
    return np.maximum(first, first @ w2 + b2)

# %% wrong="biases summed up" why="Each neuron has a bias of its own, an entry of `b1` and one of `b2`."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + np.sum(b1), x @ w2 + np.sum(b2))

# %% wrong="a ReLU of the difference" why="The difference says which sum is larger; the larger sum itself is wanted."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b1 - x @ w2 - b2, 0)

# %% wrong="a ReLU of the inputs" why="Inputs below 0 were cut off; they count as they are."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(np.maximum(x, 0) @ w1 + b1, np.maximum(x, 0) @ w2 + b2)

# %% wrong="one neuron only" why="There is one column of results; every column of the weights is a neuron and has one."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1[:, 0] + b1[0], x @ w2[:, 0] + b2[0])

# %% wrong="which is larger, not how large" title="the comparison itself" why="True says that the first sum is larger; the larger sum itself is wanted."
def maxout(x, w1, b1, w2, b2):
    return x @ w1 + b1 > x @ w2 + b2

# %% wrong="0 in place of the second sum" title="a mask times the first sum" why="Where the second sum is larger, there is 0: it has to stand there itself."
def maxout(x, w1, b1, w2, b2):
    first, second = x @ w1 + b1, x @ w2 + b2
    return (first > second) * first

# %% wrong="subtracted" why="One sum was taken from the other; the larger of the two is wanted."
def maxout(x, w1, b1, w2, b2):
    return (x @ w1 + b1) - (x @ w2 + b2)

# %% wrong="largest over neurons" title="largest over neurons, of each sum" why="The neurons were compared with each other; each keeps the larger of its own two sums."
def maxout(x, w1, b1, w2, b2):
    return np.max([x @ w1 + b1, x @ w2 + b2], axis=2)

# %% wrong="only the first sample" title="only the first sample, as a row" why="There is one row, that of the first sample; every sample needs one."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x[0] @ w1 + b1, x[0] @ w2 + b2)

# %% wrong="biases added to the weights" why="The inputs multiply the biases, too; each bias belongs behind its sum."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ (w1 + b1), x @ (w2 + b2))

# %% wrong="only the last sample" why="There is one row, that of the last sample; every sample needs one."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x[-1] @ w1 + b1, x[-1] @ w2 + b2)

# %% wrong="largest over neurons" title="largest over neurons, sums side by side" why="The neurons were compared with each other; each keeps the larger of its own two sums."
def maxout(x, w1, b1, w2, b2):
    return np.stack([x @ w1 + b1, x @ w2 + b2], axis=-1).max(axis=1)

# %% wrong="weights compared" title="weights compared, biases added" why="The larger weights were picked before the sums; the larger of the two sums is wanted."
def maxout(x, w1, b1, w2, b2):
    return x @ np.maximum(w1, w2) + b1 + b2

# %% wrong="`b1` subtracted instead of added" why="The first bias is added to its sum; its sign is in it already."
def maxout(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 - b1, x @ w2 + b2)

# %% wrong="array where an integer is needed" title="np.max of both sums"
def maxout(x, w1, b1, w2, b2):
    return np.max(x @ w1 + b1, x @ w2 + b2)
