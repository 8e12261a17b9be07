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

# %% wrong="nudged up only" why="The slope is taken between `x` and `x + h`; it should be between `x - h` and `x + h`." loses="test_numerical_gradient test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x.astype(float)
        up[i] += h
        grad[i] = (f(up) - f(x)) / h
    return grad

# %% wrong="nudged down only" why="The slope is taken between `x - h` and `x`; it should be between `x - h` and `x + h`." loses="test_numerical_gradient test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        down = x.astype(float)
        down[i] -= h
        grad[i] = (f(x) - f(down)) / h
    return grad

# %% wrong="divided by h instead of 2h" why="From `x - h` to `x + h` it is `2 * h`."
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / h
    return grad

# %% wrong="brackets missing" why="`/ 2 * h` divides by 2 and multiplies by `h`; the whole of `2 * h` belongs below the line."
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / 2 * h
    return grad

# %% wrong="h not used" why="The nudge is a fixed number; it should be the `h` that is given." loses="test_numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    h = 1e-5
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="all entries nudged at once" why="For the slope along one entry, nudge that entry and leave the others alone."
def numerical_gradient(f, x, h=1e-5):
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))

# %% wrong="a whole row nudged at once" title="works for one axis only" why="`x[i]` is a whole row where `x` has two axes; nudge one number at a time." loses="test_numerical_gradient_any_array"
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

# %% wrong="integer truncation" title="copies whole numbers as they are" why="In an array of whole numbers, `x` itself or a copy as it is, a nudge loses what stands behind the point: nudge `x.astype(float)`." loses="test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="integer truncation" title="x itself nudged and put back" why="In an array of whole numbers, `x` itself or a copy as it is, a nudge loses what stands behind the point: nudge `x.astype(float)`." loses="test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        up = f(x)
        x[i] = old - h
        grad[i] = (up - f(x)) / (2 * h)
        x[i] = old
    return grad

# %% wrong="result made of integers" why="The result has the type of `x`; slopes are floats, whatever `x` holds." title="result of the dtype of x" loses="test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="all zeros" why="Either `f` gets `x` as it was both times (`up = x` makes no copy, but `ravel` may), or no slope is written into the result." title="nudges what ravel copied" loses="test_numerical_gradient_any_array"
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

# %% wrong="x in another shape" why="`f` was given another shape than that of `x`; it may need its rows and columns." title="f gets a flat array" loses="test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.size)
    for k in range(x.size):
        up, down = x.astype(float).ravel(), x.astype(float).ravel()
        up[k] += h
        down[k] -= h
        grad[k] = (f(up) - f(down)) / (2 * h)
    return grad.reshape(x.shape)

# %% wrong="f not run twice each" why="`f` may be slow: run it once above and once below for each entry, and never else." loses="test_numerical_gradient"
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

# %% wrong="entry left nudged down" why="An entry stays at `x - h` while the next ones are nudged; put it back first." loses="test_numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    v, grad = x.astype(float), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        v[i] += h
        up = f(v)
        v[i] -= 2 * h
        grad[i] = (up - f(v)) / (2 * h)
    return grad

# %% wrong="entry left nudged up" why="An entry stays at `x + h` while the next ones are nudged; put it back first." loses="test_numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    v, grad = np.array(x, float), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = v[i]
        v[i] = old - h
        down = f(v)
        v[i] = old + h
        grad[i] = (f(v) - down) / (2 * h)
    return grad

# %% wrong="the other entries set to 0" why="Only one entry is nudged, but the others must keep their values." loses="test_numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = np.zeros(x.shape), np.zeros(x.shape)
        up[i], down[i] = x[i] + h, x[i] - h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="another h by default" loses="test_numerical_gradient"
def numerical_gradient(f, x, h=1e-3):
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        a, b = x.astype(float), x.astype(float); a[i] += h; b[i] -= h; g[i] = (f(a) - f(b)) / (2 * h)
    return g

# %% wrong="equal entries nudged together" why="An entry is found by its value, and another one has the same; go by its place." title="finds an entry by its value"
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

# %% wrong="nudged up only" title="nudged up only, f(x) once" why="The slope is taken between `x` and `x + h`; it should be between `x - h` and `x + h`." loses="test_numerical_gradient test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    here, grad = f(x.astype(float)), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = x.astype(float)
        up[i] += h
        grad[i] = (f(up) - here) / h
    return grad

# %% wrong="nudged down only" title="nudged down only, f(x) once" why="The slope is taken between `x - h` and `x`; it should be between `x - h` and `x + h`." loses="test_numerical_gradient test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    here, grad = f(x.astype(float)), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        down = x.astype(float)
        down[i] -= h
        grad[i] = (here - f(down)) / h
    return grad

