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

# %% wrong="slope 1 at exactly 0" why="At exactly 0 the slope is taken to be 0." loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return (x >= 0).astype(float)

# %% wrong="slope one half at exactly 0" why="At exactly 0 the slope is taken to be 0, not the mean of both sides." loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return np.heaviside(x, 0.5)

# %% wrong="booleans instead of numbers" loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return x > 0

# %% wrong="integers instead of floats" why="`astype(int)`, a comparison times 1, and the numbers 0 and 1 make integers; 0.0 and 1.0 are floats." loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return (x > 0).astype(int)

# %% wrong="values, not slopes" why="These are the outputs of ReLU; the slope is 0 or 1." loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return np.maximum(x, 0)

# %% wrong="-1 on the left" why="To the left of 0 the curve is flat: its slope there is 0." loses="test_relu_slope"
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

# %% wrong="nan hidden" why="The nan became 0: comparisons with nan are false, and `fmax` and `nan_to_num` drop it. It must stay nan." loses="test_relu_nan"
def relu(x):
    return np.where(x > 0, x, 0)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="nan hidden" why="The nan became 0: comparisons with nan are false, and `fmax` and `nan_to_num` drop it. It must stay nan." title="fmax" loses="test_relu_nan"
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

# %% wrong="sign lost" why="The magnitude was taken; a number below 0 becomes 0." loses="test_relu test_relu_nan"
def relu(x):
    return np.abs(x)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="positive side cut off" why="What is below 0 was kept, and what is above it made 0: it is the other way round." loses="test_relu test_relu_nan"
def relu(x):
    return np.minimum(x, 0)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="slopes instead of values" why="0 and 1 are the slopes; above 0 the number itself is wanted." loses="test_relu test_relu_nan"
def relu(x):
    return (x > 0) * 1.0

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="booleans instead of numbers" title="relu gives the mask" loses="test_relu test_relu_nan"
def relu(x):
    return x > 0

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="cut off above 1 too" why="ReLU has no upper end: 4 stays 4." loses="test_relu test_relu_nan"
def relu(x):
    return np.clip(x, 0, 1)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="number instead of array" why="`np.max` finds one number in the whole array; two arrays are compared place by place by `np.maximum`." title="the largest of all" loses="test_relu test_relu_nan"
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

# %% wrong="1 everywhere" why="The slope is 0 where ReLU is 0. Outputs are never below 0, so ask whether they are above it." title="slope from the output, at 0 and above" loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return np.where(relu(x) >= 0, 1.0, 0.0)

# %% wrong="slope on the left" why="Numbers below 0 become 0, not a small part of themselves." loses="test_relu test_relu_nan"
def relu(x):
    return np.maximum(x, 0.01 * x)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="negative numbers removed" why="Numbers below 0 are left out; each keeps its place and becomes 0." loses="test_relu test_relu_nan"
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

# %% wrong="above 0.1, not above 0" why="The slope is 1 for every number above 0, however small." loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return (x > 0.1).astype(float)

# %% wrong="rounded first" why="The numbers were rounded before the comparison; 0.3 is above 0." loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return (np.floor(x + 0.5) > 0).astype(float)

# %% wrong="negative numbers removed" title="only those at 0 and above" why="Numbers below 0 are left out; each keeps its place and becomes 0." loses="test_relu test_relu_nan"
def relu(x):
    return x[x >= 0]

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="negative numbers removed" title="all that are not below 0" why="Numbers below 0 are left out; each keeps its place and becomes 0." loses="test_relu test_relu_nan"
def relu(x):
    return x[~(x < 0)]

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="this is softplus" why="log(1 + exp(x)) is a smooth relative of ReLU; at 0 it is 0.69 and not 0." loses="test_relu test_relu_nan"
def relu(x):
    return np.logaddexp(0, x)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="this is the sigmoid" why="It runs from 0 to 1; ReLU leaves numbers above 0 as they are." loses="test_relu test_relu_nan"
def relu(x):
    return 1 / (1 + np.exp(-x))

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="nan spread to all" why="One nan made every result nan: something was taken of the whole array." loses="test_relu_nan"
def relu(x):
    return np.maximum(x, 0) + 0 * np.sum(x)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="the largest of all, everywhere" why="`np.max` finds one number in the whole array; the larger of 0 and x is wanted in each place." loses="test_relu test_relu_nan"
def relu(x):
    return np.maximum(0, np.max(x)) * np.ones(x.shape)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="cut off above 6 too" why="ReLU has no upper end, however large the number." loses="test_relu test_relu_nan"
