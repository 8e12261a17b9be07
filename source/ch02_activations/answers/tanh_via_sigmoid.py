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

# %% wrong="neither stretched nor shifted" why="The sigmoid of 2x runs from 0 to 1; stretch and shift it to run from -1 to 1." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return sigmoid(2 * x)

# %% wrong="twice too wide" why="The numbers themselves went into `sigmoid`, so your curve is twice as wide as tanh." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 2 * sigmoid(x) - 1

# %% wrong="not shifted" why="It runs from 0 to 2: stretched, and not yet moved down." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 2 * sigmoid(2 * x)

# %% wrong="not stretched" why="It runs from -1 to 0: moved down, and not yet stretched." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return sigmoid(2 * x) - 1

# %% wrong="wrong sign" loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 1 - 2 * sigmoid(2 * x)

# %% wrong="computed without sigmoid" loses="test_tanh_via_sigmoid_calls"
def tanh_via_sigmoid(x):
    return np.tanh(x)

# %% wrong="not made of sigmoid alone" title="sigmoid called for show" loses="test_tanh_via_sigmoid_calls"
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

# %% wrong="1 added, not subtracted" why="It runs from 1 to 3: the 1 has to be taken away." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 2 * sigmoid(2 * x) + 1

# %% wrong="less steep" why="The numbers were halved; they have to be doubled." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 2 * sigmoid(x / 2) - 1

# %% wrong="1 subtracted too early" why="The 1 was taken away before the stretching, so that 2 is missing." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 2 * (sigmoid(2 * x) - 1)

# %% wrong="1 in the bracket" why="The 1 is taken from the sigmoid's output, not from what goes into it." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 2 * sigmoid(2 * x - 1)

# %% wrong="sigmoid makes no difference" title="sigmoid called and thrown away, and zeros" why="What `sigmoid` gives does not go into the result."
def tanh_via_sigmoid(x):
    sigmoid(x)
    return np.zeros(np.shape(x))

# %% wrong="not made of sigmoid alone" title="sigmoid times 0" loses="test_tanh_via_sigmoid_calls"
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

# %% wrong="slope, not tanh" why="This is how steep tanh is there; the value itself is wanted." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    s = sigmoid(2 * x)
    return 4 * s * (1 - s)

# %% wrong="twice too wide" title="a quotient of two sigmoids" why="The numbers themselves went into `sigmoid`, so your curve is twice as wide as tanh." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return (sigmoid(x) - sigmoid(-x)) / (sigmoid(x) + sigmoid(-x))

# %% wrong="the output doubled twice" why="The sigmoid is stretched by 2, not by 4." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 4 * sigmoid(2 * x) - 2

# %% wrong="cut to whole numbers" why="`//` keeps the whole part alone; `/` divides." loses="test_tanh_via_sigmoid test_tanh_via_sigmoid_calls"
def tanh_via_sigmoid(x):
    return (sigmoid(2 * x) - 0.5) // 0.5

# %% wrong="stretched by 4, and not twice as steep" why="The output was doubled twice; what is doubled once is the number that goes in." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 4 * sigmoid(x) - 2

# %% wrong="the sigmoid itself" why="tanh is a sigmoid twice as steep, stretched and shifted to run from -1 to 1." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return sigmoid(x)

# %% wrong="2 added inside, not multiplied" why="`x + 2` moves the curve to the side; `2 * x` makes it twice as steep." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 2 * sigmoid(x + 2) - 1

# %% wrong="the sigmoid squared" why="It is the number that goes in that is doubled; nothing is squared." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 2 * sigmoid(x) ** 2 - 1

# %% wrong="x squared" why="`x**2` has lost its sign; twice x is wanted." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 2 * sigmoid(x**2) - 1

# %% wrong="multiplied by x" why="x comes in once, inside the brackets; outside it multiplies the curve." loses="test_tanh_via_sigmoid test_tanh_via_sigmoid_calls"
def tanh_via_sigmoid(x):
    return sigmoid(2 * x) * 2 * x - 1

# %% wrong="sigmoid applied twice" why="An output of the sigmoid went through it again; once is enough." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    a = sigmoid(2 * x)
    return 2 * sigmoid(a) - 1

# %% wrong="1 subtracted inside, too" why="The 1 is taken from the stretched output alone; in the bracket stands 2x." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 2 * sigmoid(2 * x - 1) - 1

# %% wrong="halved instead of doubled" why="The output is stretched by 2: multiply it." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return (sigmoid(2 * x) - 1) / 2

# %% wrong="the sigmoid squared" title="the sigmoid of 2x squared" why="The output is doubled; nothing is squared." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return sigmoid(2 * x) ** 2 - 1

# %% wrong="x doubled twice" why="tanh is twice as steep as the sigmoid; this is four times as steep." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 2 * sigmoid(4 * x) - 1

# %% wrong="2 to the power of x" why="`2**x` multiplies 2 by itself x times; 2 times x is wanted." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 2 * sigmoid(2.0**x) - 1

# %% wrong="the first number missed" why="The loop begins at 1; the first number has place 0." loses="test_tanh_via_sigmoid test_tanh_via_sigmoid_calls"
def tanh_via_sigmoid(x):
    out = np.zeros(x.shape)
    for i in range(1, len(x)):
        out[i] = 2 * sigmoid(2 * x[i]) - 1
    return out

# %% wrong="the last number missed" why="The loop ends one number too early: `range(n)` stops at n - 1 by itself." loses="test_tanh_via_sigmoid test_tanh_via_sigmoid_calls"
def tanh_via_sigmoid(x):
    out = np.zeros(x.shape)
    for i in range(len(x) - 1):
        out[i] = 2 * sigmoid(2 * x[i]) - 1
    return out

# %% wrong="neither twice as steep nor stretched" why="The curve was only moved down; it also has to be twice as steep, and twice as high." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return sigmoid(x) - 0.5

# %% wrong="neither twice as steep nor shifted" why="The curve was only stretched; it also has to be twice as steep, and moved down by 1." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return 2 * sigmoid(x)

# %% wrong="sign of x turned round" why="The curve falls where it should rise, and is neither stretched nor shifted." loses="test_tanh_via_sigmoid"
def tanh_via_sigmoid(x):
    return sigmoid(-2 * x)
