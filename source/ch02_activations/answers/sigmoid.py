# %% right="two branches by mask"
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    out = np.empty(x.shape)
    up = x >= 0
    out[up] = 1 / (1 + np.exp(-x[up]))
    out[~up] = np.exp(x[~up]) / (1 + np.exp(x[~up]))
    return out

def sigmoid_grad_from_output(a):
    return a - a**2

# %% right="two branches of np.where, which warn"
def sigmoid(x):
    return np.where(np.greater_equal(x, 0), 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))

def sigmoid_grad_from_output(output):
    return np.multiply(output, 1 - output)

# %% right="the first form alone, 1 divided by infinity"
def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% right="by way of tanh, in a helper"
def half_angle(x):
    return np.tanh(np.multiply(x, 0.5))

def sigmoid(x):
    return 0.5 + 0.5 * half_angle(x)

def sigmoid_grad_from_output(a):
    return 0.25 - (a - 0.5) ** 2

# %% right="a loop with math"
import math

def one(s):
    if s >= 0:
        return 1 / (1 + math.exp(-s))
    return math.exp(s) / (1 + math.exp(s))

def sigmoid(x):
    out = np.zeros(np.shape(x))
    for place in np.ndindex(*np.shape(x)):
        out[place] = one(np.asarray(x)[place])
    return out

def sigmoid_grad_from_output(a):
    out = np.zeros(a.shape)
    for place, value in np.ndenumerate(a):
        out[place] = value * (1 - value)
    return out

# %% right="clipped, in single precision"
def sigmoid(x):
    x = np.clip(x, -60, 60).astype(np.float32)
    return 1 / (1 + np.exp(-x))

def sigmoid_grad_from_output(a):
    return a.astype(np.float32) * (1 - a.astype(np.float32))

# %% right="logaddexp"
def sigmoid(x):
    return np.exp(-np.logaddexp(0, np.negative(x)))

def sigmoid_grad_from_output(a):
    return np.einsum("...,...->...", a, 1 - a)

# %% wrong="overflow" why="At 1000, exp(x) is infinity, and infinity over infinity is nan; exp(-x) would be 0." title="nan at +1000" loses="test_sigmoid_ends"
def sigmoid(x):
    return np.exp(x) / (1 + np.exp(x))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="overflow" why="At 1000, exp(x) is infinity, and infinity over infinity is nan; exp(-x) would be 0." title="branches added instead of chosen" loses="test_sigmoid_ends"
def sigmoid(x):
    x = np.asarray(x)
    return (x >= 0) / (1 + np.exp(-x)) + (x < 0) * np.exp(x) / (1 + np.exp(x))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="not a number or overflow" title="math.exp number by number" loses="test_sigmoid_ends"
import math

def sigmoid(x):
    return np.vectorize(lambda s: 1.0 / (1.0 + math.exp(-s)))(x)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="cut off too early" loses="test_sigmoid_ends"
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -9, 9)))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="integer truncation" loses="test_sigmoid_ends"
def sigmoid(x):
    out = np.empty_like(x)
    for place in np.ndindex(*np.shape(x)):
        out[place] = 0.5 + 0.5 * np.tanh(np.asarray(x)[place] / 2)
    return out

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="array where a number is needed" title="math.exp of an array" loses="test_sigmoid test_sigmoid_ends"
import math

def sigmoid(x):
    return 1 / (1 + math.exp(-x))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="number where an array is needed" title="stops at a single number" loses="test_sigmoid"
