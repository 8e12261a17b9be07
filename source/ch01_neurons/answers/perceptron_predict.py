# %% right="calls weighted_sum"
def perceptron_predict(x, w, b):
    return (weighted_sum(x, w, b) > 0).astype(int)

# %% right="np.where"
def perceptron_predict(x, w, b):
    return np.where(np.dot(x, w) > -b, 1, 0)

# %% right="a loop"
def perceptron_predict(x, w, b):
    out = []
    for sample in x:
        out.append(1 if np.sum(sample * w) + b > 0 else 0)
    return np.array(out, dtype=np.int32)

# %% right="heaviside"
def perceptron_predict(x, w, b):
    return np.heaviside(np.einsum("nd,d->n", x, w) + b, 0).astype(np.int8)

# %% wrong="fires at exactly 0" why="A sum of exactly 0 counts as not above 0, so the answer there is 0." loses="test_perceptron_predict_threshold"
def perceptron_predict(x, w, b):
    return (x @ w + b >= 0).astype(int)

# %% wrong="booleans instead of numbers"
def perceptron_predict(x, w, b):
    return x @ w + b > 0

# %% wrong="-1 and 1 instead of 0 and 1"
def perceptron_predict(x, w, b):
    return np.where(x @ w + b > 0, 1, -1)

# %% wrong="`b` subtracted instead of added" why="The bias is added as it is; its sign is in `b` already."
def perceptron_predict(x, w, b):
    return (x @ w - b > 0).astype(int)

# %% wrong="`b` makes no difference" why="It is left out of the sum, or stands on both sides of the comparison."
def perceptron_predict(x, w, b):
    return (x @ w > 0).astype(int)

# %% wrong="floats instead of integers"
def perceptron_predict(x, w, b):
    return np.where(x @ w + b > 0, 1.0, 0.0)

# %% wrong="0 and 1 swapped"
def perceptron_predict(x, w, b):
    return (x @ w + b <= 0).astype(int)

# %% wrong="(N, 1) instead of (N,)"
def perceptron_predict(x, w, b):
    return (x @ w.reshape(-1, 1) + b > 0).astype(int)

# %% wrong="list instead of array"
def perceptron_predict(x, w, b):
    return [int(sample @ w + b > 0) for sample in x]

# %% wrong="one truth value for a whole array" title="if on a whole array"
def perceptron_predict(x, w, b):
    if x @ w + b > 0:
        return 1
    return 0

# %% wrong="no decision, these are the sums" why="The sums are right; what is wanted is whether each is above 0, as 1 or 0."
def perceptron_predict(x, w, b):
    return x @ w + b

# %% wrong="function not called"
def perceptron_predict(x, w, b):
    return (weighted_sum > 0).astype(int)

# %% right="the sign, cut off below"
def perceptron_predict(x, w, b):
    return np.maximum(np.sign(x @ w + b), 0).astype(int)

# %% wrong="fires above a small number, not above 0" why="A sum of a millionth is above 0 and must fire." loses="test_perceptron_predict_threshold"
def perceptron_predict(x, w, b):
    return (x @ w + b > 1e-6).astype(int)

# %% wrong="-1 and 1 instead of 0 and 1" title="the sign of the sum" why="`np.sign` gives -1 where the neuron should be silent, which is 0."
def perceptron_predict(x, w, b):
    return np.sign(x @ w + b).astype(int)

# %% wrong="`b` added once for each input" why="`b` came in with every product; each sample gets it once." loses="test_perceptron_predict"
def perceptron_predict(x, w, b):
    return ((x * w + b).sum(axis=1) > 0).astype(int)

# %% wrong="fires above one half, not above 0" why="The sum is compared with 0.5, or rounded first; any sum above 0 must fire."
def perceptron_predict(x, w, b):
    return (x @ w + b > 0.5).astype(int)

# %% wrong="fires above 0.1, not above 0" why="The sum is compared with 0.1; any sum above 0 must fire."
def perceptron_predict(x, w, b):
    return (x @ w + b > 0.1).astype(int)

# %% wrong="fires from 1 on, not above 0" why="The sum is compared with 1, or cut to a whole number first; any sum above 0 must fire."
def perceptron_predict(x, w, b):
    return np.clip(x @ w + b, 0, 1).astype(int)

# %% wrong="decided for each input" why="Each product was compared with 0 for itself; a neuron first adds up, then decides once."
def perceptron_predict(x, w, b):
    return (x * w + b > 0).any(axis=1).astype(int)

# %% wrong="the last input missed" why="The last input takes no part in the sum; `range(n)` stops at n - 1 by itself."
def perceptron_predict(x, w, b):
    s = np.full(len(x), float(b))
    for i in range(x.shape[1] - 1):
        s = s + x[:, i] * w[i]
    return (s > 0).astype(int)

# %% wrong="weights without their sign" why="A negative weight counts against; here it was made positive."
def perceptron_predict(x, w, b):
    return (x @ np.abs(w) + b > 0).astype(int)

# %% wrong="positions instead of decisions" why="These are the numbers of the samples that fire; wanted is a 0 or a 1 for every sample."
def perceptron_predict(x, w, b):
    return np.where(x @ w + b > 0)[0]

# %% wrong="one sample only" why="There is one decision, that of a single row; every row of `x` needs one."
def perceptron_predict(x, w, b):
    return np.array([int(x[0] @ w + b > 0)])

# %% wrong="earlier results still there" title="a list outside of the function" why="A list outside of the function keeps what earlier calls put into it; make it inside."
decisions = []

def perceptron_predict(x, w, b):
    for row in x:
        decisions.append(int(row @ w + b > 0))
    return np.array(decisions)