# %% wrong="all entries nudged at once" title="all entries nudged at once, again for each" why="For the slope along one entry, nudge that entry and leave the others alone."
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        grad[i] = (f(x + h) - f(x - h)) / (2 * h)
    return grad

# %% wrong="f not run twice each" title="f once at x itself" why="`f` may be slow: run it once above and once below for each entry, and never else." loses="test_numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    f(x.astype(float))
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="f not run twice each" title="each value taken twice" why="`f` may be slow: run it once above and once below for each entry, and never else." loses="test_numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        if f(up) != f(down):
            grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="four values for each slope" why="A formula of four values is more exact, but it costs twice as much: `f` is to run twice for each entry." loses="test_numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        values = []
        for k in (-2, -1, 1, 2):
            v = x.astype(float)
            v[i] += k * h
            values.append(f(v))
        grad[i] = (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * h)
    return grad

# %% wrong="multiplied by x" why="The slope is the difference over `2 * h` alone; the entry's own value is no part of it."
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = x[i] * (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="nudged in proportion to the entry" why="The nudge grows with the entry; it should be `h` for each." loses="test_numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = h * max(1, abs(x[i]))
        up, down = x.astype(float), x.astype(float)
        up[i] += step
        down[i] -= step
        grad[i] = (f(up) - f(down)) / (2 * step)
    return grad

# %% wrong="only the first entry" why="One entry is nudged and the others are not: is `return` inside the loop?"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
        return grad

# %% wrong="f never nudged" title="one array by two names" why="`up = x` makes no copy: both names are one array, and what is added by one is subtracted by the other."
def numerical_gradient(f, x, h=1e-5):
    v, grad = x.astype(float), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = down = v
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="entries of 0 left out" why="A number that is 0 has a slope, too: `np.nonzero` and `if x[i]` pass it over."
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.argwhere(x):
        up, down = x.astype(float), x.astype(float)
        up[tuple(i)] += h
        down[tuple(i)] -= h
        grad[tuple(i)] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="nudged in proportion to the entry" title="an entry of 0 is not nudged" why="The nudge grows with the entry; it should be `h` for each."
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = h * abs(float(x[i]))
        up, down = x.astype(float), x.astype(float)
        up[i] += step
        down[i] -= step
        grad[i] = (f(up) - f(down)) / (2 * step) if step else 0.0
    return grad

# %% wrong="single precision" why="With 7 digits a nudge of 0.00001 drowns in rounding; take `float`, which has 16."
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = np.array(x, np.float32), np.array(x, np.float32)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="vectors only" why="`len(x)` is the number of rows; the result needs an entry for each number of `x`." loses="test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(len(x))
    for i in range(len(x)):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="slopes in the order of memory" why="A transposed array is stored column by column; go through it by index, or in its own order." loses="test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    values, slopes = x.astype(float).ravel(order="K"), []
    for k in range(x.size):
        up, down = values.copy(), values.copy()
        up[k] += h
        down[k] -= h
        slopes.append((f(up.reshape(x.shape)) - f(down.reshape(x.shape))) / (2 * h))
    return np.reshape(slopes, x.shape)

# %% wrong="wrong sign" title="below minus above"
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(down) - f(up)) / (2 * h)
    return grad

# %% wrong="nudged up only" title="taken back to x, divided by 2h" why="The second value is taken at `x` itself: after `+ h` it takes `- 2 * h` to come to `x - h`."
def numerical_gradient(f, x, h=1e-5):
    grad, y = np.zeros(x.shape), x.astype(float)
    for i in np.ndindex(x.shape):
        y[i] = x[i] + h
        above = f(y)
        y[i] = y[i] - h
        below = f(y)
        y[i] = x[i]
        grad[i] = (above - below) / (2 * h)
    return grad

# %% wrong="values added" why="A slope is a difference: the value below is subtracted from the one above."
def numerical_gradient(f, x, h=1e-5):
    grad, y = np.zeros(x.shape), x.astype(float)
    for i in np.ndindex(x.shape):
        y[i] = x[i] + h
        above = f(y)
        y[i] = x[i] - h
        below = f(y)
        y[i] = x[i]
        grad[i] = (above + below) / (2 * h)
    return grad

# %% wrong="divided by 4h" why="From `x - h` to `x + h` it is `2 * h`: the slope is halved once too often."
def numerical_gradient(f, x, h=1e-5):
    grad, y = np.zeros(x.shape), x.astype(float)
    for i in np.ndindex(x.shape):
        y[i] = x[i] + h
        above = f(y)
        y[i] = x[i] - h
        below = f(y)
        y[i] = x[i]
        grad[i] = (above - below) / (2 * h) / 2
    return grad

