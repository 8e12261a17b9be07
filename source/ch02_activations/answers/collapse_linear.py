# %% right="einsum"
def collapse_linear(w1, b1, w2, b2):
    return np.einsum("dh,hm->dm", w1, w2), np.einsum("h,hm->m", b1, w2) + b2

# %% right="asked what the layers do to the corners"
def both(x, w1, b1, w2, b2):
    return (x @ w1 + b1) @ w2 + b2

def collapse_linear(*layers):
    d = layers[0].shape[0]
    b = both(np.zeros((1, d)), *layers)[0]
    return both(np.eye(d), *layers) - b, b

# %% right="the bias as one more row, in single precision"
def collapse_linear(w1, b1, w2, b2):
    rows = np.vstack([w1, b1]).astype(np.float32) @ w2.astype(np.float32)
    return rows[:-1], rows[-1] + b2.astype(np.float32)

# %% right="loops"
def collapse_linear(first_w, first_b, second_w, second_b):
    d, h = first_w.shape
    m = len(second_b)
    w, b = np.zeros((d, m)), np.array(second_b)
    for k in range(h):
        b = b + first_b[k] * second_w[k]
        for i in range(d):
            for j in range(m):
                w[i, j] += first_w[i, k] * second_w[k, j]
    return w, b

# %% wrong="first bias skips the second layer" why="The first bias also passes through the second layer: it meets `w2` on its way." loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    h, m = w2.shape
    return w1 @ w2, np.resize(b1, m) + b2

# %% wrong="shapes do not fit" title="b1 + b2, whatever their lengths" loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    if len(b1) == len(b2):
        return w1 @ w2, b1 @ w2 + b2
    return w1 @ w2, b1 + b2

# %% wrong="first bias skips the second layer" why="The first bias also passes through the second layer: it meets `w2` on its way." title="b1 + b2" loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, b1 + b2

# %% wrong="multiplied in the wrong order" why="The sample meets `w1` first: it is the left factor." loses="test_collapse_linear"
def collapse_linear(w1, b1, w2, b2):
    return w2 @ w1, b1 @ w2 + b2

# %% wrong="number by number, no matrix product" why="`*` multiplies place by place; two layers in a row are a matrix product, `@`."
def collapse_linear(w1, b1, w2, b2):
    return w1 * w2, b1 @ w2 + b2

# %% wrong="added" why="The second layer's weights multiply what the first gives; they are not added to the first's."
def collapse_linear(w1, b1, w2, b2):
    return w1 + w2, b1 @ w2 + b2

# %% wrong="transposed" loses="test_collapse_linear"
def collapse_linear(w1, b1, w2, b2):
    return (w1 @ w2).T, b1 @ w2 + b2

# %% wrong="first bias left out" why="The first layer's bias is missing, sent through the second layer." loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, b2

# %% wrong="second bias left out" why="The second layer's bias is still to be added." loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, b1 @ w2

# %% wrong="sent through w1 instead of w2" why="The first bias has passed `w1` already; on its way out it meets `w2`."
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, b1 @ w1 + b2

# %% wrong="multiplied in the wrong order" title="w2 on the left of the bias" why="A bias is a row: it stands on the left of `w2`."
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, w2 @ b1 + b2

# %% wrong="kept dimensions" title="a bias of shape (1, M)" loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, b1[None] @ w2 + b2

# %% wrong="swapped outputs" why="`w` comes first, then `b`."
def collapse_linear(w1, b1, w2, b2):
    return b1 @ w2 + b2, w1 @ w2

# %% wrong="wrong number of results" told="one thing instead of a tuple"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2

# %% wrong="input changed in place"
def collapse_linear(w1, b1, w2, b2):
    b2 += b1 @ w2
    return w1 @ w2, b2

# %% wrong="nothing returned"
def collapse_linear(w1, b1, w2, b2):
    w1 @ w2, b1 @ w2 + b2

