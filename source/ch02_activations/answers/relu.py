# %% right="a product with the mask"
def relu(x):
    return x * (x > 0)

def relu_grad(x):
    return (x > 0).astype(float)

# %% right="a copy with zeros written in"
def relu(x):
    out = x.copy()
    out[x < 0] = 0
    return out

def relu_grad(x):
    out = np.zeros(x.shape)
    out[x > 0] = 1
    return out

# %% right="half the sum with the magnitude, in single precision"
def relu(values):
    values = values.astype(np.float32)
    return (values + np.abs(values)) / 2

def relu_grad(values):
    return np.heaviside(values.astype(np.float32), 0)

# %% right="loops"
def relu(x):
    out = np.empty(x.shape)
    for place, value in np.ndenumerate(x):
        out[place] = 0.0 if value < 0 else value
    return out

def relu_grad(x):
    out = np.empty(x.shape)
    for place, value in np.ndenumerate(x):
        out[place] = 1.0 if value > 0 else 0.0
    return out

# %% right="clip, and a slope from the output"
def relu(x):
    return np.clip(x, 0, None)

def relu_grad(x):
    return 1.0 * (relu(x) > 0)

# %% right="where, with the smaller numbers picked out"
def relu(x):
    return np.where(x < 0, 0.0, x)

def relu_grad(x):
    return np.where(x <= 0, 0.0, 1.0)

# %% wrong="slope 1 at exactly 0" loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return (x >= 0).astype(float)

# %% wrong="slope one half at exactly 0" loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return np.heaviside(x, 0.5)

# %% wrong="booleans instead of numbers" loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return x > 0

# %% wrong="integers instead of floats" loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return (x > 0).astype(int)

# %% wrong="values, not slopes" loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return np.maximum(x, 0)

# %% wrong="-1 on the left" loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return np.sign(x)

# %% wrong="0 and 1 swapped" title="slopes the wrong way round" loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return (x <= 0) * 1.0

# %% wrong="input changed in place" title="slopes written over the input" loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    x[x > 0] = 1
    x[x <= 0] = 0
    return x

# %% wrong="nan hidden" loses="test_relu_nan"
def relu(x):
    return np.where(x > 0, x, 0)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="nan hidden" title="fmax" loses="test_relu_nan"
def relu(x):
    return np.fmax(x, 0)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="input changed in place" loses="test_relu test_relu_nan"
def relu(x):
    x[x < 0] = 0
    return x

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="input changed in place" title="out=x" loses="test_relu test_relu_nan"
def relu(x):
    return np.maximum(x, 0, out=x)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="sign lost" loses="test_relu test_relu_nan"
def relu(x):
    return np.abs(x)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="positive side cut off" loses="test_relu test_relu_nan"
def relu(x):
    return np.minimum(x, 0)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="slopes instead of values" loses="test_relu test_relu_nan"
def relu(x):
    return (x > 0) * 1.0

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="booleans instead of numbers" title="relu gives the mask" loses="test_relu test_relu_nan"
def relu(x):
    return x > 0

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="cut off above 1 too" loses="test_relu test_relu_nan"
def relu(x):
    return np.clip(x, 0, 1)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="number instead of array" title="the largest of all" loses="test_relu test_relu_nan"
def relu(x):
    return np.max(x, initial=0)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="one truth value for a whole array" loses="test_relu test_relu_nan"
def relu(x):
    return max(0, x)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="list instead of array" loses="test_relu test_relu_nan"
def relu(x):
    return [max(0, v) for v in x.ravel()]

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="1 everywhere" title="slope from the output, at 0 and above" loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return np.where(relu(x) >= 0, 1.0, 0.0)

# %% wrong="slope on the left" loses="test_relu test_relu_nan"
def relu(x):
    return np.maximum(x, 0.01 * x)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="negative numbers removed" loses="test_relu test_relu_nan"
def relu(x):
    return x[x > 0]

def relu_grad(x):
    return (x > 0) * 1.0

# %% right="in a copy, and the sign"
def relu(x):
    y = np.array(x, copy=True)
    y[y < 0] = 0
    return y

def relu_grad(x):
    return np.sign(np.maximum(x, 0)).astype(float)

# %% wrong="no new array" loses="test_relu"
def relu(x):
    if np.all(x >= 0):
        return x
    return np.maximum(x, 0)

def relu_grad(x):
    return (x > 0).astype(float)

# %% wrong="no new array" title="a view of x" loses="test_relu"
def relu(x):
    return np.maximum(x, 0) if np.any(~(x >= 0)) else x[...]

def relu_grad(x):
    return (x > 0).astype(float)

# %% wrong="above 0.1, not above 0" loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return (x > 0.1).astype(float)

# %% wrong="rounded first" loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return (np.floor(x + 0.5) > 0).astype(float)