# %% wrong="nudged by half of h" why="Each nudge is `h` itself; only the distance of the two is `2 * h`."
def numerical_gradient(f, x, h=1e-5):
    grad, y = np.zeros(x.shape), x.astype(float)
    for i in np.ndindex(x.shape):
        y[i] = x[i] + h / 2
        above = f(y)
        y[i] = x[i] - h / 2
        below = f(y)
        y[i] = x[i]
        grad[i] = (above - below) / (2 * h)
    return grad

# %% wrong="nudged by half of h" title="nudged by half of h, divided by h" why="Each nudge is `h` itself, and the distance of the two is `2 * h`." loses="test_numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    grad, y = np.zeros(x.shape), x.astype(float)
    for i in np.ndindex(x.shape):
        y[i] = x[i] + h / 2
        above = f(y)
        y[i] = x[i] - h / 2
        below = f(y)
        y[i] = x[i]
        grad[i] = (above - below) / h
    return grad

# %% wrong="not divided" why="How much `f` changes is divided by how far apart the two places are, `2 * h`."
def numerical_gradient(f, x, h=1e-5):
    grad, y = np.zeros(x.shape), x.astype(float)
    for i in np.ndindex(x.shape):
        y[i] = x[i] + h
        above = f(y)
        y[i] = x[i] - h
        below = f(y)
        y[i] = x[i]
        grad[i] = above - below
    return grad

# %% wrong="all zeros" title="the slopes go nowhere" why="The slopes are measured, but none of them is written into the result."
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        slope = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="x in another shape" title="f gets single numbers" why="`f` was given a single number, `x[i] + h`; it takes the whole of `x`, in which one number is nudged."
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        grad[i] = (f(x[i] + h) - f(x[i] - h)) / (2 * h)
    return grad

# %% wrong="entries left nudged" why="`up` and `down` keep the nudges of earlier entries; begin with fresh copies for each entry." loses="test_numerical_gradient test_numerical_gradient_any_array"
def numerical_gradient(f, x, h=1e-5):
    up, down, grad = x.astype(float), x.astype(float), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="brackets missing" title="only the second value divided" why="The whole difference is divided by `2 * h`; as it stands, only its second value is."
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = f(up) - f(down) / (2 * h)
    return grad

# %% wrong="nudged in proportion to the entry" title="in proportion, divided by 2h" why="The nudge grows with the entry; it should be `h` for each."
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] *= 1 + h
        down[i] *= 1 - h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="slopes written into x" why="Later entries are measured where the slopes of earlier ones stand; keep them in an array of their own." loses="test_numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    v = x.astype(float)
    for i in np.ndindex(x.shape):
        up, down = v.copy(), v.copy()
        up[i] += h
        down[i] -= h
        v[i] = (f(up) - f(down)) / (2 * h)
    return v

# %% wrong="divided by h squared" why="A slope is a difference over a distance, and that is `2 * h`; `h` squared belongs to the second derivative."
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / h**2
    return grad

# %% wrong="the second derivative" why="That is how fast the slope changes; the slope itself is the difference of the two values over `2 * h`."
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - 2 * f(x.astype(float)) + f(down)) / h**2
    return grad

# %% wrong="nudged by 1" why="The nudge is `h`, above and below; here it is 1, whatever `h` is."
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        nudge = np.zeros(x.shape)
        nudge[i] = 1
        grad[i] = (f(x + nudge) - f(x - nudge)) / (2 * h)
    return grad

# %% wrong="f not run twice each" title="np.vectorize tries the first entry" why="`f` may be slow: run it once above and once below for each entry; `np.vectorize` without `otypes` tries the first one besides." loses="test_numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    def slope(k):
        up, down = x.astype(float), x.astype(float)
        up.flat[k] += h
        down.flat[k] -= h
        return (f(up) - f(down)) / (2 * h)

    return np.vectorize(slope)(np.arange(x.size).reshape(x.shape))

# %% wrong="not divided by h" why="The difference is halved, but not divided by the nudge: `2 * h` belongs below the line."
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / 2
    return grad

# %% wrong="only the last entry" why="The array of slopes is begun anew for each entry; begin it once, before the loop."
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad = np.zeros(x.shape)
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong="`//` instead of `/`" why="`//` cuts off what stands behind the decimal point."
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) // (2 * h)
    return grad

# %% wrong="integer truncation" title="nudged up only, in whole numbers" why="In an array of whole numbers, `x` itself or a copy as it is, a nudge loses what stands behind the point: nudge `x.astype(float)`."
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        moved = x.copy()
        moved[i] += h
        grad[i] = (f(moved) - f(x)) / h
    return grad

# %% wrong="integer truncation" title="nudged down only, in whole numbers" why="In an array of whole numbers, `x` itself or a copy as it is, a nudge loses what stands behind the point: nudge `x.astype(float)`."
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        moved = x.copy()
        moved[i] -= h
        grad[i] = (f(x) - f(moved)) / h
    return grad
