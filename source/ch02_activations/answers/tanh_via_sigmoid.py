# %% right="from the left"
def tanh_via_sigmoid(x):
    return 1 - 2 * sigmoid(-2 * x)

# %% right="a difference of two sigmoids"
def tanh_via_sigmoid(values):
    twice = np.multiply(values, 2)
    return sigmoid(twice) - sigmoid(-twice)

# %% right="number by number"
def tanh_via_sigmoid(x):
    out = np.zeros(x.shape, dtype=np.float32)
    for place in np.ndindex(*x.shape):
        out[place] = 2 * float(sigmoid(2.0 * x[place])) - 1
    return out

# %% right="in a helper"
def stretched(s):
    return 2 * s - 1

def tanh_via_sigmoid(x):
    return stretched(sigmoid(x + x))

# %% wrong="neither stretched nor shifted" loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return sigmoid(2 * x)

# %% wrong="not twice as steep" loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 2 * sigmoid(x) - 1

# %% wrong="not shifted" loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 2 * sigmoid(2 * x)

# %% wrong="not stretched" loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return sigmoid(2 * x) - 1

# %% wrong="wrong sign" loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 1 - 2 * sigmoid(2 * x)

# %% wrong="computed without sigmoid" loses="test_tanh_via_sigmoid_calls"
def tanh_via_sigmoid(x):
    return np.tanh(x)

# %% wrong="computed without sigmoid" title="sigmoid called for show" loses="test_tanh_via_sigmoid_calls"
def tanh_via_sigmoid(x):
    sigmoid(x)
    return np.tanh(x)

# %% wrong="not a number or overflow" title="quotient of exponentials"
def tanh_via_sigmoid(x):
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))

# %% wrong="input changed in place"
def tanh_via_sigmoid(x):
    x *= 2
    return 2 * sigmoid(x) - 1

# %% wrong="list instead of array" loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return [2 * sigmoid(2 * v) - 1 for v in x]

# %% wrong="nothing returned"
def tanh_via_sigmoid(x):
    2 * sigmoid(2 * x) - 1

# %% right="with a keyword"
def tanh_via_sigmoid(x):
    return (sigmoid(x=x * 2) - 0.5) / 0.5

# %% wrong="1 added, not subtracted" loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 2 * sigmoid(2 * x) + 1

# %% wrong="less steep" loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 2 * sigmoid(x / 2) - 1

# %% wrong="1 subtracted too early" loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 2 * (sigmoid(2 * x) - 1)

# %% wrong="1 in the bracket" loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 2 * sigmoid(2 * x - 1)

# %% wrong="computed without sigmoid" title="sigmoid called and thrown away, and zeros"
def tanh_via_sigmoid(x):
    sigmoid(x)
    return np.zeros(np.shape(x))

# %% wrong="computed without sigmoid" title="sigmoid times 0" loses="test_tanh_via_sigmoid_calls"
def tanh_via_sigmoid(x):
    return np.tanh(x) + 0 * sigmoid(x)

# %% right="another name for sigmoid"
squash = sigmoid

def tanh_via_sigmoid(x):
    return 2 * squash(2 * x) - 1

# %% right="sigmoid as a default argument"
def tanh_via_sigmoid(x, s=sigmoid):
    return 2 * s(2 * x) - 1

# %% right="a partial function"
from functools import partial

def scaled(f, x):
    return 2 * f(2 * x) - 1

tanh_via_sigmoid = partial(scaled, sigmoid)

# %% right="sigmoid out of a list"
STEPS = [lambda x: 2 * x, sigmoid, lambda a: 2 * a - 1]

def tanh_via_sigmoid(x):
    for step in STEPS:
        x = step(x)
    return x

# %% right="a lambda"
tanh_via_sigmoid = lambda x: 2 * sigmoid(2 * x) - 1

# %% right="an inner function"
def tanh_via_sigmoid(x):
    def steep(z):
        return sigmoid(2 * z)
    return steep(x) - steep(-x)
