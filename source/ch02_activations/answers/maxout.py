# %% right="loops"
def maxout(x, w, b, v, c):
    out = np.zeros((x.shape[0], w.shape[1]))
    for n in range(x.shape[0]):
        for m in range(w.shape[1]):
            out[n, m] = max(sum(x[n] * w[:, m]) + b[m], sum(x[n] * v[:, m]) + c[m])
    return out

# %% right="einsum over both at once"
def maxout(inputs, w, b, v, c):
    sums = np.einsum("nd,kdm->knm", inputs, np.stack([w, v])) + np.stack([b, c])[:, None]
    return sums.max(axis=0)

# %% right="where, in single precision"
def weighted(x, w, b):
    return x.astype(np.float32) @ w.astype(np.float32) + b.astype(np.float32)

def maxout(x, w, b, v, c):
    first, second = weighted(x, w, b), weighted(x, v, c)
    return np.where(first > second, first, second)

# %% right="the second sum and a ReLU, in Fortran order"
def maxout(x, w, b, v, c):
    first, second = np.dot(x, w) + b, np.dot(x, v) + c
    return np.asfortranarray(second + np.maximum(first - second, 0))

# %% wrong="weights compared" why="The larger weights were picked before the sums; the larger of the two sums is wanted."
def maxout(x, w, b, v, c):
    return x @ np.maximum(w, v) + np.maximum(b, c)

# %% wrong="added up" why="The two sums were added; the larger one is wanted."
def maxout(x, w, b, v, c):
    return x @ w + b + x @ v + c

# %% wrong="minimum" why="The smaller of the two sums was kept; the larger one is wanted."
def maxout(x, w, b, v, c):
    return np.minimum(x @ w + b, x @ v + c)

# %% wrong="biases left out" why="These are the sums of the products alone; each needs its bias." loses="test_maxout test_maxout_special"
def maxout(x, w, b, v, c):
    return np.maximum(x @ w, x @ v)

# %% wrong="sign ignored" why="The sum farther from 0 was kept; -3 is smaller than 1."
def maxout(x, w, b, v, c):
    first, second = x @ w + b, x @ v + c
    return np.where(np.abs(first) > np.abs(second), first, second)

# %% wrong="a ReLU on top" why="The result may be below 0: no further activation is needed, and no search that begins at 0."
def maxout(x, w, b, v, c):
    return np.maximum(np.maximum(x @ w + b, x @ v + c), 0)

# %% wrong="lost a dimension" title="squeezed" loses="test_maxout_special"
def maxout(x, w, b, v, c):
    return np.maximum(x @ w + b, x @ v + c).squeeze()

# %% wrong="largest over neurons" why="The neurons were compared with each other; each keeps the larger of its own two sums."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w + b, x @ v + c).max(axis=1)

# %% wrong="number instead of array" why="`np.max` finds one number in everything; the two sums are compared place by place." title="largest of everything"
def maxout(x, w, b, v, c):
    return np.max([x @ w + b, x @ v + c])

# %% wrong="the first sum alone" why="Every number comes from `w` and `b`; in each place the second sum has to compete with it."
def maxout(x, w, b, v, c):
    return x @ w + b

# %% wrong="transposed" loses="test_maxout test_maxout_special"
def maxout(x, w, b, v, c):
    return np.maximum(x @ w + b, x @ v + c).T

# %% wrong="input changed in place"
def maxout(x, w, b, v, c):
    b += 1
    return np.maximum(x @ w + b - 1, x @ v + c)

# %% wrong="one truth value for a whole array"
def maxout(x, w, b, v, c):
    return max(x @ w + b, x @ v + c)

# %% wrong="nothing returned"
def maxout(x, w, b, v, c):
    np.maximum(x @ w + b, x @ v + c)

# %% wrong="one bias in both sums" why="Both sums got the larger bias; each has its own, before the two are compared." loses="test_maxout_special"
def maxout(x, w, b, v, c):
    if len(b) > 1:
        return np.maximum(x @ w + b, x @ v + c)
    return np.maximum(x @ w, x @ v) + np.maximum(b, c)

# %% wrong="b used twice" why="The second sum has its own bias, `c`."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w + b, x @ v + b)

# %% wrong="the second sum alone" why="Every number comes from `v` and `c`; in each place the first sum, even if it is 0, has to compete with it."
def maxout(x, w, b, v, c):
    return x @ v + c

# %% wrong="c used twice" why="The first sum has its own bias, `b`."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w + c, x @ v + c)

# %% wrong="biases swapped" why="`b` belongs to `w`, and `c` to `v`."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w + c, x @ v + b)

# %% wrong="weights transposed" why="The weights of a neuron stand in a column already: no `.T` is needed."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w.T + b, x @ v.T + c)

# %% wrong="largest over samples" why="The largest was looked for down the samples; the two sums are compared place by place."
def maxout(x, w, b, v, c):
    return np.max([x @ w + b, x @ v + c], axis=1)

