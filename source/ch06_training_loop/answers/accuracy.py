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

# %% wrong="percent instead of share" why="The result is a hundred times too large; a share lies between 0 and 1." loses="test_accuracy"
def accuracy(logits, y):
    return 100 * np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))

# %% wrong="count instead of share" why="It counts; a share is the count divided by how many there are."
def accuracy(logits, y):
    return np.sum(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.sum(np.all(hidden == 0, axis=0))

# %% wrong="share of errors" why="It is the share of the wrong ones; the right ones are asked for." loses="test_accuracy"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) != y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))

# %% wrong="argmax over the samples" why="The largest is looked for down each column; each sample is a row, and its classes lie along it." loses="test_accuracy"
def accuracy(logits, y):
    return np.mean(np.equal(logits.argmax(axis=0), y))

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))

# %% wrong="both count in a tie" why="Each class that reaches the largest logit counts; of equal ones only the first is the answer." loses="test_accuracy"
def accuracy(logits, y):
    return np.mean(logits[np.arange(len(y)), y] == logits.max(axis=1))

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))

# %% wrong="the last counts in a tie" why="Of equal logits the last is taken; the first counts, as with `np.argmax`." loses="test_accuracy"
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

# %% wrong="share of zeros instead of units" why="Single zeros are counted; a unit is dead only if its whole column is 0." loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(hidden == 0)

# %% wrong="units ever silent" why="A single 0 is enough for it; a dead unit gives 0 for every sample." loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.any(hidden == 0, axis=0))

# %% wrong="the whole table at once" why="`np.all` without an axis gives one truth for the whole table; each unit, a column, needs its own." loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0))

# %% wrong="samples instead of units" why="Rows are looked at; a unit is a column." loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=1))

# %% wrong="share of living units" why="These are the units that still give something; the dead ones are asked for." loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.any(hidden > 0, axis=0))

# %% wrong="tiny outputs taken for 0" why="A tiny output counts as 0; a dead unit gives exactly 0." loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.all(np.isclose(hidden, 0), axis=0))

# %% wrong="printed instead of returned"
def accuracy(logits, y):
    print(np.mean(logits.argmax(axis=1) == y))

def dead_fraction(hidden):
    print(np.mean(np.all(hidden == 0, axis=0)))

# %% wrong="divided by the number of classes" why="The count is divided by the classes; a share of samples is divided by the samples." loses="test_accuracy"
def accuracy(logits, y):
    return np.sum(logits.argmax(axis=1) == y) / logits.shape[1]

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))

# %% wrong="divided by the number of samples" why="The count is divided by the samples; a share of units is divided by the units." loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.sum(np.all(hidden == 0, axis=0)) / len(hidden)

# %% wrong="a single sample looked at" why="One sample decides; a dead unit gives 0 for every sample." loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(hidden[0] == 0)

# %% wrong="units often silent" why="A unit that is 0 for most samples counts; a dead one is 0 for all of them." loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.mean(hidden == 0, axis=0) > 0.5)

# %% wrong="units never silent" why="It counts the units without any 0; a dead unit holds nothing else." loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden, axis=0))

# %% wrong="argmax over the whole table" why="`argmax` without an axis gives one place in the whole table; each sample needs an answer of its own." loses="test_accuracy"
def accuracy(logits, y):
    return np.mean(logits.argmax() == y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))


# %% wrong="the largest logit instead of its place" why="`max` gives the largest logit itself; which class it belongs to is what `argmax` tells." loses="test_accuracy"
def accuracy(logits, y):
    return np.mean(logits.max(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))


# %% wrong="the smallest logit taken" why="It takes the class of the smallest logit; the largest is the answer." loses="test_accuracy"
def accuracy(logits, y):
    return np.mean(logits.argmin(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))


# %% wrong="every answer compared with every label" why="A column met a row, and NumPy compared all N answers with all N labels; sample i has label i." loses="test_accuracy"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1, keepdims=True) == y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))


# %% wrong="every answer compared with every label" title="a table of comparisons, summed" why="A column met a row, and NumPy compared all N answers with all N labels; sample i has label i." loses="test_accuracy"
def accuracy(logits, y):
    return np.sum(logits.argmax(axis=1)[:, None] == y) / len(y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))


