# %% right="loops"
def weighted_sum(x, w, b):
    n, d = x.shape
    s = np.zeros(n)
    for i in range(n):
        for j in range(d):
            s[i] += x[i, j] * w[j]
        s[i] += b
    return s

# %% right="einsum"
def weighted_sum(x, w, b):
    return np.einsum("nd,d->n", x, w) + b

# %% right="broadcasting and a sum"
def weighted_sum(x, w, b):
    return np.sum(x * w, axis=-1) + b

# %% right="single precision"
def weighted_sum(x, w, b):
    return x.astype(np.float32) @ w.astype(np.float32) + np.float32(b)

# %% right="the bias as one more weight"
def weighted_sum(x, w, b):
    ones = np.ones((len(x), 1))
    return np.hstack([x, ones]) @ np.append(w, b)

# %% right="a list turned into an array"
def weighted_sum(x, w, b):
    return np.array([sum(v * u for v, u in zip(row, w)) + b for row in x])

# %% right="other names and a helper"
def one(sample, weights):
    return np.dot(sample, weights)

def weighted_sum(inputs, weights, bias):
    return np.array([one(sample, weights) + bias for sample in inputs], dtype=float)

# %% wrong="`b` added more than once" why="`b` came in with every product, or multiplied by a count; each sample gets it once."
def weighted_sum(x, w, b):
    return (x * w + b).sum(axis=1)

# %% wrong="not added up over the inputs" why="Products are left by themselves, or were added over the samples; add those of one sample over its inputs."
def weighted_sum(x, w, b):
    return (x * w).sum(axis=0) + b

# %% wrong="(N, 1) instead of (N,)"
def weighted_sum(x, w, b):
    return x @ w.reshape(-1, 1) + b

# %% wrong="kept dimensions" title="sum with keepdims" told="(N, 1) instead of (N,)"
def weighted_sum(x, w, b):
    return (x * w).sum(axis=1, keepdims=True) + b

# %% wrong="only the first sample" why="There is one sum, that of the first row; every row of `x` needs one."
def weighted_sum(x, w, b):
    return np.array([x[0] @ w + b])

# %% wrong="lost a dimension" title="squeezed" loses="test_weighted_sum_one_sample"
def weighted_sum(x, w, b):
    return np.squeeze(x @ w + b)

# %% wrong="number instead of array" why="There is a single number; every row of `x` has a sum of its own."
def weighted_sum(x, w, b):
    return float(x[0] @ w + b)

# %% wrong="as many sums as inputs" why="The loop runs as often as there are inputs, x.shape[1]; the samples are counted by x.shape[0]."
def weighted_sum(x, w, b):
    n, d = x.shape
    s = np.zeros(n)
    for j in range(d):
        s[j] = x[j] @ w + b
    return s

# %% wrong="`b` left out" why="These are the sums of the products alone; the bias is still to be added."
def weighted_sum(x, w, b):
    return x @ w

# %% wrong="`b` subtracted instead of added" why="The bias is added as it is; its sign is in `b` already."
def weighted_sum(x, w, b):
    return x @ w - b

# %% wrong="summed over all samples" why="Everything went into one sum; each sample has a sum of its own."
def weighted_sum(x, w, b):
    return np.full(len(x), (x * w).sum() + b)

# %% wrong="input changed in place"
def weighted_sum(x, w, b):
    w *= 1.0
    s = np.zeros(len(x))
    x[0, 0] += 1
    return x @ w + b

# %% wrong="integer truncation" why="The array was made for whole numbers, so what stands behind the decimal point is cut off."
def weighted_sum(x, w, b):
    s = np.zeros(len(x), dtype=int)
    for i in range(len(x)):
        s[i] = x[i] @ w + b
    return s

# %% wrong="rows taken for columns" why="Each weight met a row of `x`, a sample; it belongs to a column. In a product with `@`, `x` is the left factor."
def weighted_sum(x, w, b):
    s = b
    for i in range(len(w)):
        s = s + x[i] * w[i]
    return s

# %% wrong="rows taken for columns" title="w on the left" why="Each weight met a row of `x`, a sample; it belongs to a column. In a product with `@`, `x` is the left factor."
def weighted_sum(x, w, b):
    return w @ x + b

# %% wrong="the last input missed" why="The loop ends one input too early: `range(n)` stops at n - 1 by itself."
def weighted_sum(x, w, b):
    s = np.full(len(x), float(b))
    for i in range(x.shape[1] - 1):
        s = s + x[:, i] * w[i]
    return s

# %% wrong="the first input missed" why="Counting begins at 0: the input number 0 and its weight were left out."
def weighted_sum(x, w, b):
    s = np.full(len(x), float(b))
    for i in range(1, x.shape[1]):
        s = s + x[:, i] * w[i]
    return s