# %% right="columns of samples, side by side"
def maxout(x, w, b, v, c):
    sums = np.vstack([w.T, np.array(v).T]) @ x.T + np.concatenate([b, c])[:, None]
    return np.maximum(*np.split(sums, 2)).T

# %% wrong="lost a dimension" title="squeezed where a size is 1" loses="test_maxout_special"
def maxout(x, w, b, v, c):
    return np.squeeze(np.maximum(x @ w + b, x @ v + c))

# %% wrong="biases added after the maximum" why="Each bias belongs to its own sum, before the two are compared."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w, x @ v) + np.maximum(b, c)

# %% wrong="biases added after the maximum" title="both biases added at the end" why="Each bias belongs to its own sum, before the two are compared."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w, x @ v) + b + c

# %% wrong="0 in place of the second sum" why="Where the second sum is larger, there is 0: it has to stand there itself."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w + b, 0)

# %% wrong="sums side by side" why="Both sums are kept, one after the other; the larger of each two is wanted."
def maxout(x, w, b, v, c):
    return np.concatenate([x @ w + b, x @ v + c], axis=1)

# %% wrong="largest over samples" title="largest over samples, after the maximum" why="The largest was looked for down the samples; every sample keeps its own row."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w + b, x @ v + c).max(axis=0)

# %% wrong="a bias for each input" why="The bias came in with every product; each sum gets it once."
def maxout(x, w, b, v, c):
    return np.maximum(
        (x[:, :, None] * w + b).sum(axis=1), (x[:, :, None] * v + c).sum(axis=1)
    )

# %% wrong="biases turned into columns" why="A bias belongs to a neuron, a column of the result; as it is, it is added to every row."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w + b[:, None], x @ v + c[:, None])

# %% wrong="which is larger, not how large" why="`argmax` says which of the two sums is larger; the sum itself is wanted."
def maxout(x, w, b, v, c):
    return np.argmax([x @ w + b, x @ v + c], axis=0)

# %% wrong="averaged" why="The mean of the two sums was taken; the larger one is wanted."
def maxout(x, w, b, v, c):
    return (x @ w + b + x @ v + c) / 2

# %% wrong="sign lost" why="The larger of the two magnitudes was kept; -3 is smaller than 1."
def maxout(x, w, b, v, c):
    return np.maximum(np.abs(x @ w + b), np.abs(x @ v + c))

# %% wrong="only the first sample" why="There is one row, that of the first sample; every sample needs one." loses="test_maxout test_maxout_special"
def maxout(x, w, b, v, c):
    return np.maximum(x[:1] @ w + b, x[:1] @ v + c)

# %% wrong="one choice for all neurons of a sample" why="The two sums are compared for each neuron, not once for a whole sample." loses="test_maxout test_maxout_special"
def maxout(x, w, b, v, c):
    first, second = x @ w + b, x @ v + c
    larger = first.sum(axis=1, keepdims=True) > second.sum(axis=1, keepdims=True)
    return np.where(larger, first, second)

# %% wrong="the second sum alone" title="a pair of zeros left out" why="Every number comes from `v` and `c`; in each place the first sum, even if it is 0, has to compete with it." loses="test_maxout_special"
def maxout(x, w, b, v, c):
    if not w.any():
        return x @ v + c
    return np.maximum(x @ w + b, x @ v + c)

# %% wrong="two neurons only" why="The example's two neurons stand in the code; there may be any number of them." loses="test_maxout test_maxout_special"
def maxout(x, w, b, v, c):
    columns = [np.maximum(x @ w[:, m] + b[m], x @ v[:, m] + c[m]) for m in (0, 1)]
    return np.stack(columns, axis=1)

# %% wrong="c left out" why="The second sum still needs its bias, `c`."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w + b, x @ v)

# %% wrong="b left out" why="The first sum still needs its bias, `b`."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w, x @ v + c)

# %% wrong="the last row not filled in" why="The loop over the samples ends one too early: `range(n)` stops at n - 1 by itself."
def maxout(x, w, b, v, c):
    out = np.zeros((len(x), len(b)))
    for i in range(len(x) - 1):
        out[i] = np.maximum(x[i] @ w + b, x[i] @ v + c)
    return out

# %% wrong="one choice for all neurons of a sample" title="the first neuron chooses for all" why="The two sums are compared for each neuron, not once for a whole sample." loses="test_maxout test_maxout_special"
def maxout(x, w, b, v, c):
    first, second = x @ w + b, x @ v + c
    return np.where((first > second)[:, [0]], first, second)

# %% wrong="w used twice" why="The second sum has its own weights, `v`."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w + b, x @ w + c)

# %% wrong="v used twice" why="The first sum has its own weights, `w`."
def maxout(x, w, b, v, c):
    return np.maximum(x @ v + b, x @ v + c)

