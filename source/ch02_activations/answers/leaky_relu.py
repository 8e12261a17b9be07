# %% right="the larger of the two lines"
def leaky_relu(x, alpha=0.01):
    return np.maximum(x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% right="two branches that warn"
def leaky_relu(x, alpha=0.01):
    return np.where(x >= 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x >= 0, x, alpha * (np.exp(x) - 1))

# %% right="two parts added up"
def leaky_relu(x, alpha=0.01):
    return np.maximum(x, 0) + alpha * np.minimum(x, 0)

def elu(x, alpha=1.0):
    return np.maximum(x, 0) + alpha * np.expm1(np.minimum(x, 0.0))

# %% right="masks, in single precision"
def leaky_relu(x, alpha=0.01):
    out = x.astype(np.float32)
    out[x < 0] *= alpha
    return out

def elu(x, alpha=1.0):
    out = x.astype(np.float32)
    out[x < 0] = alpha * (np.exp(out[x < 0]) - 1)
    return out

# %% right="loops, with other names"
import math

def leaky_relu(values, slope=0.01):
    out = np.zeros(values.shape)
    for place, v in np.ndenumerate(values):
        out[place] = v if v > 0 else slope * v
    return out

def elu(values, level=1.0):
    return np.vectorize(lambda v: float(v) if v > 0 else level * (math.exp(v) - 1), otypes=[float])(values)

# %% wrong="alpha on the wrong side" why="alpha belongs to the numbers below 0. Are the two branches swapped, or was the smaller of the two taken?" loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, alpha * x, x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="alpha on the wrong side" why="alpha belongs to the numbers below 0. Are the two branches swapped, or was the smaller of the two taken?" title="the smaller of the two lines" loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.minimum(x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="alpha on both sides" why="Numbers above 0 stay as they are; alpha is for the left side only." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return alpha * x

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="alpha ignored" why="Another `alpha` gave the same: it is left out, or a number stands in its place." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, 0.01 * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="this is ReLU" why="Numbers below 0 became 0; they should become alpha times themselves." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.maximum(x, 0)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="alpha instead of alpha times x" why="Numbers below 0 became alpha itself; each should become alpha times itself." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.maximum(x, alpha)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="sign lost" why="Numbers below 0 came out above 0; alpha keeps their sign." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, -alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="input changed in place" loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    x[x < 0] *= alpha
    return x

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="integer truncation" loses="test_leaky_relu test_leaky_relu_elu"
def leaky_relu(x, alpha=0.01):
    out = np.zeros_like(x)
    out[x > 0] = x[x > 0]
    out[x <= 0] = alpha * x[x <= 0]
    return out

def elu(x, alpha=1.0):
    out = x.copy()
    out[x <= 0] = alpha * np.expm1(x[x <= 0])
    return out

# %% wrong="1 not subtracted" why="On the left stands alpha * exp(x); from the exponential 1 is still to be taken." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.exp(x))

# %% wrong="1 subtracted after alpha" why="alpha multiplies the whole bracket: take 1 away first, then multiply." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.exp(x) - 1)

# %% wrong="alpha ignored" why="Another `alpha` gave the same: it is left out, or a number stands in its place." title="elu ignores alpha" loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, np.exp(x) - 1)

# %% wrong="alpha in the exponent" why="alpha multiplies the bracket; in the exponent stands x alone." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, np.expm1(alpha * x))

# %% wrong="alpha on both sides" why="Numbers above 0 stay as they are; alpha is for the left side only." title="elu with alpha on both sides" loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return alpha * np.where(x > 0, x, np.expm1(x))

# %% wrong="this is the leaky ReLU" why="The left side is straight; the ELU bends and levels off at -alpha." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return leaky_relu(x)

# %% wrong="sign lost" why="On the left the ELU is below 0; here it bends upwards." title="elu turned upwards" loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (1 - np.exp(x)))

# %% wrong="0 times infinity" why="Where x is large, its exponential is infinite, and 0 times infinity is nan: a mask that multiplies is too late." loses="test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return (x > 0) * x + (x <= 0) * alpha * (np.exp(x) - 1)

# %% wrong="not a number or overflow" title="math.exp asked for too much" loses="test_leaky_relu_far"
import math

def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    out = np.zeros(x.shape)
    for place, v in np.ndenumerate(x):
        left = alpha * (math.exp(v) - 1)
        out[place] = v if v > 0 else left
    return out

# %% wrong="one truth value for a whole array"
def leaky_relu(x, alpha=0.01):
    return x if x > 0 else alpha * x

def elu(x, alpha=1.0):
    return x if x > 0 else alpha * np.expm1(x)

# %% wrong="alpha times x on the right too" why="Numbers above 0 got alpha times x added; they stay as they are." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.maximum(x, 0) + alpha * x

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="another default alpha" why="If no alpha is given, it is 0.01: see the first line of the function." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.1):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="sign of the exponent flipped" why="The exponent is x, not -x: on the left it is below 0." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (np.exp(-x) - 1))

