# %% right="the mean and half of the distance"
def max_network():
    w1 = np.array([[1.0, -1.0, 1.0, -1.0], [1.0, -1.0, -1.0, 1.0]])
    return [(w1, np.zeros(4)), (0.5 * np.array([[1.0], [-1.0], [1.0], [1.0]]), np.zeros(1))]

# %% right="from the second number down, single precision"
def max_network():
    units, counts = [], []
    for towards_p, towards_q, count in [(0, 1, 1), (0, -1, -1), (1, -1, 1)]:
        units.append([towards_p, towards_q])
        counts.append([count])
    w1, w2 = np.array(units, dtype=np.float32).T, np.array(counts, dtype=np.float32)
    return [(w1, np.zeros(3, np.float32)), (w2, np.zeros(1, np.float32))]

# %% right="whole numbers, lists as pairs"
def max_network():
    hidden = [np.array([[1, -1, -2], [0, 0, 2]]), np.zeros(3, dtype=int)]
    output = [np.array([[2], [-2], [1]]) / 2, np.array([0])]
    return [hidden, output]

# %% right="biases that cancel, and an idle unit"
def max_network():
    w = np.zeros((2, 5))
    w[0] = [1, -1, -1, 0, 0]
    w[1] = [0, 0, 1, 0, 0]
    b = np.array([0.5, -0.5, 0.0, 2.0, -1.0])
    return (w, b), (np.array([[1.0, -1.0, 1.0, 0.25, 7.0]]).T, np.array([-1.0]))

# %% right="one half from each side"
def max_network():
    sides = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0], [1.0, -1.0], [-1.0, 1.0]])
    counts = np.array([1.0, 1.0, -1.0, -1.0, 1.0, 1.0]) / 2
    return [(np.einsum("md->dm", sides), 0 * counts), (counts.reshape(-1, 1), 0 * counts[:1])]

# %% wrong="nothing left of negative numbers" why="A ReLU that looks at one number passes on 5, but 0 for -5: what else could speak for -5?" loses="test_max_network_signs"
def max_network():
    w1 = np.array([[1.0, -1.0], [0.0, 1.0]])
    return [(w1, np.zeros(2)), (np.ones((2, 1)), np.zeros(1))]

# %% wrong="nothing left of negative numbers" title="nothing left of a negative second number" why="A ReLU that looks at one number passes on 5, but 0 for -5: what else could speak for -5?" loses="test_max_network_signs"
def max_network():
    w1 = np.array([[0.0, 1.0], [1.0, -1.0]])
    return [(w1, np.zeros(2)), (np.ones((2, 1)), np.zeros(1))]

# %% wrong="a bias that lifts numbers of some size only" loses="test_max_network_signs"
def max_network():
    w1 = np.array([[1.0, -1.0], [0.0, 1.0]])
    return [(w1, np.array([100.0, 0.0])), (np.ones((2, 1)), np.array([-100.0]))]

# %% wrong="a bias that lifts numbers of some size only" title="a bias of a million" loses="test_max_network_signs"
def max_network():
    w1 = np.array([[1.0, -1.0], [0.0, 1.0]])
    return [(w1, np.array([1e6, 0.0])), (np.ones((2, 1)), np.array([-1e6]))]

# %% wrong="a bias that lifts numbers of some size only" title="a bias of ten millions" loses="test_max_network_signs"
def max_network():
    w1 = np.array([[1.0, -1.0], [0.0, 1.0]])
    return [(w1, np.array([1e7, 0.0])), (np.ones((2, 1)), np.array([-1e7]))]

# %% wrong="the size of the first number" why="|p| is p only where p is not negative: with which sign does the unit count that passes on -p?" loses="test_max_network_signs"
def max_network():
    w1 = np.array([[1.0, -1.0, -1.0], [0.0, 0.0, 1.0]])
    return [(w1, np.zeros(3)), (np.ones((3, 1)), np.zeros(1))]

# %% wrong="the larger of the sizes" why="-4 is smaller than -1; here the signs were dropped first." loses="test_max_network_signs"
def max_network():
    w1 = np.array([[1.0, -1.0, 1.0, -1.0], [1.0, -1.0, -1.0, 1.0]])
    return [(w1, np.zeros(4)), (0.5 * np.ones((4, 1)), np.zeros(1))]

# %% wrong="the smaller of the two" why="This is the smaller one: with which sign does the output count the distance?"
def max_network():
    w1 = np.array([[1.0, -1.0, 1.0], [0.0, 0.0, -1.0]])
    return [(w1, np.zeros(3)), (np.array([[1.0], [-1.0], [-1.0]]), np.zeros(1))]

# %% wrong="the smaller of the two" title="the mean less half of the distance" why="This is the smaller one: with which sign does the output count the distance?"
def max_network():
    w1 = np.array([[1.0, -1.0, 1.0, -1.0], [1.0, -1.0, -1.0, 1.0]])
    return [(w1, np.zeros(4)), (0.5 * np.array([[1.0], [-1.0], [-1.0], [-1.0]]), np.zeros(1))]