# %% wrong="w2 transposed" why="The second layer's weights are multiplied as they stand: no `.T`."
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2.T, b1 @ w2 + b2

# %% wrong="w1 transposed" why="The first layer's weights are multiplied as they stand: no `.T`."
def collapse_linear(w1, b1, w2, b2):
    return w1.T @ w2, b1 @ w2 + b2

# %% wrong="b2 sent through w2 too" why="The second bias is added after `w2`; only the first passes through it." loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, (b1 + b2) @ w2

# %% wrong="b1 sent through both layers" why="The first bias comes in after `w1`; it passes through `w2` alone."
def collapse_linear(w1, b1, w2, b2):
    w = w1 @ w2
    return w, b1 @ w + b2

# %% right="a list of results"
def collapse_linear(w1, b1, w2, b2):
    return [w1 @ w2, b1 @ w2 + b2]

# %% wrong="lost a dimension" title="squeezed"
def collapse_linear(w1, b1, w2, b2):
    return np.squeeze(w1 @ w2), np.squeeze(b1 @ w2 + b2)

# %% wrong="b2 added more than once" why="The second bias is added once; here it came in twice, or with every hidden unit." loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, (b1[:, None] * w2 + b2).sum(axis=0)

# %% wrong="`b2` subtracted instead of added" why="The second layer's bias is added as it is." loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, b1 @ w2 - b2

# %% wrong="a ReLU between the layers" why="Without an activation nothing is cut off at 0 on the way." loses="test_collapse_linear test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return np.maximum(w1, 0) @ w2, np.maximum(b1, 0) @ w2 + b2

# %% wrong="the last hidden unit missed" why="The loop over the hidden units ends one too early." loses="test_collapse_linear test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    w, b = np.zeros((len(w1), len(b2))), 1.0 * b2
    for k in range(len(b1) - 1):
        w += np.outer(w1[:, k], w2[k])
        b += b1[k] * w2[k]
    return w, b

# %% wrong="integer truncation" title="b in the type of b2" loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    b = b2.copy()
    b[:] = b1 @ w2 + b2
    return w1 @ w2, b

# %% wrong="two by two only" why="The example's sizes stand in the code; there may be any number of inputs, hidden units and outputs."
def collapse_linear(w1, b1, w2, b2):
    w = np.array([[sum(w1[i, k] * w2[k, j] for k in (0, 1)) for j in (0, 1)] for i in (0, 1)])
    return w, np.array([sum(b1[k] * w2[k, j] for k in (0, 1)) + b2[j] for j in (0, 1)])

# %% wrong="biases swapped" why="It is the first bias that passes through the second layer; the second is added at the end." loses="test_collapse_linear test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, b2 @ w2 + b1

# %% wrong="number by number, no matrix product" title="bias number by number" why="`*` multiplies place by place; the bias passes through the second layer by `@`." loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, b1[:, None] * w2 + b2

# %% wrong="biases multiplied" why="The second bias is added at the end; it multiplies nothing." loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, b1 * b2

# %% wrong="the last hidden unit alone" why="`=` writes each hidden unit over the one before it; `+=` adds it." loses="test_collapse_linear"
def collapse_linear(w1, b1, w2, b2):
    w = np.zeros((len(w1), len(b2)))
    for k in range(len(b1)):
        w[:] = np.outer(w1[:, k], w2[k])
    return w, b1 @ w2 + b2

# %% wrong="`b1` added instead of `b2`" why="What is added at the end is the second layer's bias." loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, b1 @ w2 + np.resize(b1, len(b2))

# %% wrong="first bias on the wrong axis" why="`b1 * w2` meets the columns of `w2`; each entry of `b1` belongs to a row." loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, (np.resize(b1, len(b2)) * w2).sum(axis=0) + b2

# %% wrong="summed along the wrong axis" why="Each output adds up over the hidden units, the rows of `w2`." loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, np.resize((b1[:, None] * w2).sum(axis=1), len(b2)) + b2

