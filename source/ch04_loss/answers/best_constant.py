# %% right="counts in a loop"
import math

def best_constant(y, n_classes):
    counts = [0] * n_classes
    for label in y:
        counts[label] += 1
    return np.array([math.log(count) for count in counts])

# %% right="bincount, the largest at 0, single precision"
def best_constant(labels, n):
    logits = np.log(np.bincount(labels).astype(np.float32))
    return logits - logits.max()

# %% right="the mean of one-hot rows"
def best_constant(y, n_classes):
    return 3.0 + np.log(np.eye(n_classes)[y].mean(axis=0))

# %% right="walks down the slope"
def best_constant(y, n_classes):
    logits = np.zeros(n_classes)
    for _ in range(4000):
        e = np.exp(logits - logits.max())
        p = e / e.sum()
        push = np.array([np.mean((y == c) - p[c]) for c in range(n_classes)])
        logits = logits + push / np.maximum(p, 0.01)
        if np.abs(push).max() < 1e-12:
            break
    return logits

# %% right="einsum"
def best_constant(y, n_classes):
    hits = np.equal.outer(y, np.arange(n_classes)).astype(float)
    return np.log(np.einsum("nc->c", hits)) - np.log(len(y))

# %% wrong="shares taken for logits" why="The softmax does not give these shares back: which logits had the softmax (0.125, 0.25, 0.625)?"
def best_constant(y, n_classes):
    return np.array([np.mean(y == c) for c in range(n_classes)])

# %% wrong="counts taken for logits" why="The softmax raises e to each logit, so a count of 6 would weigh as much as e to the 6."
def best_constant(y, n_classes):
    return np.bincount(y, minlength=n_classes).astype(float)

# %% wrong="equal logits" why="Equal logits say that all classes are equally likely; some labels occur more often than others."
def best_constant(y, n_classes):
    return np.zeros(n_classes)

# %% wrong="equal logits" title="the logarithm of the number of classes" why="Equal logits say that all classes are equally likely; some labels occur more often than others."
def best_constant(y, n_classes):
    return np.full(n_classes, -np.log(n_classes))

# %% wrong="sure of the commonest class" why="All other labels then cost dearly: no class that occurs may get nearly nothing."
def best_constant(y, n_classes):
    counts = np.bincount(y, minlength=n_classes)
    return np.where(counts == counts.max(), 10.0, 0.0)

# %% wrong="sure of the commonest class" title="surer still" why="All other labels then cost dearly: no class that occurs may get nearly nothing."
def best_constant(y, n_classes):
    return 1000.0 * np.eye(n_classes)[np.argmax(np.bincount(y, minlength=n_classes))]

# %% wrong="one for the commonest class" why="How much more often a class occurs decides how much larger its logit is."
def best_constant(y, n_classes):
    return np.eye(n_classes)[np.argmax(np.bincount(y, minlength=n_classes))]

# %% wrong="wrong sign" title="the surprises of the shares" why="A class that occurs more often has the larger logit; here it has the smaller one."
def best_constant(y, n_classes):
    return -np.log(np.bincount(y, minlength=n_classes) / len(y))

# %% wrong="logarithm of another base" why="The softmax has powers of e, so the logarithm is `np.log`."
def best_constant(y, n_classes):
    return np.log2(np.bincount(y, minlength=n_classes) / len(y))

# %% wrong="logarithm of another base" title="to base 10" why="The softmax has powers of e, so the logarithm is `np.log`."
def best_constant(y, n_classes):
    return np.log10(np.bincount(y, minlength=n_classes) / len(y))

# %% wrong="each class against all others" why="`p / (1 - p)` belongs to a sigmoid for each class; the softmax divides by the sum over all classes anyway."
def best_constant(y, n_classes):
    p = np.bincount(y, minlength=n_classes) / len(y)
    return np.log(p + 1e-12) - np.log(1 - p + 1e-12)

# %% wrong="one added to each count" why="Each class occurs, so nothing has to be added before the logarithm; it draws the answer towards equal shares."
def best_constant(y, n_classes):
    return np.log(1 + np.bincount(y, minlength=n_classes))

# %% wrong="one added to each share" why="Each class occurs, so nothing has to be added before the logarithm; it draws the answer towards equal shares."
def best_constant(y, n_classes):
    return np.log1p(np.bincount(y, minlength=n_classes) / len(y))