# %% wrong="the distance of the two" why="How far the two are apart is only what may have to be added to one of them."
def max_network():
    return [(np.array([[1.0, -1.0], [-1.0, 1.0]]), np.zeros(2)), (np.ones((2, 1)), np.zeros(1))]

# %% wrong="only what has to be added" why="This is by how much q is above p: above what does it have to be put?"
def max_network():
    return [(np.array([[-1.0], [1.0]]), np.zeros(1)), (np.ones((1, 1)), np.zeros(1))]

# %% wrong="the sum of the two" why="Both are passed on whole; the larger is one of them, and of the other nothing."
def max_network():
    w1 = np.array([[1.0, 0.0, -1.0, 0.0], [0.0, 1.0, 0.0, -1.0]])
    return [(w1, np.zeros(4)), (np.array([[1.0], [1.0], [-1.0], [-1.0]]), np.zeros(1))]

# %% wrong="the sum of the two" title="the sum of what ReLU leaves" why="Both are passed on whole; the larger is one of them, and of the other nothing."
def max_network():
    return [(np.eye(2), np.zeros(2)), (np.ones((2, 1)), np.zeros(1))]

# %% wrong="the sum of the two" title="what ReLU leaves of the sum" why="Both are passed on whole; the larger is one of them, and of the other nothing."
def max_network():
    return [(np.ones((2, 1)), np.zeros(1)), (np.ones((1, 1)), np.zeros(1))]

# %% wrong="the mean of the two" why="Halfway between the two is the mean: how far above it is the larger?"
def max_network():
    return [(np.array([[0.5, -0.5], [0.5, -0.5]]), np.zeros(2)), (np.array([[1.0], [-1.0]]), np.zeros(1))]

# %% wrong="twice the larger" why="Every answer is twice as large as it should be."
def max_network():
    w1 = np.array([[1.0, -1.0, 1.0, -1.0], [1.0, -1.0, -1.0, 1.0]])
    return [(w1, np.zeros(4)), (np.array([[1.0], [-1.0], [1.0], [1.0]]), np.zeros(1))]

# %% wrong="the larger counted from the wrong number" why="Where p is the larger the answer is too large, and where q is, nothing is added: whose lead does the unit look at?"
def max_network():
    w1 = np.array([[1.0, -1.0, 1.0], [0.0, 0.0, -1.0]])
    return [(w1, np.zeros(3)), (np.array([[1.0], [-1.0], [1.0]]), np.zeros(1))]

# %% wrong="the larger counted from the wrong number" title="the second number and its own lead" why="Where q is the larger the answer is too large, and where p is, nothing is added: whose lead does the unit look at?"
def max_network():
    w1 = np.array([[0.0, 0.0, -1.0], [1.0, -1.0, 1.0]])
    return [(w1, np.zeros(3)), (np.array([[1.0], [-1.0], [1.0]]), np.zeros(1))]

# %% wrong="the larger counted from the wrong number" title="two units, the first number and its own lead" why="Where p is the larger the answer is too large, and where q is, nothing is added: whose lead does the unit look at?"
def max_network():
    w1 = np.array([[1.0, 1.0], [0.0, -1.0]])
    return [(w1, np.zeros(2)), (np.array([[1.0], [1.0]]), np.zeros(1))]

# %% wrong="the larger counted from the wrong number" title="two units, the second number and its own lead" why="Where q is the larger the answer is too large, and where p is, nothing is added: whose lead does the unit look at?"
def max_network():
    w1 = np.array([[0.0, -1.0], [1.0, 1.0]])
    return [(w1, np.zeros(2)), (np.array([[1.0], [1.0]]), np.zeros(1))]

# %% wrong="only the first number" why="The second number enters no unit."
def max_network():
    return [(np.array([[1.0, -1.0], [0.0, 0.0]]), np.zeros(2)), (np.array([[1.0], [-1.0]]), np.zeros(1))]

# %% wrong="only the second number" why="The first number enters no unit."
def max_network():
    return [(np.array([[0.0, 0.0], [1.0, -1.0]]), np.zeros(2)), (np.array([[1.0], [-1.0]]), np.zeros(1))]

# %% wrong="a bias left over" why="For (0, 0) the answer is 0, so whatever the biases add must cancel."
def max_network():
    w1 = np.array([[1.0, -1.0, -1.0], [0.0, 0.0, 1.0]])
    return [(w1, np.zeros(3)), (np.array([[1.0], [-1.0], [1.0]]), np.ones(1))]

# %% wrong="always 0" title="all weights 0" why="Its answer is 0 for all pairs of this check: is a weight 0 everywhere, or do two units cancel?"
def max_network():
    return [(np.zeros((2, 3)), np.zeros(3)), (np.zeros((3, 1)), np.zeros(1))]

# %% wrong="a row for each unit"
def max_network():
    w1 = np.array([[1.0, 0.0], [-1.0, 0.0], [-1.0, 1.0]])
    return [(w1, np.zeros(3)), (np.array([[1.0, -1.0, 1.0]]), np.zeros(1))]

