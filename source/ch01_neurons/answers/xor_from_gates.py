# %% right="own weights"
def xor_from_gates(x):
    either = perceptron_predict(x, np.array([1.0, 1.0]), -0.5)
    both = perceptron_predict(x, np.array([1.0, 1.0]), -1.5)
    return perceptron_predict(np.column_stack([either, both]), np.array([1.0, -1.0]), -0.5)

# %% right="four NAND neurons"
def nand(p, q):
    return perceptron_predict(np.stack([p, q], axis=1), *gate_weights("NAND"))

def xor_from_gates(x):
    p, q = x[:, 0], x[:, 1]
    r = nand(p, q)
    return nand(nand(p, r), nand(q, r))

# %% right="two neurons, one with three inputs"
def xor_from_gates(x):
    both = perceptron_predict(x, np.array([2.0, 2.0]), -3.0)
    return perceptron_predict(np.hstack([x, both[:, None]]), np.array([2.0, 2.0, -4.0]), -1.0)

# %% right="row by row"
def xor_from_gates(x):
    out = np.zeros(len(x), dtype=int)
    for i in range(len(x)):
        row = x[i : i + 1]
        hidden = [perceptron_predict(row, *gate_weights(name))[0] for name in ("OR", "NAND")]
        out[i] = perceptron_predict(np.array([hidden]), *gate_weights("AND"))[0]
    return out

# %% wrong="computed without neurons" loses="test_xor_from_gates_neurons"
def xor_from_gates(x):
    return x[:, 0] ^ x[:, 1]

# %% wrong="the last step is not a neuron" title="neurons for show" loses="test_xor_from_gates_neurons"
def xor_from_gates(x):
    perceptron_predict(x, *gate_weights("OR"))
    perceptron_predict(x, *gate_weights("NAND"))
    return (x[:, 0] != x[:, 1]).astype(int)

# %% wrong="the last step is not a neuron" title="AND by a product" loses="test_xor_from_gates_neurons"
def xor_from_gates(x):
    return perceptron_predict(x, *gate_weights("OR")) * perceptron_predict(x, *gate_weights("NAND"))

# %% wrong="stacked as rows, not as columns"
def xor_from_gates(x):
    hidden = np.array([perceptron_predict(x, *gate_weights(name)) for name in ("OR", "NAND")])
    return perceptron_predict(hidden, *gate_weights("AND"))

# %% wrong="this is OR" why="It fires at (1, 1), too, where XOR is silent." loses="test_xor_from_gates"
def xor_from_gates(x):
    either = perceptron_predict(x, *gate_weights("OR"))
    both = perceptron_predict(x, *gate_weights("AND"))
    return perceptron_predict(np.stack([either, both], axis=1), *gate_weights("OR"))

# %% wrong="one neuron cannot do XOR" why="However its weights are chosen, one neuron is one straight line."
def xor_from_gates(x):
    return perceptron_predict(x, np.array([1.0, 1.0]), -0.5)

# %% wrong="this is the opposite of XOR" why="It fires where XOR is silent, and is silent where XOR fires: does a NAND stand for the AND at the end?" loses="test_xor_from_gates"
def xor_from_gates(x):
    either = perceptron_predict(x, *gate_weights("OR"))
    not_both = perceptron_predict(x, *gate_weights("NAND"))
    return perceptron_predict(np.stack([either, not_both], axis=1), *gate_weights("NAND"))

# %% wrong="an empty array" title="fails without rows" loses="test_xor_from_gates"
def xor_from_gates(x):
    out = []
    for row in x:
        hidden = [perceptron_predict(row[None], *gate_weights(name))[0] for name in ("OR", "NAND")]
        out.append(perceptron_predict(np.array([hidden]), *gate_weights("AND")))
    return np.concatenate(out)

# %% wrong="number instead of array" title="one row only"
def xor_from_gates(x):
    either = perceptron_predict(x, *gate_weights("OR"))
    not_both = perceptron_predict(x, *gate_weights("NAND"))
    return int(perceptron_predict(np.array([[either[0], not_both[0]]]), *gate_weights("AND"))[0])

# %% right="NOT by 1 - q"
def xor_from_gates(x):
    either = perceptron_predict(x, *gate_weights("OR"))
    both = perceptron_predict(x, *gate_weights("AND"))
    return perceptron_predict(np.stack([either, 1 - both], axis=1), *gate_weights("AND"))