# %% wrong="a mean instead of a sum" why="The products were averaged; a neuron adds them up."
def weighted_sum(x, w, b):
    return (x * w).mean(axis=1) + b

# %% wrong="weights without their sign" why="A negative weight counts against; here it was made positive."
def weighted_sum(x, w, b):
    return x @ np.abs(w) + b

# %% wrong="inputs and weights summed apart" why="Each input has to be multiplied by its own weight before anything is added up."
def weighted_sum(x, w, b):
    return x.sum(axis=1) * w.sum() + b

# %% wrong="weights left out" why="The inputs were added up as they are; each counts as much as its weight says."
def weighted_sum(x, w, b):
    return x.sum(axis=1) + b

# %% wrong="`b` multiplied by the weights" why="The bias was added to the inputs, so that the weights multiply it too; it belongs behind the sum."
def weighted_sum(x, w, b):
    return (x + b) @ w

# %% wrong="`b` added to the first sample only" why="Every sample gets the bias, and only one has got it here."
def weighted_sum(x, w, b):
    s = (x @ w).astype(float)
    s[0] += b
    return s

# %% wrong="`b` multiplied instead of added" why="The bias is a term of its own in the sum, not a factor."
def weighted_sum(x, w, b):
    return x @ w * b

# %% wrong="sum carried on to the next sample" why="The running sum is not set back, so that each sample also holds those before it."
def weighted_sum(x, w, b):
    out, total = [], 0.0
    for row in x:
        total += row @ w + b
        out.append(total)
    return np.array(out)

# %% wrong="stopped after the first sample" why="`return` inside the loop ends the function in the first round."
def weighted_sum(x, w, b):
    s = np.zeros(len(x))
    for i in range(len(x)):
        s[i] = x[i] @ w + b
        return s

# %% wrong="negative sums cut off" why="Sums below 0 became 0; the sum itself is wanted, whatever its sign."
def weighted_sum(x, w, b):
    return np.maximum(x @ w + b, 0)

# %% wrong="a decision instead of a sum" why="0 and 1 are the neuron's decision, which comes in the next exercise; here is the sum."
def weighted_sum(x, w, b):
    return (x @ w + b > 0) * 1.0

# %% wrong="`b` written as -2" why="The bias of the example stands in the code; use the `b` that is given."
def weighted_sum(x, w, b):
    return x @ w - 2.0

# %% wrong="three inputs only" why="The example's three inputs stand in the code; there may be any number of them."
def weighted_sum(x, w, b):
    return x[:, 0] * w[0] + x[:, 1] * w[1] + x[:, 2] * w[2] + b

# %% wrong="earlier results still there" title="a list outside of the function" why="A list outside of the function keeps what earlier calls put into it; make it inside."
sums = []

def weighted_sum(x, w, b):
    for row in x:
        sums.append(row @ w + b)
    return np.array(sums)

# %% wrong="as many sums as inputs" title="counts samples by columns" why="The samples were counted by x.shape[1], the number of inputs; they are the rows, x.shape[0]."
def weighted_sum(x, w, b):
    s = np.zeros(x.shape[1])
    for i in range(x.shape[1]):
        s[i] = x[i] @ w + b
    return s

# %% wrong="rows taken for columns" title="two rows for two inputs" why="`x[0]` is the first sample; the first input of all samples is the first column of `x`."
def weighted_sum(x, w, b):
    return x[0] * w[0] + x[1] * w[1] + b

# %% wrong="products not added up" why="Each input has met its weight, and the products still stand side by side; a neuron adds them up."
def weighted_sum(x, w, b):
    return x * w + b

# %% wrong="`b` added to the weights" why="The inputs multiply the bias, too; it belongs behind the sum."
def weighted_sum(x, w, b):
    return x @ (w + b)

# %% wrong="weights added to the inputs" why="A weight multiplies its input: it says how much the input counts."
def weighted_sum(x, w, b):
    return (x + w).sum(axis=1) + b

# %% wrong="a decision instead of a sum" title="a decision as whole numbers" why="0 and 1 are the neuron's decision, which comes in the next exercise; here is the sum."
def weighted_sum(x, w, b):
    return np.where(x @ w > -b, 1, 0)

# %% wrong="sum carried on to the next sample" title="the sum begins outside of the loop" why="The running sum is not set back, so that each sample also holds those before it."
def weighted_sum(x, w, b):
    s, total = np.zeros(len(x)), b
    for i in range(len(x)):
        for j in range(len(w)):
            total = total + x[i, j] * w[j]
        s[i] = total
    return s

