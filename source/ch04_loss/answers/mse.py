# %% right="loops"
def mse(pred, target):
    return sse(pred, target) / pred.size

def mae(pred, target):
    if np.shape(pred) != np.shape(target):
        raise ValueError("not the same shape")
    return sum(abs(float(p) - float(t)) for p, t in zip(pred.flat, target.flat)) / pred.size

def sse(pred, target):
    if np.shape(pred) != np.shape(target):
        raise ValueError("not the same shape")
    total = 0
    for p, t in zip(pred.ravel(), target.ravel()):
        total += (float(p) - float(t)) ** 2
    return total

# %% right="einsum and a helper"
def error(a, b):
    """b and a, checked."""
    if a.ndim != b.ndim or any(n != m for n, m in zip(a.shape, b.shape)):
        raise ValueError
    return np.ravel(a * 1.0 - b * 1.0)

def mse(a, b):
    return sse(a, b) / np.size(a)

def mae(a, b):
    return np.linalg.norm(error(a, b), 1) / np.size(a)

def sse(a, b):
    e = error(a, b)
    return np.einsum("i,i->", e, e)

# %% right="single precision, arrays of no dimension"
def mse(pred, target):
    check_shapes(pred, target)
    return np.array(np.mean(np.square(pred.astype(np.float32) - target.astype(np.float32))))

def mae(pred, target):
    check_shapes(pred, target)
    return np.abs(np.subtract(pred, target, dtype=np.float32)).mean()

def sse(pred, target):
    check_shapes(pred, target)
    return np.sum((pred.astype(np.float32) - target) ** 2)

def check_shapes(pred, target):
    if not pred.shape == target.shape:
        raise ValueError(f"{pred.shape} and {target.shape}")

# %% right="wide integers, where they are integers"
def mse(pred, target):
    return float(np.average(_e(pred, target) ** 2))

def mae(pred, target):
    return float(np.average(abs(_e(pred, target))))

def sse(pred, target):
    return int(total) if (total := np.sum(_e(pred, target) ** 2)) == int(total) else float(total)