# %% wrong="argmax over the samples" title="as many columns as there are labels" why="The largest is looked for down each column; each sample is a row, and its classes lie along it." loses="test_accuracy"
def accuracy(logits, y):
    n = min(logits.shape)
    return np.mean(logits.argmax(axis=0)[:n] == y[:n])

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))


# %% wrong="a sample missed" title="the first sample missed" why="One sample is left out of the count; look at where the loop begins and ends." loses="test_accuracy"
def accuracy(logits, y):
    return sum(logits[i].argmax() == y[i] for i in range(1, len(y))) / len(y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))


# %% wrong="a sample missed" title="the last sample missed" why="One sample is left out of the count; look at where the loop begins and ends." loses="test_accuracy"
def accuracy(logits, y):
    return sum(logits[i].argmax() == y[i] for i in range(len(y) - 1)) / len(y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))


# %% wrong="largest magnitude instead of largest logit" why="A large negative logit counts as large; the largest is the one furthest up." loses="test_accuracy"
def accuracy(logits, y):
    return np.mean(np.abs(logits).argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))


# %% wrong="classes counted from 1" why="The answers are one too high; the first column is class 0." loses="test_accuracy"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) + 1 == y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))


# %% wrong="a tie never counts" why="Where logits tie, nothing counts; the first of them does." loses="test_accuracy"
def accuracy(logits, y):
    top = logits == logits.max(axis=1, keepdims=True)
    return np.mean((logits.argmax(axis=1) == y) & (top.sum(axis=1) == 1))

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))


# %% wrong="a tie counts by half" why="Where logits tie, the classes share the point; the first of them gets it whole." loses="test_accuracy"
def accuracy(logits, y):
    top = logits == logits.max(axis=1, keepdims=True)
    return np.mean(top[np.arange(len(y)), y] / top.sum(axis=1))

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))


# %% wrong="right only if surer than a half" why="Only answers with a probability above a half count; the largest logit is the answer, however small." loses="test_accuracy"
def accuracy(logits, y):
    return np.mean(softmax(logits)[np.arange(len(y)), y] > 0.5)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))


# %% wrong="all or nothing" title="a division without remainder" why="It is 1 if all are right and else 0: `np.all` asks whether all are, and `//` and `int` cut off the fraction." loses="test_accuracy"
def accuracy(logits, y):
    return np.sum(logits.argmax(axis=1) == y) // len(y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))


# %% wrong="logits rounded before they are compared" why="Logits that differ in late digits become equal; compare them as they are." loses="test_accuracy"
def accuracy(logits, y):
    return np.mean(np.round(logits, 1).argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))


# %% wrong="two classes only" why="It looks at the first two columns; there may be any number of classes." loses="test_accuracy"
def accuracy(logits, y):
    return np.mean((logits[:, -logits.shape[1] :][:, :2].argmax(axis=1)) == y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))


# %% wrong="constant outputs taken for 0" why="A unit that gives the same for every sample counts; a dead one gives 0." loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == hidden[0], axis=0))

# %% wrong="a sample missed" title="the last sample overlooked" why="One sample is left out of the count; look at where the loop begins and ends." loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean([not any(column[:-1]) for column in hidden.T])

# %% wrong="percent instead of share" title="dead units in percent" why="The result is a hundred times too large; a share lies between 0 and 1." loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return 100 * np.mean(np.all(hidden == 0, axis=0))

# %% wrong="array instead of number" title="one truth a unit" loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.all(hidden == 0, axis=0)

# %% wrong="tiny outputs taken for 0" title="outputs cut to whole numbers" why="A tiny output counts as 0; a dead unit gives exactly 0." loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(hidden.astype(int).sum(axis=0) == 0)

# %% wrong="units nearly always silent" loses="test_accuracy_dead" why="A unit that is 0 for nearly all samples counts; a dead one is 0 for all of them."
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.mean(hidden == 0, axis=0) >= 0.9)

# %% wrong="all or nothing" title="asks whether all are right" why="It is 1 if all are right and else 0: `np.all` asks whether all are, and `//` and `int` cut off the fraction." loses="test_accuracy"
def accuracy(logits, y):
    return float(np.all(logits.argmax(axis=1) == y))

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))

