# %% right="one array of nudges"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.size)
    for k in range(x.size):
        nudge = np.zeros(x.size)
        nudge[k] = h
        nudge = nudge.reshape(x.shape)
        grad[k] = (f(x + nudge) - f(x - nudge)) / (2 * h)
    return grad.reshape(x.shape)

# %% right="a copy that is nudged and restored"
def numerical_gradient(f, x, h=1e-5):
    v = np.array(x, dtype=float)
    grad = np.empty_like(v)
    for i, old in np.ndenumerate(x):
        v[i] = old + h
        above = f(v)
        v[i] = old - h
        grad[i] = (above - f(v)) / (h + h)
        v[i] = old
    return grad

# %% right="a comprehension, and other names"
def slope(function, point, place, step):
    ends = [np.array(point, float), np.array(point, float)]
    ends[0][place] += step
    ends[1][place] -= step
    return (function(ends[0]) - function(ends[1])) / step / 2

def numerical_gradient(function, point, step=1e-5):
    places = np.ndindex(*point.shape)
    return np.array([slope(function, point, p, step) for p in places]).reshape(point.shape)

# %% right="in place, bit for bit restored"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    if x.dtype.kind != "f":
        x = x.astype(float)
    for i in np.ndindex(x.shape):
        keep = x[i]
        x[i] = keep + h
        up = f(x)
        x[i] = keep - h
        grad[i] = (up - f(x)) / (2 * h)
        x[i] = keep
    return grad

# %% wrong="nudged up only" loses="test_numerical_gradient test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x.astype(float)
        up[i] += h
        grad[i] = (f(up) - f(x)) / h
    return grad

# %% wrong="nudged down only" loses="test_numerical_gradient test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        down = x.astype(float)
        down[i] -= h
        grad[i] = (f(x) - f(down)) / h
    return grad

# %% wrong="divided by h instead of 2h"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / h
    return grad

# %% wrong="off by a factor of 1/4" title="brackets missing"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / 2 * h
    return grad

# %% wrong="h not used" loses="test_numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    h = 1e-5
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="all entries nudged at once"
def numerical_gradient(f, x, h=1e-5):
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))

# %% wrong="a whole row nudged at once" title="works for one axis only" loses="test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="input changed in place" title="never restored"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        grad[i] = (up - f(x)) / (2 * h)
    return grad

# %% wrong="input changed in place" title="restored by adding, not to the last bit" loses="test_numerical_gradient test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        grad[i] = (up - f(x)) / (2 * h)
        x[i] += h
    return grad

# %% wrong="integer truncation" title="copies whole numbers as they are" loses="test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="result made of integers" title="result of the dtype of x" loses="test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="f never nudged" title="nudges what ravel copied" loses="test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    v = x.astype(float) if x.dtype.kind != "f" else x
    flat, grad = v.reshape(-1), np.zeros(x.size)
    for k in range(x.size):
        old = flat[k]
        flat[k] = old + h
        up = f(v)
        flat[k] = old - h
        grad[k] = (up - f(v)) / (2 * h)
        flat[k] = old
    return grad.reshape(x.shape)

# %% wrong="x in another shape" title="f gets a flat array" loses="test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.size)
    for k in range(x.size):
        up, down = x.astype(float).ravel(), x.astype(float).ravel()
        up[k] += h
        down[k] -= h
        grad[k] = (f(up) - f(down)) / (2 * h)
    return grad.reshape(x.shape)

# %% wrong="f not run twice each" loses="test_numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        f(x.astype(float))
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="reshaped" title="a flat gradient" loses="test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    slopes = []
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        slopes.append((f(up) - f(down)) / (2 * h))
    return np.array(slopes)

# %% wrong="list instead of array"
def numerical_gradient(f, x, h=1e-5):
    slopes = []
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        slopes.append((f(up) - f(down)) / (2 * h))
    return slopes

# %% wrong="entry left nudged down" loses="test_numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    v, grad = x.astype(float), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        v[i] += h
        up = f(v)
        v[i] -= 2 * h
        grad[i] = (up - f(v)) / (2 * h)
    return grad

# %% wrong="entry left nudged up" loses="test_numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    v, grad = np.array(x, float), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = v[i]
        v[i] = old - h
        down = f(v)
        v[i] = old + h
        grad[i] = (f(v) - down) / (2 * h)
    return grad

# %% wrong="the other entries set to 0" loses="test_numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = np.zeros(x.shape), np.zeros(x.shape)
        up[i], down[i] = x[i] + h, x[i] - h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="off by a constant factor" title="a nudge of 1e-3 by default" loses="test_numerical_gradient"
def numerical_gradient(f, x, h=1e-3):
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        a, b = x.astype(float), x.astype(float); a[i] += h; b[i] -= h; g[i] = (f(a) - f(b)) / (2 * h)
    return g

# %% wrong="equal entries nudged together" title="finds an entry by its value"
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros(x.shape)
    for v in x.ravel():
        a = np.where(x == v, x + h, x * 1.0); b = np.where(x == v, x - h, x * 1.0)
        g[x == v] = (f(a) - f(b)) / (2 * h)
    return g

# %% right="rows of an identity matrix"
def numerical_gradient(f, x, h=1e-5):
    steps = h * np.eye(x.size).reshape(-1, *x.shape)
    return np.array([(f(x + s) - f(x - s)) / (2 * h) for s in steps]).reshape(x.shape)