def relu(x):
    return np.clip(x, 0, 6)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="compared with 1, not with 0" why="The larger of 0 and x is wanted; here numbers below 1 became 1." loses="test_relu test_relu_nan"
def relu(x):
    return np.maximum(x, 1)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="1 everywhere" title="ones" why="The slope is 0 where ReLU is 0. Outputs are never below 0, so ask whether they are above it." loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return np.ones(x.shape)

# %% wrong="only numbers above 0 kept" why="Slopes of 0 are left out; each number keeps its place." loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return np.ones(x.shape)[x > 0]

# %% wrong="differences between neighbours" why="`np.gradient` compares each number with its neighbours; the slope depends on the number alone." loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return np.gradient(relu(x))

# %% wrong="twice as large" title="not halved" why="`x + abs(x)` is twice x where x is above 0." loses="test_relu test_relu_nan"
def relu(x):
    return np.abs(x) + x

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="this is ReLU of -x" why="Numbers above 0 became 0, and those below 0 came out positive: a sign is too much." loses="test_relu test_relu_nan"
def relu(x):
    return np.maximum(-x, 0)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="the smallest number subtracted" why="The array was moved up so that its smallest number is 0; each number should be looked at for itself." loses="test_relu test_relu_nan"
def relu(x):
    return x - np.min(x)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="x kept on the left" why="Numbers below 0 stayed as they are; the slope there is 0." loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return np.where(x > 0, 1.0, x)

# %% wrong="compared with 1, not with 0" title="slope 1 from 1 on" why="The slope is 1 for every number above 0, however small." loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return (x >= 1).astype(float)

# %% wrong="slopes of the leaky ReLU" why="To the left of 0 the curve is flat: its slope there is 0." loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return np.where(x > 0, 1.0, 0.01)

# %% wrong="this is the sigmoid" title="slope of softplus" why="It rises from 0 to 1 smoothly; the slope of ReLU jumps." loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return 1 / (1 + np.exp(-x))

# %% wrong="this is ReLU of -x" title="slopes of ReLU of -x" why="The slope is 1 above 0, not below." loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return (x < 0).astype(float)

# %% wrong="the first number missed" why="The loop begins at 1; the first number has place 0." loses="test_relu test_relu_nan test_relu_slope"
def relu(x):
    out = np.zeros(x.shape)
    for i in range(1, len(x)):
        out[i] = np.maximum(x[i], 0)
    return out

def relu_grad(x):
    out = np.zeros(x.shape)
    for i in range(1, len(x)):
        out[i] = x[i] > 0
    return out

# %% wrong="the last number missed" why="The loop ends one number too early: `range(n)` stops at n - 1 by itself." loses="test_relu test_relu_nan test_relu_slope"
def relu(x):
    out = np.zeros(x.shape)
    for i in range(len(x) - 1):
        out[i] = np.maximum(x[i], 0)
    return out

def relu_grad(x):
    out = np.zeros(x.shape)
    for i in range(len(x) - 1):
        out[i] = x[i] > 0
    return out

# %% wrong="stopped after the first number" why="`return` inside the loop ends the function in the first round." loses="test_relu test_relu_nan test_relu_slope"
def relu(x):
    out = np.zeros(x.shape)
    for i in range(len(x)):
        out[i] = np.maximum(x[i], 0)
        return out

def relu_grad(x):
    out = np.zeros(x.shape)
    for i in range(len(x)):
        out[i] = x[i] > 0
        return out

# %% wrong="slope 1 below 0, too" why="The slope is 1 above 0 alone; here it is 1 wherever x is not 0." loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return (x != 0) * 1.0

# %% wrong="compared with 1, not with 0" title="numbers up to 1 made 0" why="Every number above 0 stays as it is, however small." loses="test_relu test_relu_nan"
def relu(x):
    return np.where(x > 1, x, 0)

def relu_grad(x):
    return (x > 0) * 1.0

# %% wrong="values cut off at 1" why="The slope is 0 or 1, nothing between: it asks only whether x is above 0." loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return np.clip(x, 0, 1)

# %% wrong="an array in the place of the axis" title="np.max of 0 and x" loses="test_relu test_relu_nan"
def relu(x):
    return np.max(0, x)

def relu_grad(x):
    return np.where(x > 0, 1.0, 0.0)

# %% wrong="0 divided by 0" why="At 0 this divides 0 by 0, which is nan; the slope there is taken to be 0." loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return relu(x) / x

# %% wrong="-1 on the left" title="x divided by its size" why="To the left of 0 the curve is flat: its slope there is 0. And at 0 this divides 0 by 0." loses="test_relu_slope"
def relu(x):
    return np.maximum(x, 0)

def relu_grad(x):
    return x / np.abs(x)