# %% right="one against the other"
def xor_from_gates(x):
    left = perceptron_predict(x, np.array([1.0, -1.0]), -0.5)
    right = perceptron_predict(x, np.array([-1.0, 1.0]), -0.5)
    return perceptron_predict(np.c_[left, right], *gate_weights("OR"))

# %% wrong="fed with something else" title="XOR by Python, sent through a neuron" loses="test_xor_from_gates_neurons"
def xor_from_gates(x):
    perceptron_predict(x, *gate_weights("OR"))
    y = x[:, 0] ^ x[:, 1]
    return perceptron_predict(np.stack([y, y], axis=1), *gate_weights("AND"))

# %% wrong="fed with something else" title="two neurons that copy, compared by Python" loses="test_xor_from_gates_neurons"
def xor_from_gates(x):
    p = perceptron_predict(x, np.array([1.0, 0.0]), -0.5)
    q = perceptron_predict(x, np.array([0.0, 1.0]), -0.5)
    y = (p != q).astype(int)
    return perceptron_predict(np.stack([y, y], axis=1), *gate_weights("AND"))

# %% wrong="an idle neuron" loses="test_xor_from_gates_neurons"
def xor_from_gates(x):
    p = perceptron_predict(x, *gate_weights("OR"))
    q = perceptron_predict(x, *gate_weights("NAND"))
    perceptron_predict(x, *gate_weights("AND"))
    return perceptron_predict(np.stack([p, q], axis=1), *gate_weights("AND"))

# %% wrong="a bias for each row" loses="test_xor_from_gates_neurons"
def xor_from_gates(x):
    p = perceptron_predict(x, *gate_weights("OR"))
    return perceptron_predict(np.stack([p, p], axis=1), np.zeros(2), (x[:, 0] ^ x[:, 1]) - 0.5)

# %% wrong="weights that depend on the row" title="a bias for each row, row by row" loses="test_xor_from_gates_neurons"
def xor_from_gates(x):
    out = np.zeros(len(x), dtype=int)
    for i, row in enumerate(x):
        p = perceptron_predict(row[None], *gate_weights("OR"))
        bias = float(row[0] != row[1]) - 0.5
        out[i] = perceptron_predict(np.stack([p, p], axis=1), np.zeros(2), bias)[0]
    return out

# %% wrong="an empty array" why="No row of `x` has got an answer."
def xor_from_gates(x):
    perceptron_predict(x, *gate_weights("OR"))
    perceptron_predict(x, *gate_weights("NAND"))
    return np.array([], dtype=int)

# %% wrong="number instead of array" title="eleven"
def xor_from_gates(x):
    perceptron_predict(x, *gate_weights("OR"))
    perceptron_predict(x, *gate_weights("NAND"))
    return 11

# %% right="another name for the neuron"
neuron = perceptron_predict
gate = gate_weights

def xor_from_gates(x):
    hidden = np.stack([neuron(x, *gate("OR")), neuron(x, *gate("NAND"))], axis=1)
    return neuron(hidden, *gate("AND"))

# %% right="the neuron as a default argument"
def xor_from_gates(x, neuron=perceptron_predict, weights=gate_weights):
    hidden = [neuron(x, *weights(name)) for name in ("OR", "NAND")]
    return neuron(np.stack(hidden, axis=1), *weights("AND"))

# %% right="partial functions"
import functools

AND, OR, NAND = (
    functools.partial(perceptron_predict, w=w, b=b) for w, b in map(gate_weights, ("AND", "OR", "NAND"))
)

def xor_from_gates(x):
    return AND(np.stack([OR(x), NAND(x)], axis=1))

# %% right="an inner function"
def xor_from_gates(x):
    def gate(name, *columns):
        return perceptron_predict(np.stack(columns, axis=1), *gate_weights(name))

    p, q = x[:, 0], x[:, 1]
    return gate("AND", gate("OR", p, q), gate("NAND", p, q))

# %% right="a list of functions"
LAYERS = [
    [lambda x: perceptron_predict(x, *gate_weights("OR")), lambda x: perceptron_predict(x, *gate_weights("NAND"))],
    [lambda x: perceptron_predict(x, *gate_weights("AND"))],
]

def xor_from_gates(x):
    for layer in LAYERS:
        x = np.stack([neuron(x) for neuron in layer], axis=1)
    return x[:, 0]

