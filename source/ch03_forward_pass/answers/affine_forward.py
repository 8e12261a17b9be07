# %% right="einsum"
def affine_forward(x, w, b):
    return np.einsum("nd,dm->nm", x, w) + b, (x, w)

# %% right="loops"
def affine_forward(x, w, b):
    n, d = x.shape
    m = w.shape[1]
    out = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            out[i, j] = b[j]
            for k in range(d):
                out[i, j] += x[i, k] * w[k, j]
    return out, [x, w]

# %% right="one unit after another"
def unit(samples, weights, bias):
    return np.sum(samples * weights, axis=1) + bias

def affine_forward(inputs, weights, biases):
    columns = [unit(inputs, column, bias) for column, bias in zip(weights.T, biases)]
    out = np.stack(columns, axis=1)
    return out, (inputs, weights)

# %% right="single precision"
def affine_forward(x, w, b):
    x32, w32 = x.astype(np.float32), w.astype(np.float32)
    return np.dot(x32, w32) + b.astype(np.float32), (x32, w32)

# %% right="columns inside, copies in the cache"
def affine_forward(x, w, b):
    out = (w.T @ x.T + b[:, None]).T
    return out, (x.copy(), w.copy())

# %% right="the bias as one more weight"
def affine_forward(x, w, b):
    wider = np.hstack([x, np.ones((x.shape[0], 1))])
    return np.asfortranarray(wider @ np.vstack([w, b])), [x, w]

# %% wrong="one bias for each sample" why="Each unit, so each column of `out`, has its own bias; here each row got one." loses="test_affine_forward"
def affine_forward(x, w, b):
    out = x @ w
    if len(b) == len(x):
        return out + b[:, None], (x, w)
    return out + b, (x, w)

# %% wrong="one bias for each sample" why="Each unit, so each column of `out`, has its own bias; here each row got one." title="one bias for each sample, always"
def affine_forward(x, w, b):
    return x @ w + b.reshape(len(x), 1), (x, w)

# %% wrong="weights transposed" why="The columns of `w` are the units; here its rows were taken for them."
def affine_forward(x, w, b):
    return x @ w.T + b, (x, w)

# %% wrong="weights transposed" why="The columns of `w` are the units; here its rows were taken for them." title="weights transposed when square" loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    if x.shape[1] == w.shape[1] > 1:
        return x @ w.T + b, (x, w)
    return x @ w + b, (x, w)

# %% wrong="transposed" loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return (x @ w + b).T, (x, w)

# %% wrong="bias added more than once" why="A unit adds its bias once, behind the sum, and not with every term of it." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return x @ w + x.shape[1] * b, (x, w)

# %% wrong="`b` left out" why="The sums are right, but no bias was added to them." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return x @ w, (x, w)

# %% wrong="`b` subtracted instead of added" why="The bias is added to the weighted sum." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return x @ w - b, (x, w)

# %% wrong="lost a dimension" title="one sample squeezed" loses="test_affine_forward_ones"
def affine_forward(x, w, b):
    return np.squeeze(x @ w + b), (x, w)

# %% wrong="lost a dimension" title="one sample as a row" loses="test_affine_forward_ones"
def affine_forward(x, w, b):
    out = x @ w + b
    return (out[0] if len(x) == 1 else out), (x, w)

# %% wrong="`*` instead of `@`" title="`*` for square weights" why="`*` multiplies entry by entry; a layer needs the product of matrices." loses="test_affine_forward"
def affine_forward(x, w, b):
    out = x * w if x.shape == w.shape else x @ w
    return out + b, (x, w)

# %% wrong="factors in the wrong order" title="factors swapped for square weights" why="The samples come first: each row of `x` meets each column of `w`." loses="test_affine_forward"
def affine_forward(x, w, b):
    out = w @ x if x.shape == w.shape else x @ w
    return out + b, (x, w)

