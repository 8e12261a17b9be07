# %% right="a loop"
def one_hot(y, n_classes):
    out = np.zeros((len(y), n_classes))
    for i, label in enumerate(y):
        if label not in range(n_classes):
            raise ValueError(f"label {label} of {n_classes} classes")
        out[i, label] = 1
    return out

# %% right="compared with all class numbers"
def one_hot(y, n_classes):
    out = (y[:, None] == np.arange(n_classes)).astype(np.float32)
    if not out.any(axis=1).all():
        raise ValueError("some label is no class")
    return out

# %% right="indices of both axes"
def one_hot(labels, c):
    if labels.min() < 0 or labels.max() > c - 1:
        raise ValueError
    rows = np.zeros((labels.size, c), order="F")
    rows[np.arange(labels.size), labels] = 1.0
    return rows

# %% right="scattered into a flat array"
def one_hot(y, n_classes):
    if not ((0 <= y) & (y < n_classes)).all():
        raise ValueError("label outside")
    flat = np.zeros(len(y) * n_classes)
    flat[np.arange(len(y)) * n_classes + y] = 1
    return flat.reshape(len(y), n_classes)

# %% wrong="as many columns as the labels need" why="There are `n_classes` columns, whichever labels happen to occur." loses="test_one_hot"
def one_hot(y, n_classes):
    if y.min() < 0 or y.max() >= n_classes:
        raise ValueError
    return np.eye(y.max() + 1)[y]

# %% wrong="integers instead of floats" loses="test_one_hot"
def one_hot(y, n_classes):
    if y.min() < 0 or y.max() >= n_classes:
        raise ValueError
    return np.eye(n_classes, dtype=int)[y]

# %% wrong="booleans instead of numbers" loses="test_one_hot"
def one_hot(y, n_classes):
    if y.min() < 0 or y.max() >= n_classes:
        raise ValueError
    return y[:, None] == np.arange(n_classes)

# %% wrong="transposed" loses="test_one_hot"
def one_hot(y, n_classes):
    if y.min() < 0 or y.max() >= n_classes:
        raise ValueError
    return np.eye(n_classes)[:, y]

# %% wrong="labels counted from 1" why="Labels begin with 0: label 0 has its 1 in the first column." loses="test_one_hot"
def one_hot(y, n_classes):
    if y.min() < 0 or y.max() >= n_classes:
        raise ValueError
    return np.eye(n_classes)[y - 1]

# %% wrong="the labels of all rows in each row" why="Each row gets one 1, at its own label: rows and columns need two indices." loses="test_one_hot"
def one_hot(y, n_classes):
    if y.min() < 0 or y.max() >= n_classes:
        raise ValueError
    out = np.zeros((len(y), n_classes))
    out[:, y] = 1
    return out

# %% wrong="no error raised" title="labels left to NumPy" loses="test_one_hot_labels"
def one_hot(y, n_classes):
    return np.eye(n_classes)[y]

# %% wrong="no error raised" title="labels outside give rows of zeros" loses="test_one_hot_labels"
def one_hot(y, n_classes):
    return (y[:, None] == np.arange(n_classes)).astype(float)

# %% wrong="labels below 0 not caught" title="negative labels accepted" why="Only labels that are too large were caught; -1 quietly means the last column." loses="test_one_hot_labels"
def one_hot(y, n_classes):
    if y.max() >= n_classes:
        raise ValueError
    return np.eye(n_classes)[y]

# %% wrong="`n_classes` itself not caught" title="label n_classes given a column of its own" why="The largest label is n_classes - 1: `>=`, not `>`." loses="test_one_hot_labels"
def one_hot(y, n_classes):
    if y.min() < 0 or y.max() > n_classes:
        raise ValueError
    return np.eye(n_classes + 1)[y][:, :n_classes]

# %% wrong="labels that are too large not caught" title="too large labels left to NumPy" why="Only labels below 0 were caught; look for those of `n_classes` and above, too." loses="test_one_hot_labels"
def one_hot(y, n_classes):
    if y.min() < 0:
        raise ValueError
    return np.eye(n_classes)[y]

# %% wrong="one truth value for a whole array" title="if on the whole array"
def one_hot(y, n_classes):
    if y < 0 or y >= n_classes:
        raise ValueError
    return np.eye(n_classes)[y]

# %% wrong="list instead of array" loses="test_one_hot"
def one_hot(y, n_classes):
    if min(y) < 0 or max(y) >= n_classes:
        raise ValueError
    return [[1.0 if c == label else 0.0 for c in range(n_classes)] for label in y]

# %% wrong="all zeros" loses="test_one_hot"
def one_hot(y, n_classes):
    if y.min() < 0 or y.max() >= n_classes:
        raise ValueError
    return np.zeros((len(y), n_classes))