# %% wrong="first bias added up, without `w2`" why="The first bias passes through the second layer: it meets `w2` on its way." loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, np.sum(b1) + b2

# %% wrong="biases side by side" why="The two biases become one: the first sent through `w2`, plus the second." loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, np.concatenate([b1, b2])

# %% wrong="first bias subtracted" why="The first bias, sent through the second layer, is added." loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, b2 - b1 @ w2

# %% wrong="number by number, no matrix product" title="bias number by number, as a row" why="`*` multiplies place by place; the bias passes through the second layer by `@`." loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, np.resize(b1, len(b2)) * w2 + b2

# %% wrong="the first layer alone" why="This is the first layer; the second comes after it."
def collapse_linear(w1, b1, w2, b2):
    return w1, b1

# %% wrong="the second layer alone" why="This is the second layer; the first comes before it."
def collapse_linear(w1, b1, w2, b2):
    return w2, b2

# %% wrong="`b1` added to the weights" why="The first bias belongs to `b`, where it meets `w2`; the weights are multiplied as they stand."
def collapse_linear(w1, b1, w2, b2):
    return (w1 + np.resize(b1, w1.shape)) @ w2, b2

# %% wrong="both biases sent through `w2` once more" why="The first bias passes `w2` once, and the second not at all." loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    h, m = w2.shape
    return w1 @ w2, np.resize(b1 @ w2 + b2, h) @ w2

# %% wrong="the layers swapped in `b`" why="The first bias passes through `w2`, and the second is added; here it is the other way round." loses="test_collapse_linear test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, b2 @ w1 + b1

# %% wrong="both transposed" why="The weights are multiplied as they stand: no `.T`." loses="test_collapse_linear"
def collapse_linear(w1, b1, w2, b2):
    return w1.T @ w2.T, b1 @ w2 + b2

# %% wrong="b2 added more than once" title="b2 twice" why="The second bias is added once; here it came in twice, or with every hidden unit." loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, b1 @ w2 + b2 + b2

# %% wrong="b2 multiplied, not added" why="The second bias is a term of its own in the sum, not a factor." loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, b1 @ w2 * b2

# %% wrong="biases added to the weights" why="The biases belong to `b` alone; the weights are multiplied as they stand." loses="test_collapse_linear"
def collapse_linear(w1, b1, w2, b2):
    return (w1 + np.resize(b1, w1.shape)) @ w2 + b2, b1 @ w2 + b2

# %% wrong="the example's numbers" why="These are the numbers of the example; use those that are given."
def collapse_linear(w1, b1, w2, b2):
    return np.array([[4.0, 6.0], [1.0, 3.0]]), np.array([-0.5, 10.5])

# %% wrong="b2 added to the weights" why="The second bias belongs behind the product; here the first bias multiplies it, too." loses="test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, b1 @ (w2 + b2)

# %% wrong="layers side by side" why="Two layers become one: the weights are multiplied, not joined." loses="test_collapse_linear"
def collapse_linear(w1, b1, w2, b2):
    size = (len(w1) + len(w2), len(b2))
    return np.resize(np.append(w1.ravel(), w2.ravel()), size), b1 @ w2 + b2

# %% wrong="subtracted" why="The second layer's weights multiply what the first gives; nothing is subtracted."
def collapse_linear(w1, b1, w2, b2):
    return w1 - w2, b1 @ w2 + b2

# %% wrong="b2 in place of b1" why="It is the first bias that passes through the second layer; here the second did." loses="test_collapse_linear test_collapse_linear_bias"
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w2, b2 @ w2 + b2

# %% wrong="w1 used twice" why="The second layer has its own weights, `w2`."
def collapse_linear(w1, b1, w2, b2):
    return w1 @ w1, b1 @ w2 + b2

# %% wrong="w2 used twice" why="The first layer has its own weights, `w1`."
def collapse_linear(w1, b1, w2, b2):
    return w2 @ w2, b1 @ w2 + b2