# %% wrong="`*` instead of `@`, or the factors swapped" why="`*` multiplies entry by entry, and `w @ x` takes the weights for samples; a layer needs `x`, then `@`, then `w`."
def affine_forward(x, w, b):
    return x * w + b, (x, w)

# %% wrong="one thing instead of a tuple" title="no cache"
def affine_forward(x, w, b):
    return x @ w + b

# %% wrong="wrong number of results" title="three results"
def affine_forward(x, w, b):
    return x @ w + b, x, w

# %% right="a list of results"
def affine_forward(x, w, b):
    return [x @ w + b, (x, w)]

# %% wrong="list instead of array" loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return (x @ w + b).tolist(), (x, w)

# %% wrong="swapped outputs" title="cache first"
def affine_forward(x, w, b):
    return (x, w), x @ w + b

# %% wrong="input changed in place"
def affine_forward(x, w, b):
    b += 1.0
    return x @ w + b - 1.0, (x, w)

# %% wrong="integer truncation" loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    out = np.zeros((x.shape[0], w.shape[1]), dtype=int)
    out[...] = x @ w + b
    return out, (x, w)

# %% wrong="integer truncation" loses="test_affine_forward test_affine_forward_ones" title="output in the dtype of x" loses="test_affine_forward_ones"
def affine_forward(x, w, b):
    out = np.empty((x.shape[0], w.shape[1]), dtype=x.dtype)
    out[...] = x @ w + b
    return out, (x, w)

# %% wrong="nothing returned"
def affine_forward(x, w, b):
    out = x @ w + b

# %% wrong="printed instead of returned"
def affine_forward(x, w, b):
    print(x @ w + b)

# %% wrong="the first unit's bias for all units" why="Each column of `out` has its own bias; here all have the first one." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return x @ w + b[0], (x, w)

# %% wrong="not written yet"
def affine_forward(x, w, b):
    raise NotImplementedError()

# %% wrong="the last input left out" why="Every input of a sample counts; here the sum stops one too early." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    out = np.zeros((len(x), w.shape[1])) + b
    for k in range(x.shape[1] - 1):
        out += x[:, k : k + 1] * w[k]
    return out, (x, w)

# %% wrong="averaged instead of summed" why="A unit adds up its weighted inputs, and nothing is divided." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return x @ w / x.shape[1] + b, (x, w)

# %% wrong="all biases in every unit" why="Each unit has one bias of its own; here every unit got the sum of all." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return x @ w + np.sum(b), (x, w)

# %% wrong="multiplied by `b` instead of added" why="The bias is added to the weighted sum; here the sum was multiplied by it." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return x @ w * b, (x, w)

# %% wrong="inputs summed before weighting" why="Each input meets its own weight first, and only the products are summed." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return x.sum(axis=1, keepdims=True) * w.sum(axis=0) + b, (x, w)

# %% wrong="bias for the first sample only" why="Every row of `out` gets the biases; here only the first did." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    out = x @ w.astype(float)
    out[0] += b
    return out, (x, w)

# %% wrong="the first sample in every row" why="Row i of `out` belongs to row i of `x`; here every row belongs to the first." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return np.tile(x[0] @ w + b, (len(x), 1)), (x, w)

# %% wrong="an activation on the sums" why="A layer's output here is the sum itself; an activation comes later." title="relu on the sums" loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return np.maximum(x @ w + b, 0), (x, w)

# %% wrong="an activation on the sums" why="A layer's output here is the sum itself; an activation comes later." title="sigmoid of the sums" loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return 1 / (1 + np.exp(-(x @ w + b))), (x, w)

# %% wrong="samples and inputs swapped" why="The rows of `x` are samples, its columns the inputs; here columns were taken for samples."
def affine_forward(x, w, b):
    return x.T @ w + b, (x, w)

# %% wrong="factors in the wrong order" title="factors swapped" why="The samples come first: each row of `x` meets each column of `w`."
def affine_forward(x, w, b):
    return w @ x + b, (x, w)