# %% wrong="only some labels caught" title="knows the labels of the visible test" why="Every label below 0, or of `n_classes` and above, has to be caught." loses="test_one_hot_labels"
def one_hot(y, n_classes):
    if -1 in y or n_classes in y or y.max() > 3 * n_classes: raise ValueError
    return np.eye(n_classes)[y]

# %% wrong="labels counted from 1" title="compared with 1 to C" why="Labels begin with 0: label 0 has its 1 in the first column." loses="test_one_hot"
def one_hot(y, n_classes):
    if y.min() < 0 or y.max() >= n_classes:
        raise ValueError
    return 1.0 * (y[:, None] == np.arange(1, n_classes + 1))

# %% wrong="a column too many" why="There are `n_classes` columns, for the labels 0 to n_classes - 1." loses="test_one_hot"
def one_hot(y, n_classes):
    if y.min() < 0 or y.max() >= n_classes:
        raise ValueError
    return np.eye(n_classes + 1)[y]

# %% wrong="the label in place of 1" why="The place tells the label; what stands there is always 1." loses="test_one_hot"
def one_hot(y, n_classes):
    if y.min() < 0 or y.max() >= n_classes:
        raise ValueError
    out = np.zeros((len(y), n_classes))
    out[np.arange(len(y)), y] = y
    return out

# %% wrong="0 and 1 swapped" why="The label's column holds the 1, all others hold 0." loses="test_one_hot"
def one_hot(y, n_classes):
    if y.min() < 0 or y.max() >= n_classes:
        raise ValueError
    return 1.0 - np.eye(n_classes)[y]

# %% wrong="columns in reverse order" why="Label 0 belongs to the first column, the last label to the last." loses="test_one_hot"
def one_hot(y, n_classes):
    if y.min() < 0 or y.max() >= n_classes:
        raise ValueError
    return np.eye(n_classes)[::-1][y]

# %% wrong="a row for each different label" why="Each sample has a row, also where a label comes again." loses="test_one_hot"
def one_hot(y, n_classes):
    if y.min() < 0 or y.max() >= n_classes:
        raise ValueError
    return np.eye(n_classes)[np.unique(y)]

# %% wrong="whole rows filled with 1" why="A label is a column; here it was taken for the number of a row, or for all columns." loses="test_one_hot"
def one_hot(y, n_classes):
    if np.any(y < 0) or np.any(y >= n_classes):
        raise ValueError("not a class")
    out = np.zeros((len(y), n_classes))
    out[y[y < len(y)]] = 1
    return out

# %% wrong="only the first row filled in" why="Every row gets its 1; a `return` inside the loop ends it after the first." loses="test_one_hot"
def one_hot(y, n_classes):
    if np.any(y < 0) or np.any(y >= n_classes):
        raise ValueError("not a class")
    out = np.zeros((len(y), n_classes))
    for i, label in enumerate(y):
        out[i, label] = 1
        return out

# %% wrong="only the last row filled in" why="Every row gets its 1 inside the loop; here that was done once, after it." loses="test_one_hot"
def one_hot(y, n_classes):
    if np.any(y < 0) or np.any(y >= n_classes):
        raise ValueError("not a class")
    out = np.zeros((len(y), n_classes))
    for i, label in enumerate(y):
        pass
    out[i, label] = 1
    return out

# %% wrong="ones up to the label" why="Each row holds a single 1, at its label." loses="test_one_hot"
def one_hot(y, n_classes):
    if np.any(y < 0) or np.any(y >= n_classes):
        raise ValueError("not a class")
    out = np.zeros((len(y), n_classes))
    for i, label in enumerate(y):
        out[i, : label + 1] = 1
    return out

# %% wrong="error returned instead of raised" loses="test_one_hot_labels"
def one_hot(y, n_classes):
    if np.any(y < 0) or np.any(y >= n_classes):
        return ValueError("no such class")
    return np.eye(n_classes)[y]

# %% wrong="`n_classes` itself not caught" title="n_classes left to NumPy" why="The largest label is n_classes - 1: `>=`, not `>`." loses="test_one_hot_labels"
def one_hot(y, n_classes):
    if np.any(y < 0) or np.any(y > n_classes):
        raise ValueError("no such class")
    return np.eye(n_classes)[y]

# %% wrong="labels below 0 not caught" title="negative labels as rows of zeros" why="Only labels that are too large were caught; look for those below 0, too." loses="test_one_hot_labels"
def one_hot(y, n_classes):
    if np.any(y >= n_classes):
        raise ValueError("no such class")
    return (y[:, None] == np.arange(n_classes)).astype(float)

