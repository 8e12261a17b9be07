# %% right="the larger of the two lines"
def leaky_relu(x, alpha=0.01):
    return np.maximum(x, alpha * x)

# %% right="chosen by `np.where`"
def leaky_relu(x, alpha=0.01):
    return np.where(x >= 0, x, alpha * x)

# %% right="two parts added up"
def leaky_relu(x, alpha=0.01):
    return np.maximum(x, 0) + alpha * np.minimum(x, 0)

# %% right="masks, in single precision"
def leaky_relu(x, alpha=0.01):
    out = x.astype(np.float32)
    out[x < 0] *= alpha
    return out

# %% right="loops, with other names"
import math

def leaky_relu(values, slope=0.01):
    out = np.zeros(values.shape)
    for place, v in np.ndenumerate(values):
        out[place] = v if v > 0 else slope * v
    return out

# %% wrong="alpha on the wrong side" why="alpha belongs to the numbers below 0. Are the two branches swapped, or was the smaller of the two taken?" loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, alpha * x, x)

# %% wrong="alpha on the wrong side" why="alpha belongs to the numbers below 0. Are the two branches swapped, or was the smaller of the two taken?" title="the smaller of the two lines" loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.minimum(x, alpha * x)

# %% wrong="alpha on both sides" why="Numbers above 0 stay as they are; alpha is for the left side only." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return alpha * x

# %% wrong="alpha ignored" why="Another `alpha` gave the same: it is left out, or a number stands in its place." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, 0.01 * x)

# %% wrong="this is ReLU" why="Numbers below 0 became 0; they should become alpha times themselves." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.maximum(x, 0)

# %% wrong="alpha instead of alpha times x" why="Numbers below 0 became alpha itself; each should become alpha times itself." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.maximum(x, alpha)

# %% wrong="sign lost" why="Numbers below 0 came out above 0; alpha keeps their sign." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, -alpha * x)

# %% wrong="input changed in place" loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    x[x < 0] *= alpha
    return x

# %% wrong="integer truncation" loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    out = np.zeros_like(x)
    out[x > 0] = x[x > 0]
    out[x <= 0] = alpha * x[x <= 0]
    return out

# %% wrong="one truth value for a whole array"
def leaky_relu(x, alpha=0.01):
    return x if x > 0 else alpha * x

# %% wrong="alpha times x on the right too" why="Numbers above 0 got alpha times x added; they stay as they are." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.maximum(x, 0) + alpha * x

# %% wrong="another default alpha" why="If no alpha is given, it is 0.01: see the first line of the function." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.1):
    return np.where(x > 0, x, alpha * x)

# %% right="x, less a part of what is below 0"
def leaky_relu(x, alpha=0.01):
    return x - (1 - alpha) * np.minimum(x, 0)

# %% wrong="another default alpha" title="leaky default 0.2" why="If no alpha is given, it is 0.01: see the first line of the function." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.2):
    return np.where(x > 0, x, alpha * x)

# %% wrong="another default alpha" title="leaky default 0.3" why="If no alpha is given, it is 0.01: see the first line of the function." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.3):
    return np.where(x > 0, x, alpha * x)

# %% wrong="slopes instead of values" why="1 and alpha are the slopes; each has still to be multiplied by x." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, 1.0, alpha)

# %% wrong="ReLU of alpha times x" why="The larger of x and alpha times x is wanted, not of 0 and alpha times x." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.maximum(0, alpha * x)

# %% wrong="alpha subtracted" why="Numbers below 0 are multiplied by alpha; nothing is taken from them." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, x - alpha)

# %% wrong="divided by alpha" why="alpha is a factor: it makes the left side flatter, not steeper." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, x / alpha)

# %% wrong="x kept on the left, too" why="Numbers below 0 kept themselves and got alpha times x besides; alpha times x alone is wanted." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return x + alpha * np.minimum(x, 0)

# %% wrong="0 on the right" why="Numbers above 0 became 0; they stay as they are." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.minimum(0, alpha * x)

# %% wrong="compared with alpha, not with 0" why="The two sides meet at 0; alpha is a slope." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > alpha, x, alpha * x)

# %% wrong="1 - alpha on the left" why="Numbers below 0 are multiplied by alpha itself." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, (1 - alpha) * x)

# %% wrong="alpha as an exponent" why="alpha is a factor: `alpha * x`." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, x**alpha)

# %% wrong="-alpha on the left" why="Numbers below 0 became -alpha; each should become alpha times itself." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, -alpha)

# %% wrong="cut off at -alpha" why="Numbers below 0 were cut off at -alpha; each should become alpha times itself." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.maximum(x, -alpha)

# %% wrong="alpha instead of alpha times x" title="alpha below 0 alone" why="Numbers below 0 became alpha itself; each should become alpha times itself." loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x < 0, alpha, x)

# %% wrong="no default value"
def leaky_relu(x, alpha):
    return np.where(x > 0, x, alpha * x)

# %% wrong="floats written into integers" loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    out = x.copy()
    out[out < 0] *= alpha
    return out