# %% right="a class"
class Network:
    neuron = staticmethod(perceptron_predict)

    def __call__(self, x):
        hidden = [self.neuron(x, *gate_weights(name)) for name in ("OR", "NAND")]
        return self.neuron(np.stack(hidden, axis=1), *gate_weights("AND"))

xor_from_gates = Network()

# %% wrong="this always fires" why="Every row gets 1: does an OR stand for the AND at the end, or are the hidden answers opposites?" loses="test_xor_from_gates"
def xor_from_gates(x):
    either = perceptron_predict(x, *gate_weights("OR"))
    not_both = perceptron_predict(x, *gate_weights("NAND"))
    return perceptron_predict(np.stack([either, not_both], axis=1), *gate_weights("OR"))

# %% wrong="this is AND" why="It fires at (1, 1) alone, where XOR is silent. Is the second neuron a NAND, and what does the last one look at?" loses="test_xor_from_gates"
def xor_from_gates(x):
    either = perceptron_predict(x, *gate_weights("OR"))
    both = perceptron_predict(x, *gate_weights("AND"))
    return perceptron_predict(np.stack([either, both], axis=1), *gate_weights("AND"))

# %% wrong="this is NAND" why="It fires at (0, 0), too, where XOR is silent." loses="test_xor_from_gates"
def xor_from_gates(x):
    not_both = perceptron_predict(x, *gate_weights("NAND"))
    again = perceptron_predict(x, *gate_weights("NAND"))
    return perceptron_predict(np.stack([not_both, again], axis=1), *gate_weights("AND"))

# %% wrong="this never fires" why="Every row gets 0: look at what each neuron answers at the four corners." loses="test_xor_from_gates"
def xor_from_gates(x):
    both = perceptron_predict(x, *gate_weights("AND"))
    not_both = perceptron_predict(x, *gate_weights("NAND"))
    return perceptron_predict(np.stack([both, not_both], axis=1), *gate_weights("AND"))

# %% wrong="this is NOR" why="It fires at (0, 0) alone, the opposite of OR: a NOR stands for an OR, or a NAND for an AND." loses="test_xor_from_gates"
def xor_from_gates(x):
    either = perceptron_predict(x, *gate_weights("OR"))
    return perceptron_predict(np.stack([either, either], axis=1), *gate_weights("NAND"))

# %% wrong="rows taken for columns" why="`x[0]` is the first row; the first input of all rows is the first column of `x`."
def xor_from_gates(x):
    x = np.stack([x[0], x[1]], axis=1)
    hidden = [perceptron_predict(x, *gate_weights(name)) for name in ("OR", "NAND")]
    return perceptron_predict(np.stack(hidden, axis=1), *gate_weights("AND"))

# %% wrong="the last step is not a neuron" title="the smaller of two answers" loses="test_xor_from_gates_neurons"
def xor_from_gates(x):
    hidden = [perceptron_predict(x, *gate_weights(name)) for name in ("OR", "NAND")]
    return np.minimum(*hidden)

# %% wrong="an idle neuron" title="picked by np.where" loses="test_xor_from_gates_neurons"
def xor_from_gates(x):
    either = perceptron_predict(x, *gate_weights("OR"))
    not_both = perceptron_predict(x, *gate_weights("NAND"))
    return np.where(either == 1, not_both, either)

# %% wrong="the last step is not a neuron" title="a difference of two answers" loses="test_xor_from_gates_neurons"
def xor_from_gates(x):
    return perceptron_predict(x, *gate_weights("OR")) - perceptron_predict(x, *gate_weights("AND"))

# %% wrong="an idle neuron" why="An answer was calculated and went nowhere." title="the last neuron looks at x"
def xor_from_gates(x):
    perceptron_predict(x, *gate_weights("OR"))
    perceptron_predict(x, *gate_weights("NAND"))
    return perceptron_predict(x, *gate_weights("AND"))

# %% wrong="earlier results still there" title="a list outside of the function" why="A list outside of the function keeps what earlier calls put into it; make it inside."
answers = []

def xor_from_gates(x):
    for row in x:
        hidden = [perceptron_predict(row[None], *gate_weights(name))[0] for name in ("OR", "NAND")]
        answers.append(perceptron_predict(np.array([hidden]), *gate_weights("AND"))[0])
    return np.array(answers, dtype=int)

