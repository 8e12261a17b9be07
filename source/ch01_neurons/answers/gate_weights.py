# %% right="other numbers"
def gate_weights(name):
    return {
        "AND": (np.array([0.6, 0.6]), -1),
        "OR": (np.array([5, 3]), -2),
        "NAND": (np.array([-0.3, -0.2]), 0.4),
    }[name]

# %% right="NAND as the opposite of AND"
def gate_weights(name):
    w = np.array([2.0, 2.0], dtype=np.float32)
    match name:
        case "AND":
            return w, np.float64(-3.0)
        case "OR":
            return w, np.float32(-1.0)
        case "NAND":
            return -w, 3

# %% right="a corner on the silent side of the line"
def gate_weights(name):
    if name == "OR":
        return np.array([1.0, 2.0]), 0.0
    sign = 1 if name == "AND" else -1
    return sign * np.array([3.0, 2.0]), sign * -4.5

# %% wrong="bias sign flipped" loses="test_gate_weights_and test_gate_weights_or test_gate_weights_nand"
def gate_weights(name):
    if name == "AND":
        return np.array([1.0, 1.0]), 1.5
    if name == "OR":
        return np.array([1.0, 1.0]), 0.5
    return np.array([-1.0, -1.0]), -1.5

# %% wrong="a corner is on the line" loses="test_gate_weights_and"
def gate_weights(name):
    w = np.array([1.0, 1.0])
    return {"AND": (w, -2.0), "OR": (w, -0.5), "NAND": (-w, 1.5)}[name]

# %% wrong="array instead of number"
def gate_weights(name):
    w = np.array([1.0, 1.0])
    return {"AND": (w, np.array([-1.5])), "OR": (w, np.array([-0.5])), "NAND": (-w, np.array([1.5]))}[name]

# %% wrong="list instead of array"
def gate_weights(name):
    return {"AND": ([1, 1], -1.5), "OR": ([1, 1], -0.5), "NAND": ([-1, -1], 1.5)}[name]

# %% wrong="nothing returned" loses="test_gate_weights_nand"
def gate_weights(name):
    if name == "AND":
        return np.array([1.0, 1.0]), -1.5
    if name == "OR":
        return np.array([1.0, 1.0]), -0.5

# %% wrong="swapped outputs"
def gate_weights(name):
    w = np.array([1.0, 1.0])
    return {"AND": (-1.5, w), "OR": (-0.5, w), "NAND": (1.5, -w)}[name]

# %% wrong="this neuron never fires" why="Its sum is above 0 at no corner: the bias holds it too far down."
def gate_weights(name):
    return np.array([1.0, 1.0]), -2.5

# %% wrong="this neuron always fires" why="Its sum is above 0 at every corner: the bias lifts it too far up."
def gate_weights(name):
    return np.array([1.0, 1.0]), 2.5

# %% wrong="two names, the same weights" title="AND for every name" loses="test_gate_weights_or test_gate_weights_nand"
def gate_weights(name):
    return np.array([1.0, 1.0]), -1.5

# %% wrong="two names, the same weights" title="OR for every name" loses="test_gate_weights_and test_gate_weights_nand"
def gate_weights(name):
    return np.array([1.0, 1.0]), -0.5

# %% wrong="two names, the same weights" title="NAND for every name" loses="test_gate_weights_and test_gate_weights_or"
def gate_weights(name):
    return np.array([-1.0, -1.0]), 1.5

# %% wrong="these are weights for AND" title="OR and NAND with AND's" why="It fires at (1, 1) alone." loses="test_gate_weights_or test_gate_weights_nand"
def gate_weights(name):
    w = np.array([1.0, 1.0])
    return {"AND": (w, -1.2), "OR": (w, -1.5), "NAND": (w, -1.8)}[name]

# %% wrong="these are weights for NAND" why="It fires everywhere but at (1, 1)." loses="test_gate_weights_and test_gate_weights_or"
def gate_weights(name):
    w = np.array([-1.0, -1.0])
    return {"AND": (w, 1.2), "OR": (w, 1.5), "NAND": (w, 1.8)}[name]

# %% wrong="these are weights for NOR" why="It fires at (0, 0) alone: that is the opposite of OR."
def gate_weights(name):
    return np.array([-1.0, -1.0]), 0.5

# %% wrong="only the first input counts" why="It fires where the first input is 1, whatever the second."
def gate_weights(name):
    return np.array([1.0, 0.0]), -0.5

# %% wrong="only the second input counts" why="It fires where the second input is 1, whatever the first."
def gate_weights(name):
    return np.array([0.0, 1.0]), -0.5

# %% wrong="the opposite of the first input" why="It fires where the first input is 0, whatever the second."
def gate_weights(name):
    return np.array([-1.0, 0.0]), 0.5

# %% wrong="the opposite of the second input" why="It fires where the second input is 0, whatever the first."
def gate_weights(name):
    return np.array([0.0, -1.0]), 0.5

# %% wrong="the second input holds it back" why="It fires at (1, 0) alone: the first input speaks for it, the second against."
def gate_weights(name):
    return np.array([1.0, -1.0]), -0.5

# %% wrong="the first input holds it back" why="It fires at (0, 1) alone: the second input speaks for it, the first against."
def gate_weights(name):
    return np.array([-1.0, 1.0]), -0.5