def _e(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    if pred.dtype.kind in "iu":
        pred, target = pred.astype(np.int64), target.astype(np.int64)
    return pred - target

# %% wrong="no error raised" title="shapes not compared" loses="test_mse_shapes"
def mse(pred, target):
    return np.mean((pred.astype(float) - target) ** 2)

def mae(pred, target):
    return np.mean(np.abs(pred.astype(float) - target))

def sse(pred, target):
    return np.sum((pred.astype(float) - target) ** 2)

# %% wrong="equal sizes taken for equal shapes" title="numbers of elements compared instead of shapes" why="(1, 3) and (3, 1) hold as many numbers and are different shapes: compare the shapes themselves." loses="test_mse_shapes"
def same(pred, target):
    if pred.size != target.size:
        raise ValueError("sizes differ")
    return pred.astype(float), target

def mse(pred, target):
    p, t = same(pred, target)
    return np.mean((p - t) ** 2)

def mae(pred, target):
    p, t = same(pred, target)
    return np.mean(np.abs(p - t))

def sse(pred, target):
    p, t = same(pred, target)
    return np.sum((p - t) ** 2)

# %% wrong="equal lengths taken for equal shapes" title="lengths compared instead of shapes" why="`len` and `shape[0]` tell the first axis only: compare the whole shapes." loses="test_mse_shapes"
def mse(pred, target):
    if len(pred) != len(target):
        raise ValueError("lengths differ")
    return np.mean((pred.astype(float) - target) ** 2)

def mae(pred, target):
    if len(pred) != len(target):
        raise ValueError("lengths differ")
    return np.mean(np.abs(pred.astype(float) - target))

def sse(pred, target):
    if len(pred) != len(target):
        raise ValueError("lengths differ")
    return np.sum((pred.astype(float) - target) ** 2)

# %% wrong="equal sizes taken for equal shapes" title="both flattened" why="(1, 3) and (3, 1) hold as many numbers and are different shapes: compare the shapes themselves." loses="test_mse_shapes"
def mse(pred, target):
    return np.mean((pred.astype(float).ravel() - target.ravel()) ** 2)

def mae(pred, target):
    return np.mean(np.abs(pred.astype(float).ravel() - target.ravel()))

def sse(pred, target):
    return np.sum((pred.astype(float).ravel() - target.ravel()) ** 2)

# %% wrong="AssertionError instead of ValueError" loses="test_mse_shapes"
def mse(pred, target):
    assert pred.shape == target.shape
    return np.mean((pred.astype(float) - target) ** 2)

def mae(pred, target):
    assert pred.shape == target.shape
    return np.mean(np.abs(pred.astype(float) - target))

def sse(pred, target):
    assert pred.shape == target.shape
    return np.sum((pred.astype(float) - target) ** 2)

# %% wrong="wrapped around at 0 and 255" why="`uint8` cannot hold a number below 0 or above 255: make floats before subtracting; `a.astype(float)` gives new ones, and `a` stays." loses="test_mse_whole_numbers"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.mean((pred - target) ** 2)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.mean(np.abs(pred - target))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.sum((pred - target) ** 2)

# %% wrong="made floats only after subtracting" why="The difference has wrapped around already; make floats before subtracting." loses="test_mse_whole_numbers"
def mse(pred, target):
    return sse(pred, target) / pred.size

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.mean(np.abs((pred - target).astype(float)))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.sum((pred - target).astype(float) ** 2)

# %% wrong="summed instead of averaged" why="The mean divides the sum by the number of all numbers." title="mse is the sum" loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    return sse(pred, target)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.mean(np.abs(pred.astype(float) - target))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.sum((pred.astype(float) - target) ** 2)

# %% wrong="summed instead of averaged" why="The mean divides the sum by the number of all numbers." title="mae is a sum" loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    return sse(pred, target) / pred.size

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.sum(np.abs(pred.astype(float) - target))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.sum((pred.astype(float) - target) ** 2)

# %% wrong="averaged instead of summed" why="SSE is a sum and is not divided." title="sse is a mean" loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.mean((pred.astype(float) - target) ** 2)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.mean(np.abs(pred.astype(float) - target))

def sse(pred, target):
    return mse(pred, target)

# %% wrong="halved" why="Some books halve the squares; here they are not halved." loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    return sse(pred, target) / pred.size / 2

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.mean(np.abs(pred.astype(float) - target))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.sum((pred.astype(float) - target) ** 2)

# %% wrong="square root taken" why="The MSE is the mean of the squares itself, without a root." loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    return np.sqrt(sse(pred, target) / pred.size)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.mean(np.abs(pred.astype(float) - target))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.sum((pred.astype(float) - target) ** 2)

# %% wrong="errors cancel" why="Take each error's magnitude first and average then, or errors of both signs cancel." loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    return sse(pred, target) / pred.size

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.abs(np.mean(pred.astype(float) - target))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.sum((pred.astype(float) - target) ** 2)

# %% wrong="multiplied by the number of rows" why="The sum is over all numbers, not over rows: `size` counts them, `len` does not." loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.mean((pred.astype(float) - target) ** 2)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.mean(np.abs(pred.astype(float) - target))

def sse(pred, target):
    return mse(pred, target) * len(pred)

# %% wrong="divided by the number of rows" why="The mean is over all numbers, not over rows: `size` counts them, `len` does not." loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    return sse(pred, target) / len(pred)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.mean(np.abs(pred.astype(float) - target))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.sum((pred.astype(float) - target) ** 2)

# %% wrong="array instead of number" title="averaged down the columns only"
def mse(pred, target):
    return ((pred.astype(float) - target) ** 2).mean(axis=0, keepdims=True)

def mae(pred, target):
    return np.abs(pred.astype(float) - target).mean(axis=0, keepdims=True)

def sse(pred, target):
    return ((pred.astype(float) - target) ** 2).sum(axis=0, keepdims=True)

# %% wrong="input changed in place" loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    pred -= target
    return np.mean(pred**2)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    pred -= target
    return np.mean(abs(pred))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    pred -= target
    return np.sum(pred**2)

# %% wrong="nothing returned"
def mse(pred, target):
    error = np.mean((pred - target) ** 2)

def mae(pred, target):
    error = np.mean(abs(pred - target))

def sse(pred, target):
    error = np.sum((pred - target) ** 2)

# %% wrong="not written yet" title="mae and sse still blank"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.mean((pred.astype(float) - target) ** 2)

def mae(pred, target):
    raise NotImplementedError()

def sse(pred, target):
    raise NotImplementedError()

# %% wrong="not squared" why="MSE averages the squares of the errors; here it is the mean of their magnitudes." loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    return mae(pred, target)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.mean(np.abs(pred.astype(float) - target))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return np.sum((pred.astype(float) - target) ** 2)

# %% wrong="averaged before squaring" why="Square each error first and average then, or errors of both signs cancel." loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    return errors(pred, target).mean() ** 2

def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return pred.astype(float) - target

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="fractions cut off" why="Not all numbers are whole; as integers they lose what stands behind the point." title="all numbers made integers" loses="test_mse"
def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return pred.astype(int) - target.astype(int)

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="wrapped around" why="Every type of integer has ends at which it starts over, not only `uint8`." title="only uint8 made floats" loses="test_mse_whole_numbers"
def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError
    return pred * 1.0 - target if pred.dtype == np.uint8 else pred - target

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="not every axis compared" title="lengths and numbers of axes compared" why="Shapes are equal only if every axis is; here one was not compared." loses="test_mse_shapes"
def errors(p, t):
    if len(p) != len(t) or p.ndim != t.ndim:
        raise ValueError("shapes differ")
    return p.astype(float) - t

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="not every axis compared" title="first and last axes compared" why="Shapes are equal only if every axis is; here one was not compared." loses="test_mse_shapes"
def errors(p, t):
    if p.ndim != t.ndim or p.shape[0] != t.shape[0] or p.shape[-1] != t.shape[-1]:
        raise ValueError("shapes differ")
    return p.astype(float) - t

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="squares wrapped around" why="The squares are too large for these integers; calculate with floats." title="32 bits for whole numbers" loses="test_mse_whole_numbers"
def _d(a, b):
    if a.shape != b.shape: raise ValueError
    return a.astype(np.int32) - b.astype(np.int32) if a.dtype.kind in "iu" else a - b
def mse(pred, target): return (_d(pred, target) ** 2).mean()
def mae(pred, target): return abs(_d(pred, target)).mean()
def sse(pred, target): return (_d(pred, target) ** 2).sum()

# %% right="single precision throughout"
def _d(a, b):
    if a.shape != b.shape:
        raise ValueError("x")
    return a.astype(np.float32) - b.astype(np.float32)
def mse(pred, target): return np.square(_d(pred, target)).mean()
def mae(pred, target): return np.abs(_d(pred, target)).mean()
def sse(pred, target): return np.square(_d(pred, target)).sum()

# %% right="objects that can be called"
class Loss:
    def __init__(self, power, mean, name):
        self.power, self.mean, self.__name__ = power, mean, name
    def __call__(self, pred, target):
        if pred.shape != target.shape:
            raise ValueError("shapes")
        e = np.abs(pred * 1.0 - target * 1.0) ** self.power
        return float(e.mean() if self.mean else e.sum())
mse, mae, sse = Loss(2, True, "mse"), Loss(1, True, "mae"), Loss(2, False, "sse")

# %% wrong="divided twice" why="`np.mean` divides by the number of values already." title="the mean divided by the size" loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2) / pred.size

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="divided twice" why="`np.mean` divides by the number of values already." title="the mean divided by the rows" loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2) / len(pred)

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="divided twice" why="`np.mean` divides by the number of values already." title="the mean magnitude divided by the size" loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target))) / pred.size

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="divided twice" why="`np.mean` divides by the number of values already." title="the mean magnitude divided by the rows" loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target))) / len(pred)

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="divided by the number of columns" why="The mean is over all numbers, not over columns: `size` counts them." loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.sum(errors(pred, target) ** 2) / pred.shape[-1]

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="divided by the number of rows" why="The mean is over all numbers, not over rows: `size` counts them, `len` does not." title="magnitudes divided by the number of rows" loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.sum(np.abs(errors(pred, target))) / len(pred)

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="divided by n - 1" why="The mean divides by the number of values n itself." loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.sum(errors(pred, target) ** 2) / max(pred.size - 1, 1)

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="divided by n - 1" why="The mean divides by the number of values n itself." title="magnitudes divided by n - 1" loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.sum(np.abs(errors(pred, target))) / max(pred.size - 1, 1)

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="whole-number division" why="`//` cuts off the fraction; `/` keeps it." loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.sum(errors(pred, target) ** 2) // pred.size

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="whole-number division" why="`//` cuts off the fraction; `/` keeps it." title="magnitudes divided by whole numbers" loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.sum(np.abs(errors(pred, target))) // pred.size

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="the mean error subtracted" why="`np.var` measures the distance from the mean error; MSE measures it from 0." loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.var(errors(pred, target))

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="every number met every other" why="A column met a row, so each prediction was compared with all targets." loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float).reshape(-1, 1) - target.reshape(1, -1)

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="squared" why="The mean absolute error takes magnitudes, and squares nothing." title="mae squared too" loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.mean(errors(pred, target) ** 2)

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="square root taken" why="Each error's magnitude is averaged; here squares were, and a root taken of their mean." title="mae as the root of the mse" loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.sqrt(np.mean(errors(pred, target) ** 2))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="median instead of mean" why="The mean adds up all values and divides by their number; the median takes the middle one." loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.median(errors(pred, target) ** 2)

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="median instead of mean" why="The mean adds up all values and divides by their number; the median takes the middle one." title="median of the magnitudes" loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.median(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="only wrong predictions averaged" why="Predictions without error count as well: divide by the number of all." loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.sum(errors(pred, target) ** 2) / max(np.count_nonzero(errors(pred, target)), 1)

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="different errors multiplied" why="`e.T @ e` also multiplies errors of different places; each error is squared by itself."
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target).T @ errors(pred, target))