# %% wrong="divided by all logits" why="The count is divided by the entries of the table; a share of samples is divided by the samples." loses="test_accuracy"
def accuracy(logits, y):
    return np.sum(logits.argmax(axis=1) == y) / logits.size

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))

# %% wrong="the largest so far starts at 0" why="A row of negative logits never gets above 0; begin with the row's first logit." loses="test_accuracy"
def accuracy(logits, y):
    hits = 0
    for row, label in zip(logits, y):
        best, place = 0, 0
        for k in range(len(row)):
            if row[k] > best:
                best, place = row[k], k
        hits += place == label
    return hits / len(y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))

# %% wrong="right if the logit is above 0" why="Only the sign of the right class's logit is looked at; it must be the largest of its row." loses="test_accuracy"
def accuracy(logits, y):
    return np.mean(logits[np.arange(len(y)), y] > 0)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))

# %% wrong="probability instead of accuracy" why="These are mean probabilities of the right classes; a sample counts whole, or not at all." loses="test_accuracy"
def accuracy(logits, y):
    return np.mean(softmax(logits)[np.arange(len(y)), y])

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))

# %% wrong="classes compared as sets" why="Which classes occur does not tell which sample has which; compare one by one." loses="test_accuracy"
def accuracy(logits, y):
    return len(set(logits.argmax(axis=1).tolist()) & set(y.tolist())) / len(set(y.tolist()))

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))

# %% wrong="divided by all entries" why="The count of dead units is divided by the entries of the table; divide by the units." loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.sum(np.all(hidden == 0, axis=0)) / hidden.size

# %% wrong="classes compared as sets" title="sets, divided by the samples" why="Which classes occur does not tell which sample has which; compare one by one." loses="test_accuracy"
def accuracy(logits, y):
    return len(set(logits.argmax(axis=1).tolist()) & set(y.tolist())) / len(y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))

# %% wrong="a single sample looked at" title="the last sample alone" why="One sample decides; a dead unit gives 0 for every sample." loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(hidden[-1] == 0)

# %% wrong="small means taken for dead" why="A unit of a small mean may still give something for some samples; a dead one gives 0 for all." loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(logits.argmax(axis=1) == y)

def dead_fraction(hidden):
    return np.mean(hidden.mean(axis=0) < 0.5)

# %% wrong="rounded to a whole number" why="A share is seldom 0 or 1; it stays as it is." loses="test_accuracy"
def accuracy(logits, y):
    return round(float(np.mean(logits.argmax(axis=1) == y)))

def dead_fraction(hidden):
    return np.mean(~np.any(hidden, axis=0))

# %% wrong="entries compared instead of samples" why="Of a sample's one-hot most entries agree, right or wrong; one answer is compared for each sample." loses="test_accuracy"
def accuracy(logits, y):
    classes = np.eye(logits.shape[1])
    return np.mean(classes[logits.argmax(axis=1)] == classes[y])

def dead_fraction(hidden):
    return np.mean(~np.any(hidden, axis=0))

# %% wrong="the first sample alone" why="`return` stands inside the loop: the first sample decides alone." loses="test_accuracy"
def accuracy(logits, y):
    for row, label in zip(logits, y):
        return float(row.argmax() == label)

def dead_fraction(hidden):
    return np.mean(~np.any(hidden, axis=0))

# %% wrong="as many units as samples" why="The loop runs over the number of samples; the units are the columns, `hidden.shape[1]`." loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(np.argmax(logits, axis=1) == y)

def dead_fraction(hidden):
    dead = [not hidden[:, i].any() for i in range(min(len(hidden), hidden.shape[1]))]
    return sum(dead) / hidden.shape[1]

# %% wrong="below 0 instead of 0" why="A ReLU never gives less than 0; a dead unit gives exactly 0." loses="test_accuracy_dead"
def accuracy(logits, y):
    return np.mean(np.argmax(logits, axis=1) == y)

def dead_fraction(hidden):
    return np.mean(np.all(hidden < 0, axis=0))


# %% wrong="argmax over the samples, and counted" why="The largest is looked for down each column, and it counts instead of taking the share; each sample is a row." loses="test_accuracy"
def accuracy(logits, y):
    n = min(logits.shape[1], len(y))
    return np.sum(logits.argmax(axis=0)[:n] == y[:n])

def dead_fraction(hidden):
    return np.mean(np.all(hidden == 0, axis=0))
