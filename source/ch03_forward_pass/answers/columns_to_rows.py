# %% right="a loop, copies"
def columns_to_rows(params_col):
    params = []
    for W, b in params_col:
        params.append((np.transpose(W).copy(), b.ravel().copy()))
    return params

# %% right="einsum and reshape"
def columns_to_rows(params_col):
    return [(np.einsum("md->dm", pair[0]), pair[1].reshape(-1)) for pair in params_col]

# %% right="element by element"
def turned(W):
    m, d = W.shape
    w = np.empty((d, m))
    for i in range(m):
        for j in range(d):
            w[j, i] = W[i, j]
    return w

def columns_to_rows(theirs):
    return [(turned(W), np.array([row[0] for row in b])) for W, b in theirs]

# %% right="a list of lists, single precision"
def columns_to_rows(params_col):
    return [[W.T.astype(np.float32), b.T[0].astype(np.float32)] for W, b in params_col]

# %% right="squeeze along the right axis"
def columns_to_rows(params_col):
    return list(map(lambda pair: (pair[0].swapaxes(0, 1), pair[1].squeeze(axis=1)), params_col))

# %% wrong="not transposed" title="weights not transposed" why="`W` has a row for each unit, and `w` a column: rows and columns have to change places."
def columns_to_rows(params_col):
    return [(W, b[:, 0]) for W, b in params_col]

# %% wrong="not transposed" title="weights transposed unless square" why="`W` has a row for each unit, and `w` a column: rows and columns have to change places."
def columns_to_rows(params_col):
    return [(W if W.shape[0] == W.shape[1] else W.T, b[:, 0]) for W, b in params_col]

# %% wrong="reshaped instead of transposed"
def columns_to_rows(params_col):
    return [(W.reshape(W.shape[1], W.shape[0]), b[:, 0]) for W, b in params_col]

# %% wrong="(N, 1) instead of (N,)" title="bias left as a column"
def columns_to_rows(params_col):
    return [(W.T, b) for W, b in params_col]

# %% wrong="a row with two axes" title="bias as (1, M)" why="`b` has a single axis, (M,); here it is a table of one row, as `b.T` makes of a column."
def columns_to_rows(params_col):
    return [(W.T, b.T) for W, b in params_col]

# %% wrong="lost a dimension" title="bias of one unit as a number"
def columns_to_rows(params_col):
    return [(W.T, np.squeeze(b)) for W, b in params_col]

# %% wrong="number instead of array" title="only the first bias"
def columns_to_rows(params_col):
    return [(W.T, b[0, 0]) for W, b in params_col]

# %% wrong="list instead of array" title="bias as a list"
def columns_to_rows(params_col):
    return [(W.T, [value for value in b[:, 0]]) for W, b in params_col]

# %% wrong="layers in reverse order" why="The layers stay in their order."
def columns_to_rows(params_col):
    return [(W.T, b[:, 0]) for W, b in params_col[::-1]]

# %% wrong="one layer only" title="only the first layer" why="Every layer is translated: is there a `return` inside the loop, or an `append` behind it?"
def columns_to_rows(params_col):
    W, b = params_col[0]
    return [(W.T, b[:, 0])]

# %% wrong="swapped outputs" title="bias first" why="Each pair is `(w, b)`, the weights first."
def columns_to_rows(params_col):
    return [(b[:, 0], W.T) for W, b in params_col]

# %% wrong="input changed in place" title="changes the list it was given"
def columns_to_rows(params_col):
    for i, (W, b) in enumerate(params_col):
        params_col[i] = (W.T, b[:, 0])
    return params_col

# %% wrong="nothing returned"
def columns_to_rows(params_col):
    params = [(W.T, b[:, 0]) for W, b in params_col]

# %% wrong="only the first unit's bias" why="Every unit keeps its bias: `b` has M entries."
def columns_to_rows(params_col):
    return [(W.T, b[0]) for W, b in params_col]

# %% wrong="two lists instead of pairs" why="The result holds a pair `(w, b)` for each layer; here weights and biases have a list each."
def columns_to_rows(params_col):
    return [W.T for W, b in params_col], [b[:, 0] for W, b in params_col]

# %% wrong="one flat list" why="The result holds a pair `(w, b)` for each layer; here all arrays stand in one row."
def columns_to_rows(params_col):
    params = []
    for W, b in params_col:
        params += [W.T, b[:, 0]]
    return params

