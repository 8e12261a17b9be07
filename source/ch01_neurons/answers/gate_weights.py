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

# %% wrong="these are weights for OR" title="AND and OR swapped: AND" loses="test_gate_weights_and"
def gate_weights(name):
    w = np.array([1.0, 1.0])
    return {"AND": (w, -0.5), "OR": (w, -0.5), "NAND": (-w, 1.5)}[name]

# %% wrong="these are weights for AND" title="AND and OR swapped: OR" loses="test_gate_weights_or"
def gate_weights(name):
    w = np.array([1.0, 1.0])
    return {"AND": (w, -1.5), "OR": (w, -1.5), "NAND": (-w, 1.5)}[name]

# %% wrong="these are weights for OR" title="NAND as OR" loses="test_gate_weights_nand"
def gate_weights(name):
    w = np.array([1.0, 1.0])
    return (w, -1.5) if name == "AND" else (w, -0.5)

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

# %% wrong="this neuron never fires" loses="test_gate_weights_and"
def gate_weights(name):
    w = np.array([1.0, 1.0])
    return {"AND": (w, -2.5), "OR": (w, -0.5), "NAND": (-w, 1.5)}[name]

# %% wrong="this neuron always fires" loses="test_gate_weights_nand"
def gate_weights(name):
    w = np.array([1.0, 1.0])
    return {"AND": (w, -1.5), "OR": (w, -0.5), "NAND": (-w, 2.5)}[name]
