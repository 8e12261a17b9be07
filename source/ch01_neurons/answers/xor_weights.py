# %% right="a loop, NAND first"
def xor_weights():
    w_first, w_second = np.zeros(2), np.zeros(3)
    for i in range(2):
        w_first[i], w_second[i] = -2, 1
    w_second[2] = 3
    return w_first, 3, w_second, -3.5

# %% right="other names, in float32"
def xor_weights():
    both = np.float32([0.75, 0.75])
    seen = np.float32([0.5, 0.5, -1.0])
    return both, np.float32(-1.0), seen, np.float32(-0.25)

# %% right="OR first, whole numbers"
def xor_weights():
    return np.array([2, 2]), -1, np.array([-2, -2, 4]), -1

# %% right="one input against the other"
def xor_weights():
    first = (np.array([1.0, -1.0]), -0.5)
    second = (np.array([-1.0, 1.0, 2.0]), np.float64(-0.5))
    return *first, *second

# %% right="NOR first, corners on the silent side of the line"
def xor_weights():
    weights = {"w_first": np.array([-1.0, -1.0]), "b_first": 1.0}
    weights |= {"w_second": np.array([-1.0, -1.0, -2.0]), "b_second": 2.0}
    return tuple(weights.values())

# %% wrong="one neuron cannot do XOR" title="a weight of 0 for the first answer"
def xor_weights():
    return np.array([1.0, 1.0]), -1.5, np.array([1.0, 1.0, 0.0]), -0.5

# %% wrong="one neuron cannot do XOR" title="a first neuron that never fires"
def xor_weights():
    return np.array([1.0, 1.0]), -2.5, np.array([1.0, 1.0, -2.0]), -0.5

# %% wrong="a corner is on the line" title="the second neuron's"
def xor_weights():
    return np.array([1.0, 1.0]), -1.5, np.array([1.0, 1.0, -2.0]), -1.0

# %% wrong="a corner is on the line" title="the first neuron's"
def xor_weights():
    return np.array([1.0, 1.0]), -2.0, np.array([2.0, 2.0, -4.0]), -1.0

# %% wrong="a corner is on the line" title="all weights 1, biases of whole numbers"
def xor_weights():
    return np.array([1.0, 1.0]), -2.0, np.array([1.0, 1.0, -2.0]), -1.0

# %% wrong="bias sign flipped" title="the second bias"
def xor_weights():
    return np.array([1.0, 1.0]), -1.5, np.array([1.0, 1.0, -2.0]), 0.5

# %% wrong="bias sign flipped" title="the first bias, NAND without its sign"
def xor_weights():
    return np.array([-1.0, -1.0]), -1.5, np.array([1.0, 1.0, 2.0]), -2.5

# %% wrong="weights of the wrong sign" title="the veto speaks for it"
def xor_weights():
    return np.array([1.0, 1.0]), -1.5, np.array([1.0, 1.0, 2.0]), -0.5

# %% wrong="the weights in another order"
def xor_weights():
    return np.array([1.0, 1.0]), -1.5, np.array([-2.0, 1.0, 1.0]), -0.5

# %% wrong="this is OR" title="a veto that is too weak" why="It fires at (1, 1), too, where XOR is silent."
def xor_weights():
    return np.array([1.0, 1.0]), -1.5, np.array([1.0, 1.0, -1.0]), -0.5

# %% wrong="this is AND" why="It fires at (1, 1) alone, where XOR is silent."
def xor_weights():
    return np.array([1.0, 1.0]), -1.5, np.array([1.0, 1.0, 1.0]), -2.2

# %% wrong="this is the opposite of XOR" why="It fires where XOR is silent, and is silent where XOR fires."
def xor_weights():
    return np.array([1.0, 1.0]), -1.5, np.array([-1.0, -1.0, 2.0]), 0.5

# %% wrong="this is NAND" why="It fires at (0, 0), too, where XOR is silent."
def xor_weights():
    return np.array([1.0, 1.0]), -1.5, np.array([0.1, 0.1, -2.0]), 0.7

# %% wrong="this is NOR" why="It fires at (0, 0) alone, the opposite of OR."
def xor_weights():
    return np.array([1.0, 1.0]), -0.5, np.array([0.1, 0.1, -2.0]), 0.7

# %% wrong="this never fires" why="Its sum is above 0 at no corner."
def xor_weights():
    return np.array([1.0, 1.0]), -0.5, np.array([1.0, 1.0, -3.0]), -0.5