# %% wrong="logarithm of 0" title="whole-number division"
def best_constant(y, n_classes):
    with np.errstate(divide="ignore"):
        return np.log(np.bincount(y, minlength=n_classes) // len(y)) * np.ones(n_classes)

# %% wrong="counts in order of size" why="Logit c belongs to class c; sorting the counts gives them to other classes."
def best_constant(y, n_classes):
    return np.log(np.sort(np.bincount(y, minlength=n_classes)))

# %% wrong="counts in order of size" title="the largest first" why="Logit c belongs to class c; sorting the counts gives them to other classes."
def best_constant(y, n_classes):
    return np.log(np.sort(np.bincount(y, minlength=n_classes))[::-1])

# %% wrong="classes in order of appearance" why="Logit c belongs to class c, not to the c-th class that is met in `y`."
def best_constant(y, n_classes):
    met = list(dict.fromkeys(y.tolist()))
    return np.log([np.sum(y == c) for c in met])

# %% wrong="one class off" why="The labels begin at 0: logit 0 belongs to the class 0."
def best_constant(y, n_classes):
    return np.log([np.sum(y == (c + 1) % n_classes) for c in range(n_classes)])

# %% wrong="the numbers of the classes" why="A label is only the number of a class; how large it is says nothing about how often it occurs."
def best_constant(y, n_classes):
    return np.arange(float(n_classes))

# %% wrong="sums of labels" why="A label is only the number of a class; count how often each occurs."
def best_constant(y, n_classes):
    return np.log([np.sum(y[y == c]) + 1.0 for c in range(n_classes)])

# %% wrong="twice the logarithms" why="Doubling all logits makes the answer surer than the labels are."
def best_constant(y, n_classes):
    return 2 * np.log(np.bincount(y, minlength=n_classes))

# %% wrong="half the logarithms" why="Half the logits leave the answer less sure than the labels are."
def best_constant(y, n_classes):
    return 0.5 * np.log(np.bincount(y, minlength=n_classes))

# %% wrong="shares times their logarithms" why="`p * ln p` is a part of the loss that is reached; the logit is the logarithm alone."
def best_constant(y, n_classes):
    p = np.bincount(y, minlength=n_classes) / len(y)
    return p * np.log(p)

# %% wrong="exponential instead of logarithm" why="The softmax raises e to each logit already; which logits had the softmax (0.125, 0.25, 0.625)?"
def best_constant(y, n_classes):
    return np.exp(np.bincount(y, minlength=n_classes) / len(y))

# %% wrong="cut to whole numbers" why="The logits are no whole numbers, and so must not be cut."
def best_constant(y, n_classes):
    return np.log(np.bincount(y, minlength=n_classes)).astype(int)

# %% wrong="the best of a few tries" why="Of a few tries the best is not the best of all; the loss can go lower still."
def best_constant(y, n_classes):
    rng, counts = np.random.default_rng(0), np.bincount(y, minlength=n_classes)
    tries = rng.normal(size=(50, n_classes))
    return min(tries, key=lambda z: np.log(np.exp(z).sum()) - z @ counts / len(y))

# %% wrong="stopped too early" why="Each step lowers the loss; it was not the lowest yet when the steps ended."
def best_constant(y, n_classes):
    logits, shares = np.zeros(n_classes), np.bincount(y, minlength=n_classes) / len(y)
    for _ in range(10):
        logits = logits + 0.1 * (shares - np.exp(logits) / np.exp(logits).sum())
    return logits

# %% wrong="a row for each sample"
def best_constant(y, n_classes):
    return np.tile(np.log(np.bincount(y, minlength=n_classes)), (len(y), 1))

# %% wrong="a row for each sample" title="a table of one row"
def best_constant(y, n_classes):
    return np.log(np.eye(n_classes)[y].mean(axis=0, keepdims=True))

# %% wrong="number instead of array" title="the loss itself"
def best_constant(y, n_classes):
    p = np.bincount(y, minlength=n_classes) / len(y)
    return -np.sum(p * np.log(p))

# %% wrong="list instead of array"
def best_constant(y, n_classes):
    return [float(np.log(np.mean(y == c))) for c in range(n_classes)]

# %% wrong="three classes whatever `n_classes` is" told=""
def best_constant(y, n_classes):
    return np.log([np.mean(y == c) for c in range(3)])

# %% wrong="input changed in place" title="labels sorted"
def best_constant(y, n_classes):
    y.sort()
    return np.log(np.bincount(y, minlength=n_classes))

# %% wrong="nothing returned"
def best_constant(y, n_classes):
    logits = np.log(np.bincount(y, minlength=n_classes))