# %% wrong="weights without rows and columns" title="output weights with one axis"
def max_network():
    w1 = np.array([[1.0, -1.0, -1.0], [0.0, 0.0, 1.0]])
    return [(w1, np.zeros(3)), (np.array([1.0, -1.0, 1.0]), np.zeros(1))]

# %% wrong="lost a dimension" title="output bias as a number"
def max_network():
    w1 = np.array([[1.0, -1.0, -1.0], [0.0, 0.0, 1.0]])
    return [(w1, np.zeros(3)), (np.array([[1.0], [-1.0], [1.0]]), 0.0)]

# %% wrong="number instead of array" title="hidden biases as one number"
def max_network():
    w1 = np.array([[1.0, -1.0, -1.0], [0.0, 0.0, 1.0]])
    return [(w1, 0.0), (np.array([[1.0], [-1.0], [1.0]]), np.zeros(1))]

# %% wrong="list instead of array"
def max_network():
    return [([[1.0, -1.0, -1.0], [0.0, 0.0, 1.0]], [0.0] * 3), ([[1.0], [-1.0], [1.0]], [0.0])]

# %% wrong="swapped outputs" title="biases before weights"
def max_network():
    w1 = np.array([[1.0, -1.0, -1.0], [0.0, 0.0, 1.0]])
    return [(np.zeros(3), w1), (np.zeros(1), np.array([[1.0], [-1.0], [1.0]]))]

# %% wrong="one flat list" why="`params` holds two pairs `(w, b)`; here all arrays stand in one row."
def max_network():
    w1 = np.array([[1.0, -1.0, -1.0], [0.0, 0.0, 1.0]])
    return w1, np.zeros(3), np.array([[1.0], [-1.0], [1.0]]), np.zeros(1)

# %% wrong="one layer only" title="only the hidden layer" why="Two pairs are asked for, the hidden layer and the output layer."
def max_network():
    return [(np.array([[1.0, -1.0, -1.0], [0.0, 0.0, 1.0]]), np.zeros(3))]

# %% wrong="a layer too many" why="One hidden layer is allowed: two pairs `(w, b)` in all."
def max_network():
    w1 = np.array([[1.0, -1.0, -1.0], [0.0, 0.0, 1.0]])
    return [(w1, np.zeros(3)), (np.eye(3), np.zeros(3)), (np.array([[1.0], [-1.0], [1.0]]), np.zeros(1))]

# %% wrong="not a pair" title="a dictionary for each layer"
def max_network():
    w1 = np.array([[1.0, -1.0, -1.0], [0.0, 0.0, 1.0]])
    return [{"w": w1, "b": np.zeros(3)}, {"w": np.array([[1.0], [-1.0], [1.0]]), "b": np.zeros(1)}]

# %% wrong="not a list" title="a dictionary of arrays"
def max_network():
    w1 = np.array([[1.0, -1.0, -1.0], [0.0, 0.0, 1.0]])
    return {"w1": w1, "b1": np.zeros(3), "w2": np.array([[1.0], [-1.0], [1.0]]), "b2": np.zeros(1)}

# %% wrong="not a column for each unit" title="two outputs"
def max_network():
    w1 = np.array([[1.0, -1.0, -1.0], [0.0, 0.0, 1.0]])
    return [(w1, np.zeros(3)), (np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, 1.0]]), np.zeros(2))]

# %% wrong="nothing returned"
def max_network():
    w1 = np.array([[1.0, -1.0, -1.0], [0.0, 0.0, 1.0]])
    params = [(w1, np.zeros(3)), (np.array([[1.0], [-1.0], [1.0]]), np.zeros(1))]

# %% wrong="not a number or overflow" title="an infinite bias"
def max_network():
    w1 = np.array([[1.0, -1.0, -1.0], [0.0, 0.0, 1.0]])
    return [(w1, np.full(3, np.inf)), (np.array([[1.0], [-1.0], [1.0]]), np.zeros(1))]

# %% wrong="not written yet"
def max_network():
    raise NotImplementedError()

# %% wrong="half of the distance" title="half of the distance alone" why="This is how far the larger is above the middle of the two; the middle itself, (p + q) / 2, is missing."
def max_network():
    hidden = np.array([[1.0, -1.0], [-1.0, 1.0]]), np.zeros(2)
    return [hidden, (np.array([[0.5], [0.5]]), np.zeros(1))]

# %% wrong="a bias that lifts numbers of some size only" title="a bias of two" loses="test_max_network_signs"
def max_network():
    w1 = np.array([[0.0, 1.0], [1.0, -1.0]])
    return [(w1, np.array([2.0, 0.0])), (np.ones((2, 1)), np.array([-2.0]))]

# %% wrong="a bias that lifts numbers of some size only" title="a bias above the first number"
def max_network():
    w1 = np.array([[-1.0, -1.0], [0.0, 1.0]])
    return [(w1, np.array([10.0, 0.0])), (np.array([[-1.0], [1.0]]), np.array([10.0]))]