# %% wrong="summed before squaring" why="Square each error first and add up then, or errors of both signs cancel." loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target)) ** 2

# %% wrong="not squared" why="SSE adds up the squares of the errors; here it adds up magnitudes." title="magnitudes summed in sse" loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(np.abs(errors(pred, target)))

# %% wrong="errors cancel" why="Take each error's magnitude before averaging, or errors of both signs cancel." title="mae without magnitudes" loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.mean(errors(pred, target))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="errors cancel" why="Square each error before adding up, or errors of both signs cancel." title="mse without squares" loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(float) - target

def mse(pred, target):
    return np.mean(errors(pred, target))

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="squares wrapped around" why="The squares are too large for these integers; calculate with floats." title="16 bits for whole numbers" loses="test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred.astype(np.int16) - target.astype(np.int16) if pred.dtype.kind in "iu" else pred - target

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="wrapped around" why="Every type of integer has ends at which it starts over, not only `uint8`." title="only uint8 made floats before subtracting" loses="test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return (pred * 1.0 - target if pred.dtype == np.uint8 else pred - target) * 1.0

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="wrapped around" why="Every type of integer has ends at which it starts over, not only those without a sign." title="only unsigned integers made floats" loses="test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes differ")
    return pred * 1.0 - target if pred.dtype.kind == "u" else pred - target

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="the order of the axes not compared" title="shapes compared in any order" why="(1, 3) and (3, 1) hold the same lengths and are different shapes: compare the shapes as they are." loses="test_mse_shapes"
def mse(pred, target):
    if sorted(pred.shape) != sorted(target.shape):
        raise ValueError("shapes")
    return np.mean((pred * 1.0 - target) ** 2)