# %% wrong="only the last input counts" why="The products are added up; here each one replaced the sum of those before." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    out = np.zeros((len(x), w.shape[1]))
    for n in range(len(x)):
        for m in range(len(b)):
            for d in range(len(w)):
                out[n, m] = x[n, d] * w[d, m]
    return out + b, (x, w)

# %% wrong="the sum not begun anew" title="one sum for all units of a sample" why="Each unit's sum begins at 0; here it goes on from the unit before." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    out = np.zeros((len(x), w.shape[1]))
    for n in range(len(x)):
        total = 0
        for m in range(len(b)):
            for d in range(len(w)):
                total += x[n, d] * w[d, m]
            out[n, m] = total
    return out + b, (x, w)

# %% wrong="the sum not begun anew" title="the sum of the unit before, with its bias" why="Each unit's sum begins at 0; here it goes on from the unit before." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    out = np.zeros((len(x), w.shape[1]))
    for n in range(len(x)):
        total = 0
        for m in range(len(b)):
            for d in range(len(w)):
                total += x[n, d] * w[d, m]
            total += b[m]
            out[n, m] = total
    return out, (x, w)

# %% wrong="bias added to the weights" why="The bias is added to the sum, not to each weight." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return x @ (w + b), (x, w)

# %% wrong="rows of products summed" why="`x * w` meets entry with entry; each row of `x` belongs with each column of `w`."
def affine_forward(x, w, b):
    return np.sum(x * w, axis=1, keepdims=True) + b, (x, w)

# %% wrong="rows of products summed" title="rows of products summed, flat" why="`x * w` meets entry with entry; each row of `x` belongs with each column of `w`."
def affine_forward(x, w, b):
    return np.sum(x * w, axis=1) + b, (x, w)

# %% wrong="the first sample only" title="returns inside the loop" why="`out` has a row for each row of `x`; a `return` inside the loop ends it after the first." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    for row in x:
        return (row @ w + b)[None], (x, w)

# %% wrong="a column for each input instead of each unit" why="`out` has a column for each unit, as many as `w` has columns." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    out = np.zeros(x.shape)
    for m in range(min(x.shape[1], w.shape[1])):
        out[:, m] = x @ w[:, m] + b[m]
    return out, (x, w)

# %% wrong="an activation on the sums" title="a step of the sums" why="A layer's output here is the sum itself; an activation comes later." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return 1.0 * (x @ w + b > 0), (x, w)

# %% wrong="not all of `out` filled in" title="the last sample not filled in" why="Part of `out` is still 0: the loops have to reach every sample and every unit, the last one too." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    out = np.zeros((len(x), w.shape[1]))
    for i in range(len(x) - 1):
        out[i] = x[i] @ w + b
    return out, (x, w)

# %% wrong="not all of `out` filled in" title="the last unit not filled in" why="Part of `out` is still 0: the loops have to reach every sample and every unit, the last one too." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    out = np.zeros((len(x), w.shape[1]))
    for m in range(w.shape[1] - 1):
        out[:, m] = x @ w[:, m] + b[m]
    return out, (x, w)

# %% wrong="bias added to the inputs" why="The bias is added to the sum, not to the inputs."
def affine_forward(x, w, b):
    return (x + b) @ w, (x, w)

# %% wrong="the sum not begun anew" title="one sum for all samples of a unit" why="Each sample's sum begins at 0; here it goes on from the sample before." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return np.cumsum(x @ w, axis=0) + b, (x, w)

# %% wrong="bias for the last sample only" why="Every row of `out` gets the biases; here only the last did." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    out = x @ w.astype(float)
    out[-1] += b
    return out, (x, w)

# %% wrong="samples in columns" why="Here each sample became a column; it stays a row: `x`, then `@`, then `w`."
def affine_forward(x, w, b):
    return w.T @ x.T + b, (x, w)

# %% wrong="a column for each input instead of each unit" title="an array like `x` filled in" why="`out` has a column for each unit, as many as `w` has columns; `zeros_like(x)` has one for each input." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    out = np.zeros_like(x)
    for m in range(min(x.shape[1], w.shape[1])):
        out[:, m] = x @ w[:, m] + b[m]
    return out, (x, w)