# %% wrong="reshaped where columns were wanted" why="`reshape` pours the answers in row by row; the two answers have to stand side by side." loses="test_xor_from_gates"
def xor_from_gates(x):
    hidden = [perceptron_predict(x, *gate_weights(name)) for name in ("OR", "NAND")]
    return perceptron_predict(np.array(hidden).reshape(-1, 2), *gate_weights("AND"))

# %% wrong="the last step is not a neuron" title="OR mended at one corner" loses="test_xor_from_gates_neurons"
def xor_from_gates(x):
    either = perceptron_predict(x, *gate_weights("OR"))
    either = perceptron_predict(np.stack([either, either], axis=1), *gate_weights("OR"))
    return np.where((x == 1).all(axis=1), 0, either)

# %% wrong="joined end to end, not side by side"
def xor_from_gates(x):
    hidden = [perceptron_predict(x, *gate_weights(name)) for name in ("OR", "NAND")]
    return perceptron_predict(np.concatenate(hidden), *gate_weights("AND"))

# %% wrong="sums instead of decisions" why="The hidden neurons add up and do not decide: what they pass on has to be 0 or 1." loses="test_xor_from_gates test_xor_from_gates_neurons"
def xor_from_gates(x):
    hidden = [weighted_sum(x, *gate_weights(name)) for name in ("OR", "NAND")]
    return perceptron_predict(np.stack(hidden, axis=1), *gate_weights("AND"))

# %% wrong="a sum instead of a decision" why="The last neuron adds up and does not decide: its answer is 0 or 1." loses="test_xor_from_gates test_xor_from_gates_neurons"
def xor_from_gates(x):
    hidden = [perceptron_predict(x, *gate_weights(name)) for name in ("OR", "NAND")]
    return weighted_sum(np.stack(hidden, axis=1), *gate_weights("AND"))

# %% wrong="stacked as rows, not as columns" title="no axis given to np.stack" loses="test_xor_from_gates test_xor_from_gates_neurons"
def xor_from_gates(x):
    p = perceptron_predict(x, *gate_weights("OR"))
    q = perceptron_predict(x, *gate_weights("NAND"))
    return perceptron_predict(np.stack([p, q]), *gate_weights("AND"))

# %% wrong="stacked as rows, not as columns" title="a list of two answers" loses="test_xor_from_gates test_xor_from_gates_neurons"
def xor_from_gates(x):
    hidden = [perceptron_predict(x, *gate_weights(name)) for name in ("OR", "NAND")]
    return perceptron_predict(hidden, *gate_weights("AND"))

# %% wrong="w and b not taken apart"
def xor_from_gates(x):
    hidden = [perceptron_predict(x, gate_weights(name)) for name in ("OR", "NAND")]
    return perceptron_predict(np.stack(hidden, axis=1), gate_weights("AND"))

# %% wrong="w and b swapped"
def xor_from_gates(x):
    def neuron(x, name):
        b, w = gate_weights(name)
        return perceptron_predict(x, w, b)

    return neuron(np.stack([neuron(x, "OR"), neuron(x, "NAND")], axis=1), "AND")

# %% wrong="x of one axis"
def xor_from_gates(x):
    p = perceptron_predict(x[:, 0], *gate_weights("OR"))
    q = perceptron_predict(x[:, 1], *gate_weights("NAND"))
    return perceptron_predict(np.stack([p, q], axis=1), *gate_weights("AND"))

# %% wrong="no such gate"
def xor_from_gates(x):
    return perceptron_predict(x, *gate_weights("XOR"))

# %% wrong="one neuron cannot do XOR" title="one input for, one against" why="However its weights are chosen, one neuron is one straight line."
def xor_from_gates(x):
    return perceptron_predict(x, np.array([1.0, -1.0]), -0.5)

# %% wrong="computed without neurons" title="looked up" loses="test_xor_from_gates_neurons"
def xor_from_gates(x):
    table = {(0, 0): 0, (0, 1): 1, (1, 0): 1, (1, 1): 0}
    return np.array([table[p, q] for p, q in x.tolist()], dtype=int)