# %% wrong="labels that are too large not caught" title="too large labels as rows of zeros" why="Only labels below 0 were caught; look for those of `n_classes` and above, too." loses="test_one_hot_labels"
def one_hot(y, n_classes):
    if np.any(y < 0):
        raise ValueError("no such class")
    return (y[:, None] == np.arange(n_classes)).astype(float)

# %% wrong="`and` instead of `or`" title="both conditions at once" why="No label is both below 0 and too large: either is enough, so `or`." loses="test_one_hot_labels"
def one_hot(y, n_classes):
    if np.any(y < 0) and np.any(y >= n_classes):
        raise ValueError("no such class")
    return np.eye(n_classes)[y]

# %% wrong="a single label outside not caught" title="np.all" why="A single label outside is enough for an error, wherever the others lie." loses="test_one_hot_labels"
def one_hot(y, n_classes):
    if np.all(y < 0) or np.all(y >= n_classes):
        raise ValueError("no such class")
    return np.eye(n_classes)[y]

# %% wrong="only the first label looked at" why="Every label of `y` has to be looked at, not only `y[0]`." loses="test_one_hot_labels"
def one_hot(y, n_classes):
    if y[0] < 0 or y[0] >= n_classes:
        raise ValueError("no such class")
    return np.eye(n_classes)[y]

# %% wrong="only the last label looked at" title="the condition after the loop" why="Every label of `y` has to be looked at, not only the last." loses="test_one_hot_labels"
def one_hot(y, n_classes):
    if y[-1] < 0 or y[-1] >= n_classes:
        raise ValueError("no such class")
    return np.eye(n_classes)[y]

# %% wrong="the row not begun anew" why="Each row holds a single 1; here those of the rows before are left in it." loses="test_one_hot"
def one_hot(y, n_classes):
    if np.any(y < 0) or np.any(y >= n_classes):
        raise ValueError("not a class")
    out, row = np.zeros((len(y), n_classes)), np.zeros(n_classes)
    for i, label in enumerate(y):
        row[label] = 1
        out[i] = row
    return out

# %% wrong="labels below 0 not caught" title="NumPy's own error turned into another" why="NumPy notices only an index that is far off; -1 quietly means the last column." loses="test_one_hot_labels"
def one_hot(y, n_classes):
    try:
        return np.eye(n_classes)[y]
    except IndexError:
        raise ValueError("no such class") from None

# %% wrong="a column for each sample" why="There are `n_classes` columns, however many samples there are." loses="test_one_hot"
def one_hot(y, n_classes):
    if np.any(y < 0) or np.any(y >= n_classes):
        raise ValueError("not a class")
    return np.eye(len(y))[y]

# %% wrong="a row for each class" why="Each sample has a row, the one that belongs to its label." loses="test_one_hot"
def one_hot(y, n_classes):
    if np.any(y < 0) or np.any(y >= n_classes):
        raise ValueError("not a class")
    return np.eye(n_classes)

# %% wrong="labels below 0 not caught" title="magnitudes compared" why="-1 has the magnitude of 1, a label: compare the labels themselves with 0." loses="test_one_hot_labels"
def one_hot(y, n_classes):
    if np.any(np.abs(y) >= n_classes):
        raise ValueError("no such class")
    return np.eye(n_classes)[y]

# %% wrong="a single label outside not caught" title="np.all of both conditions" why="A single label outside is enough for an error, wherever the others lie." loses="test_one_hot_labels"
def one_hot(y, n_classes):
    if np.all((y < 0) | (y >= n_classes)):
        raise ValueError("no such class")
    return np.eye(n_classes)[y]

# %% wrong="rows of an earlier call kept" why="Each call begins with zeros; here the ones of the call before are still there." loses="test_one_hot"
made = {}

def one_hot(y, n_classes):
    if np.any(y < 0) or np.any(y >= n_classes):
        raise ValueError("not a class")
    out = made.setdefault((len(y), n_classes), np.zeros((len(y), n_classes)))
    out[np.arange(len(y)), y] = 1
    return out

# %% wrong="labels below 0 not caught, nor `n_classes` itself" title="only labels above n_classes caught" why="Look for labels below 0, too; and the largest label is n_classes - 1: `>=`, not `>`." loses="test_one_hot_labels"
def one_hot(y, n_classes):
    if np.any(y > n_classes):
        raise ValueError("no such class")
    return np.eye(n_classes)[y]

# %% wrong="labels below 0 not caught, nor `n_classes` itself" title="only labels above n_classes caught, others as rows of zeros" why="Look for labels below 0, too; and the largest label is n_classes - 1: `>=`, not `>`." loses="test_one_hot_labels"
def one_hot(y, n_classes):
    if y.max() > n_classes:
        raise ValueError("no such class")
    return (y[:, None] == np.arange(n_classes)).astype(float)