# %% wrong="the last layer left out" why="Every layer is translated, the last one too."
def columns_to_rows(params_col):
    return [(W.T, b[:, 0]) for W, b in params_col[:-1]]

# %% wrong="not a list" title="a generator of pairs"
def columns_to_rows(params_col):
    return ((W.T, b[:, 0]) for W, b in params_col)

# %% wrong="not written yet"
def columns_to_rows(params_col):
    raise NotImplementedError()

# %% right="recursion"
def columns_to_rows(params_col):
    if not params_col:
        return []
    (w, b), *rest = params_col
    return [(w.T, b.T[0])] + columns_to_rows(rest)

# %% wrong="turned instead of transposed" title="turned by 90 degrees" why="Row i becomes column i, in the same order; here the array was turned like a picture."
def columns_to_rows(params_col):
    return [(np.rot90(W), b[:, 0]) for W, b in params_col]

# %% wrong="layers of an earlier call kept" why="Each call begins with an empty list; here it holds the layers of the call before."
seen = []

def columns_to_rows(params_col):
    for W, b in params_col:
        seen.append((W.T, b[:, 0]))
    return list(seen)

# %% wrong="biases not taken over" why="The biases keep their values, only their shape changes."
def columns_to_rows(params_col):
    return [(W.T, np.zeros(len(b))) for W, b in params_col]

# %% wrong="biases added up" why="Each unit keeps its own bias; only the shape of `b` changes, from (M, 1) to (M,)."
def columns_to_rows(params_col):
    return [(W.T, b.sum(axis=0)) for W, b in params_col]

# %% wrong="only the weights" why="The result holds a pair `(w, b)` for each layer; here the biases are missing."
def columns_to_rows(params_col):
    return [W.T for W, b in params_col]

# %% wrong="the first layer's biases for all layers" why="Each layer keeps its own biases."
def columns_to_rows(params_col):
    return [(W.T, params_col[0][1].ravel()) for W, b in params_col]

# %% wrong="weights flattened" why="Only the biases lose an axis; `w` is a table, (D, M)."
def columns_to_rows(params_col):
    return [(W.T.ravel(), b.ravel()) for W, b in params_col]

# %% wrong="weights and biases in one array" why="The result holds a pair `(w, b)` for each layer, two arrays."
def columns_to_rows(params_col):
    return [np.vstack([W.T, b.T]) for W, b in params_col]

# %% wrong="read down the columns, not transposed" why="Reading in another order moves the values within the same rows; `W.T` makes rows of columns."
def columns_to_rows(params_col):
    return [(W.reshape(W.shape[::-1], order="F"), b.ravel()) for W, b in params_col]

# %% wrong="weights flattened" title="weights flattened, not transposed" why="Only the biases lose an axis; `w` is a table, (D, M)."
def columns_to_rows(params_col):
    return [(W.ravel(), b.ravel()) for W, b in params_col]

# %% wrong="`params_col` returned unchanged" title="other names in the loop" why="`W = W.T` gives a name to another array; what stands in the list stays as it was."
def columns_to_rows(params_col):
    for W, b in params_col:
        W, b = W.T, b[:, 0]
    return params_col

# %% wrong="a list around each pair" why="Each entry is a pair `(w, b)` itself; here it is a list that holds one."
def columns_to_rows(params_col):
    return [[(W.T, b[:, 0])] for W, b in params_col]

# %% wrong="not a pair" title="a dictionary for each layer"
def columns_to_rows(params_col):
    return [{"w": W.T, "b": b[:, 0]} for W, b in params_col]

# %% wrong="an empty array" title="an empty slice of the biases"
def columns_to_rows(params_col):
    return [(W.T, b[:0]) for W, b in params_col]

# %% wrong="only the last unit's bias" why="Every unit keeps its bias: `b` has M entries."
def columns_to_rows(params_col):
    return [(W.T, b[-1]) for W, b in params_col]

# %% wrong="lists in place of pairs" title="each array in a list of its own" why="Each entry is a pair `(w, b)`; here every array stands in a list of its own."
def columns_to_rows(params_col):
    params = []
    for W, b in params_col:
        params.append([W.T])
        params.append([b[:, 0]])
    return params

# %% wrong="the first layer for all" why="Each layer has its own pair; here the first one was translated again and again."
def columns_to_rows(params_col):
    W, b = params_col[0]
    return [(W.T, b[:, 0]) for _ in params_col]