def sigmoid(x):
    out = np.empty(np.shape(x))
    up = x >= 0
    out[up] = 1 / (1 + np.exp(-x[up]))
    down = np.logical_not(up)
    out[down] = np.exp(x[down]) / (1 + np.exp(x[down]))
    return out

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="input changed in place" loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    x *= 0.5
    return 0.5 + 0.5 * np.tanh(x)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="sign of the exponent flipped" why="The curve falls where it should rise: look at the sign in front of the exponent." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return 1 / (1 + np.exp(x))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="brackets missing" why="`1 / 1 + p` is 1 plus p: what stands below the line needs brackets." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return 1 / 1 + np.exp(-x)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="1 left out below the line" why="Below the line stands the exponential alone; a 1 is added to it there." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return 1 / np.exp(-x)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="this is tanh" why="It runs from -1 to 1; the sigmoid runs from 0 to 1." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return np.tanh(x)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="0 itself left out" why="`x > 0` and `x < 0` leave out 0: one of the two has to take it in." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    out, up, down = np.zeros(x.shape), x > 0, x < 0
    out[up] = 1 / (1 + np.exp(-x[up]))
    out[down] = 1 - 1 / (1 + np.exp(x[down]))
    return out

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="a threshold, not a curve" why="It jumps from 0 to 1; the sigmoid passes through 0.5 and all between." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return np.where(np.greater(x, 0), 1.0, 0.0)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="divided by the sum of all" why="The numbers share 1 among them; each should be looked at for itself." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return np.exp(x) / np.sum(np.exp(x))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="rounded" why="Digits were dropped that the result still needs." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return np.round(0.5 + 0.5 * np.tanh(np.multiply(x, 0.5)), 2)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="list instead of array" loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return [1 / (1 + np.exp(-s)) for s in np.ravel(x)]

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="sigmoid applied twice" why="`a` is an output of the sigmoid already; no exponential is needed here." loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return sigmoid(a) * (1 - sigmoid(a))

# %% wrong="1 - a only" why="This is one of the two factors; the other is the output itself." loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return 1 - a

# %% wrong="plus instead of minus" why="The second factor is one minus the output, not one plus it." loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return a * (1 + a)

# %% wrong="wrong sign" loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return a * (a - 1)

# %% wrong="this is the slope of tanh" why="`1 - a**2` is the slope where a is an output of tanh." loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return 1 - a**2

# %% wrong="input changed in place" title="slope written over the outputs" loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    a *= 1 - a
    return a

# %% wrong="number instead of array" title="slopes summed up" loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return a @ (1 - a)

# %% wrong="nothing returned"
def sigmoid(x):
    1 / (1 + np.exp(-x))

def sigmoid_grad_from_output(a):
    a * (1 - a)

# %% right="the sum of both sides, which is 1"
def sigmoid(x):
    right = 1 / (1 + np.exp(-np.abs(x)))
    return np.where(np.asarray(x) < 0, 1 - right, right)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="same on both sides" why="Numbers below 0 get what their opposites get: the sign of x was lost." title="stable, but without the other branch" loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return 1 / (1 + np.exp(-np.abs(x)))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="minus for plus below the line" why="1 and the exponential are added below the line, not subtracted." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return 1 / (1 - np.exp(-x))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="one truth value for a whole array" loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="array instead of number" loses="test_sigmoid"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(0.5 * np.atleast_1d(x))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% right="two branches, in single precision, handed back in double"
def sigmoid(x):
    x = np.asarray(x, dtype=np.float32)
    out = np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))
    return out.astype(float)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% right="clipped where the exponential is still a float"
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -709, 709)))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% right="both exponents at most 0"
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    e = np.exp(np.minimum(x, 0))
    return e / (e + np.exp(-np.maximum(x, 0)))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% right="infinity with the warning turned off"
def sigmoid(x):
    with np.errstate(over="ignore"):
        return np.reciprocal(1.0 + np.exp(np.negative(x, dtype=float)))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% right="infinity, number by number"
import math

def one(s):
    try:
        return 1 / (1 + math.exp(-s))
    except OverflowError:
        return 0.0