def mae(pred, target):
    if sorted(pred.shape) != sorted(target.shape):
        raise ValueError("shapes")
    return np.mean(np.abs(pred * 1.0 - target))

def sse(pred, target):
    if sorted(pred.shape) != sorted(target.shape):
        raise ValueError("shapes")
    return np.sum((pred * 1.0 - target) ** 2)

# %% wrong="the order of the axes not compared" title="numbers of axes and of elements compared" why="(1, 3) and (3, 1) hold as many numbers and are different shapes: compare the shapes themselves." loses="test_mse_shapes"
def mse(pred, target):
    if pred.ndim != target.ndim or pred.size != target.size:
        raise ValueError("shapes")
    return np.mean((pred * 1.0 - target) ** 2)

def mae(pred, target):
    if pred.ndim != target.ndim or pred.size != target.size:
        raise ValueError("shapes")
    return np.mean(np.abs(pred * 1.0 - target))

def sse(pred, target):
    if pred.ndim != target.ndim or pred.size != target.size:
        raise ValueError("shapes")
    return np.sum((pred * 1.0 - target) ** 2)

# %% wrong="doubled instead of squared" why="`e * 2` doubles an error; `e**2` squares it." loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.mean((pred * 1.0 - target) * 2)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.mean(np.abs(pred * 1.0 - target))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.sum((pred * 1.0 - target) ** 2)

# %% wrong="last row only" why="The squares of all rows are added up; here each row replaced those before." loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    for p, t in zip(pred * 1.0, target):
        total = np.sum((p - t) ** 2)
    return total / pred.size

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.mean(np.abs(pred * 1.0 - target))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.sum((pred * 1.0 - target) ** 2)

# %% wrong="last row only" title="the magnitudes of the last row" why="The magnitudes of all rows are added up; here each row replaced those before." loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.mean((pred * 1.0 - target) ** 2)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    for p, t in zip(pred * 1.0, target):
        total = np.sum(np.abs(p - t))
    return total / pred.size

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.sum((pred * 1.0 - target) ** 2)

# %% wrong="first row only" why="All rows count; a `return` inside the loop ends it after the first." loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    for p, t in zip(pred * 1.0, target):
        return np.sum((p - t) ** 2) / pred.size

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.mean(np.abs(pred * 1.0 - target))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.sum((pred * 1.0 - target) ** 2)