# %% wrong="four rows only" why="The table's four rows stand in the code; `x` may have any number of them."
def xor_from_gates(x):
    out = np.zeros(4, dtype=int)
    for i in range(4):
        hidden = [perceptron_predict(x[i : i + 1], *gate_weights(name)) for name in ("OR", "NAND")]
        out[i] = perceptron_predict(np.stack(hidden, axis=1), *gate_weights("AND"))[0]
    return out

# %% right="row by row, in a list"
def xor_from_gates(x):
    answers = []
    for row in x:
        hidden = [perceptron_predict(row[None, :], *gate_weights(name)) for name in ("OR", "NAND")]
        answers.append(perceptron_predict(np.stack(hidden, axis=1), *gate_weights("AND"))[0])
    return np.array(answers)

# %% right="an input turned round"
def xor_from_gates(x):
    p = perceptron_predict(np.stack([x[:, 0], 1 - x[:, 1]], axis=1), *gate_weights("AND"))
    q = perceptron_predict(np.stack([1 - x[:, 0], x[:, 1]], axis=1), *gate_weights("AND"))
    return perceptron_predict(np.stack([p, q], axis=1), *gate_weights("OR"))

# %% wrong="wrong number of arguments" title="no bias given"
def xor_from_gates(x):
    hidden = [perceptron_predict(x, gate_weights(name)[0]) for name in ("OR", "NAND")]
    return perceptron_predict(np.stack(hidden, axis=1), gate_weights("AND")[0])

# %% wrong="a column given as weights"
def xor_from_gates(x):
    def gate(name, p, q):
        return perceptron_predict(p, q, gate_weights(name)[1])

    p, q = x[:, 0], x[:, 1]
    return gate("AND", gate("OR", p, q), gate("NAND", p, q))

# %% wrong="this is NOR" title="NOR in place of OR" why="It fires at (0, 0) alone, the opposite of OR: a NOR stands for an OR, or a NAND for an AND." loses="test_xor_from_gates"
def xor_from_gates(x):
    w, b = gate_weights("OR")
    neither = perceptron_predict(x, -w, -b)
    not_both = perceptron_predict(x, *gate_weights("NAND"))
    return perceptron_predict(np.stack([neither, not_both], axis=1), *gate_weights("AND"))

# %% wrong="the last neuron missing" why="These are the answers of the hidden neurons; a last one makes a single answer of the two." loses="test_xor_from_gates test_xor_from_gates_neurons"
def xor_from_gates(x):
    hidden = [perceptron_predict(x, *gate_weights(name)) for name in ("OR", "NAND")]
    return np.stack(hidden, axis=1)

# %% wrong="four rows only" title="four rows only, as floats" why="The table's four rows stand in the code; `x` may have any number of them."
def xor_from_gates(x):
    out = np.zeros(4)
    for i in range(4):
        hidden = [perceptron_predict(x[i : i + 1], *gate_weights(name)) for name in ("OR", "NAND")]
        out[i] = perceptron_predict(np.stack(hidden, axis=1), *gate_weights("AND"))[0]
    return out

# %% wrong="not a weight for each column" loses="test_xor_from_gates test_xor_from_gates_neurons"
def xor_from_gates(x):
    p = perceptron_predict(x[:, :1], *gate_weights("OR"))
    q = perceptron_predict(x[:, 1:], *gate_weights("NAND"))
    return perceptron_predict(np.stack([p, q], axis=1), *gate_weights("AND"))

# %% wrong="only the first row" why="There is one answer, that of a single row; every row of `x` has one."
def xor_from_gates(x):
    if not len(x):
        return np.zeros(0, dtype=int)
    hidden = [perceptron_predict(x, *gate_weights(name))[0] for name in ("OR", "NAND")]
    return perceptron_predict(np.array([hidden]), *gate_weights("AND"))

# %% wrong="an empty list" title="a list of pairs" loses="test_xor_from_gates"
def xor_from_gates(x):
    hidden = [perceptron_predict(x, *gate_weights(name)) for name in ("OR", "NAND")]
    return perceptron_predict(list(zip(*hidden)), *gate_weights("AND"))

# %% wrong="computed without neurons" title="sums compared by hand" loses="test_xor_from_gates_neurons"
def xor_from_gates(x):
    def fires(x, w, b):
        return (weighted_sum(x, w, b) > 0).astype(int)

    hidden = [fires(x, *gate_weights(name)) for name in ("OR", "NAND")]
    return fires(np.stack(hidden, axis=1), *gate_weights("AND"))