# %% wrong="averaged instead of summed" title="divided by the number of samples" why="A unit adds up its weighted inputs, and nothing is divided." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return x @ w / len(x) + b, (x, w)

# %% wrong="an activation on the sums" title="tanh of the sums" why="A layer's output here is the sum itself; an activation comes later." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return np.tanh(x @ w + b), (x, w)

# %% wrong="one bias for all units" title="the mean of the biases" why="Each unit has one bias of its own; here every unit got their mean." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    return x @ w + np.mean(b), (x, w)

# %% wrong="weights transposed" title="w.T on the left" why="The columns of `w` are the units, and the samples come first: `x`, then `@`, then `w` as it is."
def affine_forward(x, w, b):
    return w.T @ x + b, (x, w)

# %% wrong="bias for the first unit only" why="Each column of `out` gets its own bias; here only the first did." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    out = x @ w
    out[:, 0] += b[0]
    return out, (x, w)

# %% wrong="one bias for each sample" title="biases in a column" why="Each unit, so each column of `out`, has its own bias; here each row got one."
def affine_forward(x, w, b):
    return x @ w + b.reshape(-1, 1), (x, w)

# %% wrong="`*` instead of `@`" title="`*` with w.T" why="`*` multiplies entry by entry; a layer needs the product of matrices."
def affine_forward(x, w, b):
    return x * w.T + b, (x, w)

# %% wrong="not all of `out` filled in" title="as many units as inputs" why="The units are the columns of `w`, as many as `w.shape[1]`."
def affine_forward(x, w, b):
    out = np.zeros((len(x), w.shape[1]))
    for m in range(w.shape[0]):
        out[:, m] = x @ w[:, m] + b[m]
    return out, (x, w)

# %% wrong="the bias weight in another place" title="ones in front, biases at the end" why="The column of ones meets the first row of the weights, and there the biases belong." loses="test_affine_forward test_affine_forward_ones"
def affine_forward(x, w, b):
    wide = np.hstack([np.ones((len(x), 1)), x])
    return wide @ np.vstack([w, b]), (x, w)

# %% wrong="list instead of array" loses="test_affine_forward test_affine_forward_ones" title="lists in the cache" loses="test_affine_forward_cache"
def affine_forward(x, w, b):
    return x @ w + b, (x.tolist(), w.tolist())

# %% wrong="not the layer's cache" title="an empty cache" loses="test_affine_forward_cache"
def affine_forward(x, w, b):
    return x @ w + b, None

# %% wrong="not the layer's cache" title="only x kept" loses="test_affine_forward_cache"
def affine_forward(x, w, b):
    return x @ w + b, x

# %% wrong="not the layer's cache" title="a dictionary as cache" loses="test_affine_forward_cache"
def affine_forward(x, w, b):
    return x @ w + b, {"x": x, "w": w}

# %% wrong="not the layer's cache" title="the bias kept, too" loses="test_affine_forward_cache"
def affine_forward(x, w, b):
    return x @ w + b, (x, w, b)

# %% wrong="swapped outputs" title="w before x in the cache" loses="test_affine_forward_cache"
def affine_forward(x, w, b):
    return x @ w + b, (w, x)

# %% wrong="the output kept instead of `x`" why="The cache holds what went into the layer, `(x, w)`, not what came out." loses="test_affine_forward_cache"
def affine_forward(x, w, b):
    out = x @ w + b
    return out, (out, w)

# %% wrong="the bias kept instead of `w`" why="The cache is `(x, w)`: the way back needs the weights, and not the biases." loses="test_affine_forward_cache"
def affine_forward(x, w, b):
    return x @ w + b, (x, b)

# %% wrong="tuple instead of array" title="the shapes kept" loses="test_affine_forward_cache"
def affine_forward(x, w, b):
    return x @ w + b, (x.shape, w.shape)