def sigmoid(x):
    return np.vectorize(one, otypes=[float])(x)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% right="clipped too far out"
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -1000, 1000)))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="nan made 0" why="At 1000 an infinity over an infinity came up and was made 0; `1 / (1 + exp(-x))` meets none." loses="test_sigmoid_ends"
def sigmoid(x):
    return np.nan_to_num(np.exp(x) / (1 + np.exp(x)))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="nan hidden" why="A nan that came in left as a number, as `nan_to_num` makes it: it must come out as nan." title="infinity over infinity made 1" loses="test_sigmoid_ends"
def sigmoid(x):
    e = np.exp(np.asarray(x, dtype=float))
    return np.nan_to_num(e / (1 + e), nan=1.0)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="rounded" title="slopes to three places" loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 * (1 + np.tanh(np.asarray(x) / 2))

def sigmoid_grad_from_output(a):
    return np.round(a * (1 - a), 3)

# %% wrong="overflow" why="At 1000, exp(x) is infinity, and infinity over infinity is nan; exp(-x) would be 0." title="branches swapped" loses="test_sigmoid_ends"
def sigmoid(x):
    x = np.asarray(x)
    return np.where(x >= 0, np.exp(x) / (1 + np.exp(x)), 1 / (1 + np.exp(-x)))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="a hard sigmoid" why="Three straight lines come close to the curve; the curve itself is wanted." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return np.clip(np.multiply(x, 0.2) + 0.5, 0, 1)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="a hard sigmoid" title="steps of a sixth" why="Three straight lines come close to the curve; the curve itself is wanted." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return np.clip(np.divide(x, 6) + 0.5, 0, 1)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="a hard sigmoid" title="the tangent at 0" why="Three straight lines come close to the curve; the curve itself is wanted." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return np.clip(np.multiply(x, 0.25) + 0.5, 0, 1)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="divided by the sum of all" title="a softmax that cannot overflow" why="The numbers share 1 among them; each should be looked at for itself." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="cut off too early" title="clipped at 5" loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -5, 5)))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% right="clipped at 30"
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -30, 30)))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% right="clipped at 50"
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -50, 50)))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% right="clipped at 700"
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -700, 700)))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% right="kept an eps away from 0 and 1"
def sigmoid(x):
    eps = np.finfo(float).eps
    return np.clip(0.5 + 0.5 * np.tanh(np.multiply(x, 0.5)), eps, 1 - eps)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% right="kept above the smallest number"
def sigmoid(x):
    return np.maximum(0.5 + 0.5 * np.tanh(np.multiply(x, 0.5)), np.finfo(float).tiny)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="a quarter everywhere" why="0.25 is the slope at its steepest, where the output is 0.5." loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return np.full(np.shape(a), 0.25)

# %% wrong="all zeros" title="brackets missing in the slope" why="`a * 1 - a` multiplies first and leaves 0: the difference needs brackets." loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return a * 1 - a

# %% wrong="output squared, and nothing subtracted from" why="The second factor is one minus the output, not the output again." loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return a * a

# %% wrong="0 where saturated" why="Near 0 and 1 the slope is small, but not 0; it needs no case of its own." loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return np.where((a < 0.05) | (a > 0.95), 0.0, a * (1 - a))

# %% wrong="stretched to run from -1 to 1" why="The sigmoid runs from 0 to 1; here it was stretched and shifted." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="twice as steep" why="The exponent is x itself; here it comes out as 2 x." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(x)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="brackets missing" title="1 added last" why="`1 / p + 1` adds the 1 at the end: what stands below the line needs brackets." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return 1 / np.exp(-x) + 1

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="differences between neighbours" why="`np.gradient` compares each number with its neighbours; the slope depends on the number alone." loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return np.gradient(a)

