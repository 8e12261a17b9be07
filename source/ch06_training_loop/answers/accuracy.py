# %% right="loops"
def accuracy(logits, y):
    hits = 0
    for row, label in zip(logits, y):
        best = 0
        for k in range(len(row)):
            if row[k] > row[best]:
                best = k
        hits += best == label
    return hits / len(y)

def dead_fraction(hidden):
    dead = 0
    for unit in hidden.T:
        dead += not any(unit)
    return dead / hidden.shape[1]

# %% right="sums"
def accuracy(logits, y):
    return float((np.argmax(logits, axis=-1) == y).sum() / y.size)

def dead_fraction(hidden):
    return 1 - np.count_nonzero(hidden.max(axis=0)) / len(hidden[0])

# %% right="single precision, Python's own sums"
def accuracy(scores, labels):
    return np.float32(sum(int(a == b) for a, b in zip(scores.argmax(1), labels)) / len(labels))

def dead_fraction(outputs):
    alive = (outputs > 0).any(axis=0)
    return np.float32(1) - alive.mean(dtype=np.float32)

# %% wrong="percent instead of share" loses="test_accuracy"
def accuracy(logits, y):
    return 100 * np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))

# %% wrong="count instead of share"
def accuracy(logits, y):
    return np.sum(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.sum(np.all(hidden == 0, axis=0))

# %% wrong="share of errors" loses="test_accuracy"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) != y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))

# %% wrong="shapes do not fit" title="argmax over the samples" loses="test_accuracy"
def accuracy(logits, y):
    return np.mean(np.equal(logits.argmax(axis=0), y))

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))

# %% wrong="both count in a tie" loses="test_accuracy"
def accuracy(logits, y):
    return np.mean(logits[np.arange(len(y)), y] == logits.max(axis=1))

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))

# %% wrong="the last counts in a tie" loses="test_accuracy"
def accuracy(logits, y):
    best = logits.shape[1] - 1 - logits[:, ::-1].argmax(axis=1)
    return np.mean(best == y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))

# %% wrong="array instead of number" title="one truth a sample" loses="test_accuracy"
def accuracy(logits, y):
    return logits.argmax(axis=1) == y

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))

# %% wrong="share of zeros instead of units" loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(hidden == 0)

# %% wrong="units ever silent" loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.any(hidden == 0, axis=0))

# %% wrong="samples instead of units" loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=1))

# %% wrong="share of living units" loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.any(hidden > 0, axis=0))

# %% wrong="tiny outputs taken for 0" loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.all(np.isclose(hidden, 0), axis=0))

# %% wrong="printed instead of returned"
def accuracy(logits, y):
    print(np.mean(logits.argmax(axis=1) == y))

def dead_fraction(hidden):
    print(np.mean(np.all(hidden == 0, axis=0)))

# %% wrong="divided by the number of classes" loses="test_accuracy"
def accuracy(logits, y):
    return np.sum(logits.argmax(axis=1) == y) / logits.shape[1]

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))

# %% wrong="divided by the number of samples" loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.sum(np.all(hidden == 0, axis=0)) / len(hidden)

# %% wrong="a single sample looked at" loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(hidden[0] == 0)

# %% wrong="units often silent" loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.mean(hidden == 0, axis=0) > 0.5)

# %% wrong="units never silent" loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden, axis=0))