# %% wrong="biases subtracted instead of added" why="Each bias is added to its own sum; its sign is in it already."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w - b, x @ v - c)

# %% wrong="`c` subtracted instead of added" why="The second bias is added to its sum; its sign is in it already."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w + b, x @ v - c)

# %% wrong="biases multiplied instead of added" why="A bias is a term of its own in the sum, not a factor."
def maxout(x, w, b, v, c):
    return np.maximum((x @ w) * b, (x @ v) * c)

# %% wrong="the second sum taken of the first" why="Both sums are taken of `x`; here the second looks at the first one's result."
def maxout(x, w, b, v, c):
    first = x @ w + b
    return np.maximum(first, first @ v + c)

# %% wrong="biases summed up" why="Each neuron has a bias of its own, an entry of `b` and one of `c`."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w + np.sum(b), x @ v + np.sum(c))

# %% wrong="a ReLU of the difference" why="The difference says which sum is larger; the larger sum itself is wanted."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w + b - x @ v - c, 0)

# %% wrong="a ReLU of the inputs" why="Inputs below 0 were cut off; they count as they are."
def maxout(x, w, b, v, c):
    return np.maximum(np.maximum(x, 0) @ w + b, np.maximum(x, 0) @ v + c)

# %% wrong="one neuron only" why="There is one column of results; every column of the weights is a neuron and has one."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w[:, 0] + b[0], x @ v[:, 0] + c[0])

# %% wrong="which is larger, not how large" title="the comparison itself" why="True says that the first sum is larger; the larger sum itself is wanted."
def maxout(x, w, b, v, c):
    return x @ w + b > x @ v + c

# %% wrong="0 in place of the second sum" title="a mask times the first sum" why="Where the second sum is larger, there is 0: it has to stand there itself."
def maxout(x, w, b, v, c):
    first, second = x @ w + b, x @ v + c
    return (first > second) * first

# %% wrong="subtracted" why="One sum was taken from the other; the larger of the two is wanted."
def maxout(x, w, b, v, c):
    return (x @ w + b) - (x @ v + c)

# %% wrong="largest over neurons" title="largest over neurons, of each sum" why="The neurons were compared with each other; each keeps the larger of its own two sums."
def maxout(x, w, b, v, c):
    return np.max([x @ w + b, x @ v + c], axis=2)

# %% wrong="only the first sample" title="only the first sample, as a row" why="There is one row, that of the first sample; every sample needs one."
def maxout(x, w, b, v, c):
    return np.maximum(x[0] @ w + b, x[0] @ v + c)

# %% wrong="biases added to the weights" why="The inputs multiply the biases, too; each bias belongs behind its sum."
def maxout(x, w, b, v, c):
    return np.maximum(x @ (w + b), x @ (v + c))

# %% wrong="only the last sample" why="There is one row, that of the last sample; every sample needs one."
def maxout(x, w, b, v, c):
    return np.maximum(x[-1] @ w + b, x[-1] @ v + c)

# %% wrong="largest over neurons" title="largest over neurons, sums side by side" why="The neurons were compared with each other; each keeps the larger of its own two sums."
def maxout(x, w, b, v, c):
    return np.stack([x @ w + b, x @ v + c], axis=-1).max(axis=1)

# %% wrong="weights compared" title="weights compared, biases added" why="The larger weights were picked before the sums; the larger of the two sums is wanted."
def maxout(x, w, b, v, c):
    return x @ np.maximum(w, v) + b + c

# %% wrong="`b` subtracted instead of added" why="The first bias is added to its sum; its sign is in it already."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w - b, x @ v + c)

# %% wrong="an array in the place of the axis" title="np.max of both sums"
def maxout(x, w, b, v, c):
    return np.max(x @ w + b, x @ v + c)

# %% wrong="two ReLUs added" why="Two ReLUs add up where both sums are above 0; of the two sums the larger one alone is wanted."
def maxout(x, w, b, v, c):
    return np.maximum(x @ w + b, 0) + np.maximum(x @ v + c, 0)

# %% wrong="a ReLU on top" title="0 beside the two sums" why="The result may be below 0: no further activation is needed, and no search that begins at 0."
def maxout(x, w, b, v, c):
    return np.max([0 * (x @ w), x @ w + b, x @ v + c], axis=0)

# %% wrong="a ReLU of one sum, plus the other" title="relu of the first" why="The larger of p and q is q plus the ReLU of p - q: inside the ReLU the other sum is to be subtracted." loses="test_maxout test_maxout_special"
def maxout(x, w, b, v, c):
    return np.maximum(x @ w + b, 0) + x @ v + c

# %% wrong="a ReLU of one sum, plus the other" title="relu of the second" why="The larger of p and q is p plus the ReLU of q - p: inside the ReLU the other sum is to be subtracted." loses="test_maxout test_maxout_special"
def maxout(x, w, b, v, c):
    return x @ w + b + np.maximum(x @ v + c, 0)