# %% wrong="silent at (0, 1) alone" why="The second input counts against it, and only the first can make up for that."
def gate_weights(name):
    return np.array([1.0, -1.0]), 0.5

# %% wrong="silent at (1, 0) alone" why="The first input counts against it, and only the second can make up for that."
def gate_weights(name):
    return np.array([-1.0, 1.0]), 0.5

# %% wrong="these are weights for OR" title="AND and OR swapped" why="It fires wherever an input is 1." loses="test_gate_weights_and test_gate_weights_or"
def gate_weights(name):
    w = np.array([1.0, 1.0])
    return {"AND": (w, -0.5), "OR": (w, -1.5), "NAND": (-w, 1.5)}[name]

# %% wrong="two names, the same weights" title="AND looked for in NAND" loses="test_gate_weights_nand"
def gate_weights(name):
    w = np.array([1.0, 1.0])
    if "AND" in name:
        return w, -1.5
    return w, -0.5

# %% wrong="a corner is on the line" title="corners of OR on the line" loses="test_gate_weights_or"
def gate_weights(name):
    w = np.array([1.0, 1.0])
    return {"AND": (w, -1.5), "OR": (w, -1.0), "NAND": (-w, 1.5)}[name]

# %% wrong="bias sign flipped" title="NAND with the bias of AND" loses="test_gate_weights_nand"
def gate_weights(name):
    w = np.array([1.0, 1.0])
    return {"AND": (w, -1.5), "OR": (w, -0.5), "NAND": (-w, -1.5)}[name]

# %% wrong="weights of the wrong sign" loses="test_gate_weights_nand"
def gate_weights(name):
    w = np.array([1.0, 1.0])
    return {"AND": (w, -1.5), "OR": (w, -0.5), "NAND": (w, 1.5)}[name]

# %% wrong="depends on earlier calls" title="weights of all gates negated for one"
weights = np.array([1.0, 1.0])

def gate_weights(name):
    global weights
    if name == "NAND":
        weights *= -1
        return weights, 1.5
    return weights, -1.5 if name == "AND" else -0.5

# %% wrong="not a number or overflow" title="infinite weights"
def gate_weights(name):
    sign = -1 if name == "NAND" else 1
    return np.full(2, sign * np.inf), {"AND": -1.5, "OR": -0.5, "NAND": 1.5}[name]

# %% wrong="a truth table instead of weights"
def gate_weights(name):
    return {"AND": np.array([0, 0, 0, 1]), "OR": np.array([0, 1, 1, 1]), "NAND": np.array([1, 1, 1, 0])}[name], 0

# %% wrong="weights of the wrong sign" title="or between two names" loses="test_gate_weights_nand"
def gate_weights(name):
    sign = 1.0 if name == "AND" or "OR" else -1.0
    return np.full(2, sign), {"AND": -1.5, "OR": -0.5, "NAND": 1.5}[name]

# %% wrong="two axes instead of one"
def gate_weights(name):
    w = np.ones((2, 1))
    return {"AND": (w, -1.5), "OR": (w, -0.5), "NAND": (-w, 1.5)}[name]

# %% wrong="one weight for two inputs"
def gate_weights(name):
    return {"AND": (1.0, -1.5), "OR": (1.0, -0.5), "NAND": (-1.0, 1.5)}[name]

# %% wrong="the bias among the weights"
def gate_weights(name):
    w, b = {"AND": ([1, 1], -1.5), "OR": ([1, 1], -0.5), "NAND": ([-1, -1], 1.5)}[name]
    return np.append(w, b), b

# %% wrong="two names, the same weights" title="an else for one if alone" loses="test_gate_weights_and"
def gate_weights(name):
    w = np.array([1.0, 1.0])
    if name == "AND":
        b = -1.5
    if name == "OR":
        b = -0.5
    else:
        w, b = -w, 1.5
    return w, b

# %% wrong="array instead of number" title="AND's bias in brackets" loses="test_gate_weights_and"
def gate_weights(name):
    if name == "AND":
        return np.array([1.0, 0.5]), np.array([-1.25])
    return {"OR": (np.array([1.0, 1.0]), -0.5), "NAND": (np.array([-1.0, -1.0]), 1.5)}[name]

# %% wrong="several biases" loses="test_gate_weights_and test_gate_weights_or test_gate_weights_nand"
def gate_weights(name):
    w, b = np.array([1.0, 1.0]), np.array([-1.5, -1.5])
    return {"AND": (w, b), "OR": (w, b + 1), "NAND": (-w, -b)}[name]

# %% wrong="depends on earlier calls" title="negated at every call" loses="test_gate_weights_nand"
turned = np.array([-1.0, -1.0])

def gate_weights(name):
    if name == "NAND":
        turned[:] = -turned
        return turned, 1.5
    return np.array([1.0, 1.0]), -1.5 if name == "AND" else -0.5

# %% wrong="a corner is on the line" title="AND at its edge, turned round" loses="test_gate_weights_nand"
def gate_weights(name):
    w = np.array([1.0, 1.0])
    return {"AND": (w, -1.0), "OR": (w, -0.5), "NAND": (-w, 1.0)}[name]