# %% wrong="wrapped around at 0 and 255" title="mae alone subtracts in uint8" why="`mae` subtracts in `uint8`, which cannot hold a number below 0: make floats there, too." loses="test_mse_whole_numbers"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.mean((pred * 1.0 - target) ** 2)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.mean(np.abs(pred - target))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.sum((pred * 1.0 - target) ** 2)

# %% wrong="wrapped around at 0 and 255" title="mse alone subtracts in uint8" why="`mse` subtracts in `uint8`, which cannot hold a number below 0: make floats there, too." loses="test_mse_whole_numbers"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.mean((pred - target) ** 2)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.mean(np.abs(pred * 1.0 - target))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.sum((pred * 1.0 - target) ** 2)

# %% wrong="wrapped around at 0 and 255" title="sse alone subtracts in uint8" why="`sse` subtracts in `uint8`, which cannot hold a number below 0: make floats there, too." loses="test_mse_whole_numbers"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.mean((pred * 1.0 - target) ** 2)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.mean(np.abs(pred * 1.0 - target))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.sum((pred - target) ** 2)

# %% wrong="magnitudes of the numbers, not of the errors" why="Subtract first, and take the magnitude of the difference." loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.mean((pred * 1.0 - target) ** 2)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.mean(np.abs(pred) - np.abs(target) * 1.0)

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.sum((pred * 1.0 - target) ** 2)

# %% wrong="halved" title="sse halved" why="Some books halve the squares; here they are not halved." loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.mean((pred * 1.0 - target) ** 2)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.mean(np.abs(pred * 1.0 - target))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.sum((pred * 1.0 - target) ** 2) / 2

# %% wrong="errors cancel" title="magnitude of each row's sum" why="Take each error's magnitude first, or errors of both signs cancel." loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.mean((pred * 1.0 - target) ** 2)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return sum(abs(np.sum(p - t)) for p, t in zip(pred * 1.0, target)) / pred.size

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return np.sum((pred * 1.0 - target) ** 2)

# %% wrong="not every axis compared" title="the last axes compared" why="`shape[-1]` tells the last axis only: compare the whole shapes." loses="test_mse_shapes"
def errors(p, t):
    if p.shape[-1] != t.shape[-1]:
        raise ValueError("shapes differ")
    return p.astype(float) - t

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="numbers of axes taken for shapes" title="numbers of axes compared" why="`ndim` counts the axes; equal shapes also have the same length along each." loses="test_mse_shapes"
def errors(p, t):
    if p.ndim != t.ndim:
        raise ValueError("shapes differ")
    return p.astype(float) - t

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.mean(np.abs(errors(pred, target)))

def sse(pred, target):
    return np.sum(errors(pred, target) ** 2)

# %% wrong="the largest error only" why="The mean counts every error, not only the largest." loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    e = pred.astype(float) - target
    return np.mean(e**2)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    e = pred.astype(float) - target
    return np.max(np.abs(e))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    e = pred.astype(float) - target
    return np.sum(e**2)

# %% wrong="square root taken" title="the norm of the errors" why="`np.linalg.norm` is the root of the sum of the squares; the SSE is the sum itself." loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    e = pred.astype(float) - target
    return np.mean(e**2)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    e = pred.astype(float) - target
    return np.mean(np.abs(e))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    e = pred.astype(float) - target
    return np.linalg.norm(e)

# %% wrong="the target not used" why="What is squared is the error, prediction minus target." loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    e = pred.astype(float)
    return np.mean(e**2)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    e = pred.astype(float)
    return np.mean(np.abs(e))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    e = pred.astype(float)
    return np.sum(e**2)

# %% wrong="target added" why="The error is a difference: prediction minus target." loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    e = pred.astype(float) + target
    return np.mean(e**2)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    e = pred.astype(float) + target
    return np.mean(np.abs(e))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    e = pred.astype(float) + target
    return np.sum(e**2)

# %% wrong="the first error only" why="All errors are added up; a `return` inside the loop ends it after the first." loses="test_mse test_mse_whole_numbers"
def mse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    e = pred.astype(float) - target
    return np.mean(e**2)

def mae(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    e = pred.astype(float) - target
    return np.mean(np.abs(e))

def sse(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    e = pred.astype(float) - target
    return (e**2).flat[0]

# %% wrong="mae and sse mixed up" why="MAE is the mean of the magnitudes, SSE the sum of the squares." loses="test_mse test_mse_whole_numbers"
def errors(pred, target):
    if pred.shape != target.shape:
        raise ValueError("shapes")
    return pred.astype(float) - target

def mse(pred, target):
    return np.mean(errors(pred, target) ** 2)

def mae(pred, target):
    return np.sum(errors(pred, target) ** 2)

def sse(pred, target):
    return np.mean(np.abs(errors(pred, target)))