# %% wrong="the larger of the two" title="elu by `np.maximum`" why="The larger value was taken; the sign of x says which of the two it is." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.maximum(x, alpha * (np.exp(x) - 1))

# %% wrong="sides swapped" why="The exponential stands on the right and x on the left; it is the other way round." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, alpha * (np.exp(x) - 1), x)

# %% wrong="alpha subtracted instead of 1" why="From the exponential 1 is taken, and alpha multiplies what is left." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, np.exp(x) - alpha)

# %% wrong="1 subtracted in the exponent" why="The 1 is taken from the exponential, not from x: brackets." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.exp(x - 1))

# %% right="three parts, none of which can overflow"
def leaky_relu(x, alpha=0.01):
    return x - (1 - alpha) * np.minimum(x, 0)

def elu(x, alpha=1.0):
    return x * (x > 0) + alpha * np.exp(x * (x <= 0)) - alpha

# %% wrong="cut off too early" title="cut off at -10" why="The exponent is cut off while the exponential still counts." loses="test_leaky_relu_far test_leaky_relu_elu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (np.exp(np.clip(x, -10, 0)) - 1))

# %% wrong="another default alpha" title="leaky default 0.2" why="If no alpha is given, it is 0.01: see the first line of the function." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.2):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="another default alpha" title="leaky default 0.3" why="If no alpha is given, it is 0.01: see the first line of the function." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.3):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="slopes instead of values" why="1 and alpha are the slopes; each has still to be multiplied by x." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, 1.0, alpha)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="ReLU of alpha times x" why="The larger of x and alpha times x is wanted, not of 0 and alpha times x." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.maximum(0, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="alpha subtracted" why="Numbers below 0 are multiplied by alpha; nothing is taken from them." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, x - alpha)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="divided by alpha" why="alpha is a factor: it makes the left side flatter, not steeper." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, x / alpha)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="another default alpha" title="elu default 0.01" why="If no alpha is given, it is 1.0: see the first line of the function." loses="test_leaky_relu_elu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="another default alpha" title="elu default 0.1" why="If no alpha is given, it is 1.0: see the first line of the function." loses="test_leaky_relu_elu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=0.1):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="another default alpha" title="elu default 0.5" why="If no alpha is given, it is 1.0: see the first line of the function." loses="test_leaky_relu_elu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=0.5):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="another default alpha" title="elu default 2.0" why="If no alpha is given, it is 1.0: see the first line of the function." loses="test_leaky_relu_elu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=2.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="cut off too early" title="cut off at -3" why="The exponent is cut off while the exponential still counts." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(np.clip(x, -3, 0)))

# %% wrong="levels off at -1" why="Far to the left the ELU is -alpha; here it is -1, whatever alpha." loses="test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, np.where(x < -50, -1.0, alpha * np.expm1(np.clip(x, -50, 0))))

# %% wrong="cut off on the right, too" why="Numbers above 0 stay as they are, however large." loses="test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, np.minimum(x, 100.0), alpha * np.expm1(np.minimum(x, 0)))

# %% wrong="right side bent too" title="the left side everywhere" why="Numbers above 0 stay as they are; the exponential is for the left side only." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return alpha * np.expm1(np.minimum(x, 700))

# %% wrong="0 on the right" title="elu is 0 on the right" why="Numbers above 0 became 0; they stay as they are." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.minimum(0, alpha * np.expm1(np.minimum(x, 0)))

# %% wrong="nan made 0" why="0 times infinity gave nan, which was made 0; at 1000 the result is 1000." loses="test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.nan_to_num(x * (x > 0) + alpha * np.expm1(x) * (x <= 0))

# %% wrong="x in place of the exponential" why="On the left stands the exponential of x, less 1; here it is x less 1." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (x - 1))

# %% wrong="x kept on the left, too" why="Numbers below 0 kept themselves and got alpha times x besides; alpha times x alone is wanted." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return x + alpha * np.minimum(x, 0)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="this is ReLU" title="elu is ReLU" why="Numbers below 0 became 0; the ELU bends below 0 and levels off at -alpha." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.maximum(x, 0.0)

# %% wrong="the larger of both sides" why="The sign of x says which side counts, not which of the two is larger." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.maximum(x, alpha * np.expm1(np.minimum(x, 0)))

# %% wrong="this is the leaky ReLU" title="copied from leaky_relu" why="The left side is straight; the ELU bends and levels off at -alpha." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * x)