# %% wrong="brackets missing" title="brackets missing on the left" why="`p / 1 + p` adds p at the end: what stands below the line needs brackets." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(np.greater_equal(x, 0), 1 / (1 + e), e / 1 + e)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="brackets missing" title="brackets missing on the right" why="`1 / 1 + p` is 1 plus p: what stands below the line needs brackets." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(np.greater_equal(x, 0), 1 / 1 + e, e / (1 + e))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="1 left out below the line" title="1 left out on the left" why="Below the line stands the exponential alone; a 1 is added to it there." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(np.greater_equal(x, 0), 1 / (1 + e), e / e)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="two exponents of different sign" why="Above the line stands exp(x), below it exp(-x); the sigmoid has one exponential, below the line." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return np.exp(x) / (1 + np.exp(np.negative(x)))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="x left as it is below 0" why="Only the numbers at 0 and above were replaced; one formula serves both sides." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return np.where(np.greater_equal(x, 0), 1 / (1 + np.exp(-np.abs(x))), x)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="0 left of 0" why="Only the numbers at 0 and above were filled in; one formula serves both sides." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return np.where(np.greater_equal(x, 0), 1 / (1 + np.exp(-np.abs(x))), 0.0)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="2 in place of e" why="The base of the exponential is e: `np.exp(-x)`." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return 1 / (1 + 2.0 ** np.negative(x))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="multiplied by the output twice" why="The slope has two factors: the output, once, and one minus the output." loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return a**2 * (1 - a)

# %% wrong="1 - a twice" why="The slope has two factors: one minus the output, and the output itself." loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return (1 - a) ** 2

# %% wrong="sigmoid applied twice" title="the sigmoid of the output" why="`a` is an output of the sigmoid already; no exponential is needed here." loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return sigmoid(a)

# %% wrong="sigmoid applied twice" title="one minus the sigmoid of the output" why="`a` is an output of the sigmoid already; no exponential is needed here." loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return 1 - sigmoid(a)

# %% wrong="output squared in the bracket" why="The second factor is one minus the output itself." loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return a * (1 - a**2)

# %% wrong="a - 1 only" why="The slope has two factors: the output, and one minus the output." loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return a - 1

# %% wrong="divided instead of multiplied" why="The output is multiplied by one minus the output." loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return a / (1 - a)

# %% wrong="10 in place of e" why="The base of the exponential is e: `np.exp(-x)`." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return 1 / (1 + 10.0 ** np.negative(x, dtype=float))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="x squared" why="The exponent is -x; squared, it has lost its sign." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return 1 / (1 + np.exp(-np.square(x)))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="sigmoid applied twice" title="the sigmoid in the first factor" why="`a` is an output of the sigmoid already; no exponential is needed here." loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return sigmoid(a) * (1 - a)

# %% wrong="sigmoid applied twice" title="the sigmoid in the second factor" why="`a` is an output of the sigmoid already; no exponential is needed here." loses="test_sigmoid_slope"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))

def sigmoid_grad_from_output(a):
    return a * (1 - sigmoid(a))

# %% wrong="slope, not the sigmoid" why="This is how steep the curve is there; the value itself is wanted." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return 0.25 - (0.5 * np.tanh(np.multiply(x, 0.5))) ** 2

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="0 left of 0" title="0 at 0, too" why="Only the numbers above 0 were filled in; one formula serves both sides." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return np.where(np.greater(x, 0), 1 / (1 + np.exp(-np.abs(x))), 0.0)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="x cut to whole numbers" why="The fraction of x was cut off before anything was calculated." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(np.array(x, dtype=int) / 2)

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="upside down" why="What belongs below the line stands above it." loses="test_sigmoid test_sigmoid_ends"
def sigmoid(x):
    return np.where(np.greater_equal(x, 0), 1 / (1 + np.exp(-np.abs(x))), (1 + np.exp(x)) / np.exp(x))

def sigmoid_grad_from_output(a):
    return a * (1 - a)

# %% wrong="nan hidden" title="every nan made 0" why="A nan that came in left as a number, as `nan_to_num` makes it: it must come out as nan." loses="test_sigmoid_ends"
def sigmoid(x):
    return np.nan_to_num(1 / (1 + np.exp(np.negative(x))))

def sigmoid_grad_from_output(a):
    return a * (1 - a)
