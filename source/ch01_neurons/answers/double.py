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

# %% wrong="squared instead of doubled"
def double(x):
    return x**2

# %% wrong="list instead of array"
def double(x):
    return [2 * value for value in x]

# %% wrong="not written yet"
def double(x):
    raise NotImplementedError()