# %% wrong="0 on the right" why="Numbers above 0 became 0; they stay as they are." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.minimum(0, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="compared with alpha, not with 0" why="The two sides meet at 0; alpha is a slope." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > alpha, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="compared with alpha, not with 0" title="elu compared with alpha" why="The two sides meet at 0; alpha says where the left one levels off." loses="test_leaky_relu_elu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > alpha, x, alpha * np.expm1(np.minimum(x, 700)))

# %% wrong="1 - alpha on the left" why="Numbers below 0 are multiplied by alpha itself." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, (1 - alpha) * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="alpha as an exponent" why="alpha is a factor: `alpha * x`." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, x**alpha)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="1 added, not subtracted" why="On the left 1 is taken away from the exponential." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (np.exp(x) + 1))

# %% wrong="multiplied by x, too" why="On the left stands alpha times the bracket; x is in the exponent alone." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, x * alpha * np.expm1(x))

# %% wrong="divided by alpha" title="elu divided by alpha" why="alpha is a factor: the left side levels off at -alpha." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, np.expm1(x) / alpha)

# %% wrong="alpha subtracted, too" why="alpha multiplies the bracket; nothing but 1 is subtracted." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, np.expm1(x) - alpha)

# %% wrong="slopes instead of values" title="slopes of the elu" why="1 and alpha times the exponential are the slopes; the values are wanted." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, 1.0, alpha * np.exp(x))

# %% wrong="-alpha everywhere on the left" why="The ELU only levels off at -alpha; on the way there it bends." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, -alpha)

# %% wrong="straight, and then cut off" why="The left side is x, cut off at -alpha; the ELU bends towards it." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.maximum(x, -alpha)

# %% wrong="the smaller of both sides" why="The sign of x says which side counts, not which of the two is smaller." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.minimum(x, alpha * np.expm1(np.minimum(x, 700)))

# %% wrong="the left side added on the right" why="Numbers above 0 got the exponential added; they stay as they are." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.maximum(x, 0) + alpha * np.expm1(x)

# %% wrong="alpha in place of e" why="The base of the exponential is e; alpha is a factor in front." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha**x - 1)

# %% wrong="alpha ignored" title="elu with alpha set to 0.01" why="Another `alpha` gave the same: it is left out, or a number stands in its place." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, 0.01 * np.expm1(x))

# %% wrong="cut off on the right, too" title="cut off at 500" why="Numbers above 0 stay as they are, however large." loses="test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, np.minimum(x, 500), alpha * np.expm1(np.minimum(x, 0)))

# %% wrong="cut off on the right, too" title="cut off at 700" why="Numbers above 0 stay as they are, however large." loses="test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, np.minimum(x, 700), alpha * np.expm1(np.minimum(x, 0)))

# %% wrong="alpha in the exponent" title="alpha in the exponent, too" why="alpha multiplies the bracket; in the exponent stands x alone." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(alpha * x))

# %% wrong="x times the exponential" why="On the left stands alpha times the bracket, the exponential less 1; x is in the exponent alone." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * x * np.exp(x))

# %% wrong="2 in place of e" why="The base of the exponential is e: `np.exp(x)`." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (2.0**x - 1))

# %% wrong="1 subtracted twice" why="The 1 is subtracted once; `np.expm1` does so by itself." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (np.expm1(x) - 1))

# %% wrong="levels off at -1" title="cut off at -1" why="Far to the left the ELU is -alpha; here it is never below -1, whatever alpha." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.maximum(np.where(x > 0, x, alpha * np.expm1(x)), -1)

# %% wrong="sides swapped" title="sides swapped, and cut off at 0" why="The exponential stands on the right and x on the left; it is the other way round." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, alpha * np.expm1(np.minimum(x, 0)), x)

# %% wrong="the smaller of both sides" title="the smaller, cut off at 0" why="The sign of x says which side counts, not which of the two is smaller." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.minimum(x, alpha * np.expm1(np.minimum(x, 0)))

# %% wrong="right side bent too" title="the left side everywhere, to infinity" why="Numbers above 0 stay as they are; the exponential is for the left side only." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return alpha * (np.exp(x) - 1)

# %% wrong="right side bent too" title="the exponential on the right, without alpha" why="Numbers above 0 stay as they are; the exponential is for the left side only." loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return leaky_relu(np.exp(x) - 1, alpha)

# %% wrong="-alpha on the left" why="Numbers below 0 became -alpha; each should become alpha times itself." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, -alpha)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="cut off at -alpha" why="Numbers below 0 were cut off at -alpha; each should become alpha times itself." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.maximum(x, -alpha)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="alpha instead of alpha times x" title="alpha below 0 alone" why="Numbers below 0 became alpha itself; each should become alpha times itself." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x < 0, alpha, x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))