# %% wrong="this always fires" why="Its sum is above 0 at every corner."
def xor_weights():
    return np.array([1.0, 1.0]), -1.5, np.array([1.0, 1.0, -1.0]), 2.0

# %% wrong="the first input counts alone" why="It fires where the first input is 1, whatever the second."
def xor_weights():
    return np.array([1.0, 1.0]), -1.5, np.array([3.0, 1.0, -1.0]), -1.2

# %% wrong="the second input counts alone" why="It fires where the second input is 1, whatever the first."
def xor_weights():
    return np.array([1.0, 1.0]), -1.5, np.array([1.0, 3.0, -1.0]), -1.2

# %% wrong="one of the two corners alone" title="the first input alone is 1" why="Of the two corners where XOR fires it has one, (1, 0)."
def xor_weights():
    return np.array([1.0, 1.0]), -1.5, np.array([2.0, 1.0, -3.0]), -1.5

# %% wrong="one of the two corners alone" title="the second input alone is 1" why="Of the two corners where XOR fires it has one, (0, 1)."
def xor_weights():
    return np.array([1.0, 1.0]), -1.5, np.array([1.0, 2.0, -3.0]), -1.5

# %% wrong="swapped outputs" title="both weights, then both biases"
def xor_weights():
    return np.array([1.0, 1.0]), np.array([1.0, 1.0, -2.0]), -1.5, -0.5

# %% wrong="swapped outputs" title="each bias before its weights"
def xor_weights():
    return -1.5, np.array([1.0, 1.0]), -0.5, np.array([1.0, 1.0, -2.0])

# %% wrong="the two neurons swapped"
def xor_weights():
    return np.array([1.0, 1.0, -2.0]), -0.5, np.array([1.0, 1.0]), -1.5

# %% wrong="no weight for the first neuron's answer"
def xor_weights():
    return np.array([1.0, 1.0]), -1.5, np.array([1.0, 1.0]), -0.5

# %% wrong="the bias among the weights" title="four weights for the second"
def xor_weights():
    return np.array([1.0, 1.0]), -1.5, np.array([1.0, 1.0, -2.0, -0.5]), -0.5

# %% wrong="the bias among the weights" title="three weights for the first"
def xor_weights():
    return np.array([1.0, 1.0, -1.5]), -1.5, np.array([1.0, 1.0, -2.0]), -0.5

# %% wrong="two axes instead of one"
def xor_weights():
    return np.ones((2, 1)), -1.5, np.array([[1.0], [1.0], [-2.0]]), -0.5

# %% wrong="one weight for all inputs"
def xor_weights():
    return 1.0, -1.5, np.array([1.0, 1.0, -2.0]), -0.5

# %% wrong="list instead of array"
def xor_weights():
    return [1, 1], -1.5, [1, 1, -2], -0.5

# %% wrong="array instead of number"
def xor_weights():
    return np.array([1.0, 1.0]), np.array([-1.5]), np.array([1.0, 1.0, -2.0]), np.array([-0.5])

# %% wrong="not a number or overflow" title="an infinite veto"
def xor_weights():
    return np.array([1.0, 1.0]), -1.5, np.array([1.0, 1.0, -np.inf]), -0.5

# %% wrong="printed instead of returned"
def xor_weights():
    w_first, b_first = np.array([1.0, 1.0]), -1.5
    w_second, b_second = np.array([1.0, 1.0, -2.0]), -0.5
    print(w_first, b_first, w_second, b_second)

# %% wrong="depends on earlier calls" title="a veto that is turned round at every call"
veto = np.array([1.0, 1.0, 2.0])

def xor_weights():
    veto[2] *= -1
    return np.array([1.0, 1.0]), -1.5, veto, -0.5

# %% wrong="several biases" title="a bias for each input"
def xor_weights():
    return np.array([1.0, 1.0]), np.array([-1.5, -1.5]), np.array([1.0, 1.0, -2.0]), -0.5

# %% wrong="this is OR" title="NAND first, with a weight that is too small"
def xor_weights():
    return np.array([-1.0, -1.0]), 1.5, np.array([1.0, 1.0, 1.0]), -1.5

# %% right="NAND first, with a weight that is large enough"
def xor_weights():
    return np.array([-1.0, -1.0]), 1.5, np.array([1.0, 1.0, 2.0]), -2.5
