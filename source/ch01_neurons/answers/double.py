# %% right="addition"
def double(x):
    return x + x

# %% right="in single precision"
def double(x):
    return np.multiply(x, 2, dtype=np.float32)

# %% right="a loop over a copy"
def double(x):
    out = np.empty(x.shape)
    for place in np.ndindex(*x.shape):
        out[place] = 2 * x[place]
    return out

# %% right="prints on the way"
def double(x):
    print("doubling", x)
    return np.array([2.0]) * x

# %% wrong="printed instead of returned"
def double(x):
    print(2 * x)

# %% wrong="nothing returned"
def double(x):
    y = 2 * x

# %% wrong="input changed in place"
def double(x):
    x *= 2
    return x

# %% wrong="squared instead of doubled" why="Each number was multiplied by itself; multiply it by 2."
def double(x):
    return x**2

# %% wrong="list instead of array"
def double(x):
    return [2 * value for value in x]

# %% wrong="not written yet"
def double(x):
    raise NotImplementedError()

# %% wrong="2 added instead of multiplied by 2" why="Each number became 2 larger; it should become twice as large."
def double(x):
    return x + 2

# %% wrong="2 to the power of x" why="`2**x` multiplies 2 by itself x times; 2 times x is wanted."
def double(x):
    return 2.0**x

# %% wrong="repeated instead of doubled" why="The numbers stand there twice over, as a list times 2 holds them; each of them is to be doubled."
def double(x):
    return np.array(list(x) * 2)

# %% wrong="stopped after the first number" why="`return` inside the loop ends the function in the first round."
def double(x):
    out = np.array(x)
    for i in range(len(x)):
        out[i] = 2 * x[i]
        return out

# %% wrong="earlier results still there" title="a list outside of the function" why="A list outside of the function keeps what earlier calls put into it; make it inside."
results = []

def double(x):
    for value in x:
        results.append(2 * value)
    return np.array(results)

# %% wrong="three numbers only" why="The example's three numbers stand in the code; an array may be of any shape."
def double(x):
    return np.array([2 * x[0], 2 * x[1], 2 * x[2]])

# %% wrong="the example's numbers" why="These are the numbers of the example; use those in `x`."
def double(x):
    return np.array([2.0, 8.0])

# %% wrong="stopped after the first number" title="returned in the first round" why="`return` inside the loop ends the function in the first round."
def double(x):
    doubled = []
    for value in x:
        doubled.append(value + value)
        return np.array(doubled)

# %% wrong="halved instead of doubled" why="Each number was divided by 2; multiply it by 2."
def double(x):
    return 0.5 * x

# %% wrong="doubled twice" why="Each number came out four times as large."
def double(x):
    y = x + x
    return y + y

# %% wrong="the last row not filled in" why="The loop ends one number too early: `range(n)` stops at n - 1 by itself."
def double(x):
    out = np.zeros(x.shape)
    for i in range(len(x) - 1):
        out[i] = x[i] + x[i]
    return out

# %% wrong="added up" why="The numbers were added into one; each is doubled for itself."
def double(x):
    return 2 * x.sum()

# %% wrong="nothing put into the array" why="`np.append` gives a new array and leaves the old one as it was: what it gives has to be kept."
def double(x):
    out = np.array([])
    for value in x:
        np.append(out, 2 * value)
    return out