# %% wrong="rows taken for columns" why="`x[0]` is the first sample; the first input of all samples is the first column of `x`."
def perceptron_predict(x, w, b):
    s = b
    for i in range(len(w)):
        s = s + x[i] * w[i]
    return (s > 0).astype(int)

# %% wrong="rows taken for columns" title="two rows for two inputs" why="`x[0]` is the first sample; the first input of all samples is the first column of `x`."
def perceptron_predict(x, w, b):
    return (x[0] * w[0] + x[1] * w[1] + b > 0).astype(int)

# %% wrong="0 and 1 swapped" title="fires below 0" why="It fires where the sum is below 0; it should fire where it is above."
def perceptron_predict(x, w, b):
    return (x @ w + b < 0).astype(int)

# %% wrong="`b` added twice" why="The bias is in the weighted sum already, and came in once more."
def perceptron_predict(x, w, b):
    return (x @ w + 2 * b > 0).astype(int)

# %% wrong="sums below 0 left as they are" why="Only the sums above 0 were replaced, by 1; all others have to become 0."
def perceptron_predict(x, w, b):
    out = x @ w + b
    out[out > 0] = 1
    return out.astype(int)

# %% wrong="every sample fires" why="Whatever the sum, the answer is 1: is each sum asked whether it is above 0?"
def perceptron_predict(x, w, b):
    return np.ones(len(x), dtype=int)

# %% wrong="all zeros"
def perceptron_predict(x, w, b):
    return np.zeros(len(x), dtype=int)

# %% wrong="fires below 0, too" why="It asks whether the sum is other than 0; the neuron fires only above."
def perceptron_predict(x, w, b):
    return (x @ w + b != 0).astype(int)

# %% wrong="fires above 2, whatever `b`" why="The example's threshold stands in the code; use the `b` that is given."
def perceptron_predict(x, w, b):
    return (x @ w > 2).astype(int)

# %% wrong="`b` without its sign" why="The sums are compared with the size of `b`; the sign of `b` counts, too."
def perceptron_predict(x, w, b):
    return (x @ w > np.abs(b)).astype(int)

# %% wrong="weights left out" why="The inputs were added up as they are; each counts as much as its weight says."
def perceptron_predict(x, w, b):
    return (x.sum(axis=1) + b > 0).astype(int)

# %% wrong="compared with the mean" why="The sum is compared with the mean of all sums; compare it with 0."
def perceptron_predict(x, w, b):
    s = x @ w + b
    return (s > np.mean(s)).astype(int)

# %% wrong="cut off below 0, not decided" why="Sums below 0 became 0, and the others stayed sums; what is wanted is 1 for each of those."
def perceptron_predict(x, w, b):
    return np.maximum(x @ w + b, 0).astype(int)

# %% wrong="cut off below 0, not decided" title="cut off below 0, as floats" why="Sums below 0 became 0, and the others stayed sums; what is wanted is 1 for each of those."
def perceptron_predict(x, w, b):
    return np.maximum(x @ w + b, 0)

# %% wrong="decided for each input" title="how many inputs are enough" why="Each product was compared with 0 for itself; a neuron first adds up, then decides once."
def perceptron_predict(x, w, b):
    return (x * w + b > 0).sum(axis=1)

# %% wrong="only the ones kept" why="There is a 1 for each sample that fires, and nothing for the others; they need a 0."
def perceptron_predict(x, w, b):
    return np.array([1 for s in x @ w + b if s > 0])

# %% wrong="the input with the largest product" why="`argmax` says which input counts most; a neuron adds up and decides."
def perceptron_predict(x, w, b):
    return np.argmax(x * w + b, axis=1)

# %% wrong="decided for each input" title="all inputs have to be enough" why="Each product was compared with 0 for itself; a neuron first adds up, then decides once." loses="test_perceptron_predict test_perceptron_predict_threshold"
def perceptron_predict(x, w, b):
    return (x * w + b > 0).all(axis=1).astype(int)

# %% wrong="the first sample missed" why="The loop begins at 1; the first sample has number 0." loses="test_perceptron_predict test_perceptron_predict_threshold"
def perceptron_predict(x, w, b):
    y = np.zeros(len(x), dtype=int)
    for i in range(1, len(x)):
        y[i] = x[i] @ w + b > 0
    return y

# %% wrong="the last sample missed" why="The loop ends one sample too early: `range(n)` stops at n - 1 by itself." loses="test_perceptron_predict test_perceptron_predict_threshold"
def perceptron_predict(x, w, b):
    y = np.zeros(len(x), dtype=int)
    for i in range(len(x) - 1):
        y[i] = x[i] @ w + b > 0
    return y

# %% wrong="as many decisions as inputs" why="The samples were counted by the inputs, `len(w)` or `x.shape[1]`; they are the rows, `x.shape[0]`."
def perceptron_predict(x, w, b):
    return (x[: len(w)] @ w + b > 0).astype(int)

# %% wrong="the samples that fire" why="These are rows of `x`; wanted is a 0 or a 1 for every row."
def perceptron_predict(x, w, b):
    return x[x @ w + b > 0]

# %% wrong="fires from 1 on, not above 0" title="compared with 1" why="The sum is compared with 1, or cut to a whole number first; any sum above 0 must fire."
def perceptron_predict(x, w, b):
    return (x @ w + b > 1).astype(int)

# %% wrong="one sample only" title="a sample that does not fire" why="There is one decision, that of a single row; every row of `x` needs one."
def perceptron_predict(x, w, b):
    return np.array([0])

# %% wrong="-1 instead of 0" title="the sign of the sum, as a float"
def perceptron_predict(x, w, b):
    return np.sign(x @ w + b)

# %% wrong="-1 instead of 0" title="-1 and 1, as floats"
def perceptron_predict(x, w, b):
    return np.where(x @ w + b > 0, 1.0, -1.0)