# %% wrong="the last product alone" why="`=` writes each product over the one before it; `+=` adds it."
def weighted_sum(x, w, b):
    s = np.zeros(len(x))
    for i in range(len(x)):
        for j in range(len(w)):
            s[i] = x[i, j] * w[j]
    return s + b

# %% wrong="the last product alone" title="the last product, without the bias" why="`=` writes each product over the one before it, and over the bias; `+=` adds it."
def weighted_sum(x, w, b):
    s = np.full(len(x), float(b))
    for j in range(len(w)):
        s = x[:, j] * w[j]
    return s

# %% wrong="sum subtracted from `b`" why="The bias is added to the sum; the sum keeps its sign."
def weighted_sum(x, w, b):
    return b - x @ w

# %% wrong="one weight for a whole sample" why="Each input, a column of `x`, has a weight of its own; here one weight met a whole row."
def weighted_sum(x, w, b):
    s = np.full(len(x), float(b))
    for i in range(len(x)):
        s[i] += (x[i] * w[i]).sum()
    return s

# %% wrong="weights counted from the end" why="`w[-i]` counts from the end; input number i has the weight `w[i]`."
def weighted_sum(x, w, b):
    return sum(x[:, i] * w[-i] for i in range(len(w))) + b

# %% wrong="weights in reverse order" why="The first input meets the last weight; each input has the weight of its own number."
def weighted_sum(x, w, b):
    return x @ w[::-1] + b

# %% wrong="weights divided by their sum" why="The weights count as they are; they need not add up to 1."
def weighted_sum(x, w, b):
    return x @ w / np.sum(w) + b

# %% wrong="the last sample missed" why="The loop over the samples ends one too early: `range(n)` stops at n - 1 by itself."
def weighted_sum(x, w, b):
    s = np.zeros(len(x))
    for i in range(len(x) - 1):
        s[i] = x[i] @ w + b
    return s

# %% wrong="summed over all samples" title="one number for all samples" why="Everything went into one sum; each sample has a sum of its own."
def weighted_sum(x, w, b):
    return (x * w).sum() + b

# %% wrong="one weight for a whole sample" title="the first weight for all inputs" why="Each input, a column of `x`, has a weight of its own; here one weight met a whole row."
def weighted_sum(x, w, b):
    return x.sum(axis=1) * w[0] + b

# %% wrong="one weight for a whole sample" title="inputs added up, then weighted" why="Each input, a column of `x`, has a weight of its own; here one weight met a whole row."
def weighted_sum(x, w, b):
    return np.resize(x.sum(axis=1), len(w)) * w + b

# %% wrong="the first sample in every row" why="Every row got the sum of the first: does `x[0]` stand in the loop for `x[i]`?" loses="test_weighted_sum test_weighted_sum_one_sample"
def weighted_sum(x, w, b):
    return np.array([x[0] @ w + b for _ in x])

# %% wrong="only the last sample" why="Each round writes over the sum of the round before; every row of `x` keeps its own."
def weighted_sum(x, w, b):
    for row in x:
        s = row @ w + b
    return np.array([s])

# %% wrong="only the last sample" title="only the last sample, as a number" why="Each round writes over the sum of the round before; every row of `x` keeps its own."
def weighted_sum(x, w, b):
    for row in x:
        s = row @ w + b
    return s

# %% wrong="not added up over the inputs" title="a result for each product" why="Products are left by themselves, or were added over the samples; add those of one sample over its inputs."
def weighted_sum(x, w, b):
    return np.array([v * u + b for row in x for v, u in zip(row, w)])

# %% wrong="not added up over the inputs" title="a result for each running sum" why="Each sample has one sum; here every step on the way to it was kept."
def weighted_sum(x, w, b):
    return np.cumsum(x * w, axis=1).ravel() + b

# %% wrong="`b` added more than once" title="twice" why="`b` came in twice; each sample gets it once."
def weighted_sum(x, w, b):
    return x @ w + 2 * b

# %% wrong="multiplied instead of added up" why="The products of one sample were multiplied by each other; a neuron adds them up."
def weighted_sum(x, w, b):
    return np.prod(x * w, axis=1) + b

# %% wrong="the largest product alone" why="Of the products only the largest was kept; a neuron adds them all up."
def weighted_sum(x, w, b):
    return np.max(x * w, axis=1) + b

# %% wrong="a sigmoid on top" why="The sum itself is wanted; what is made of it comes later."
def weighted_sum(x, w, b):
    return 1 / (1 + np.exp(-(x @ w + b)))

# %% wrong="three inputs only" title="a loop over three inputs" why="The example's three inputs stand in the code; there may be any number of them." loses="test_weighted_sum test_weighted_sum_one_sample"
def weighted_sum(x, w, b):
    s = np.full(len(x), float(b))
    for i in range(3):
        s = s + x[:, i] * w[i]
    return s
