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

# %% wrong="alpha on the wrong side" loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, alpha * x, x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="alpha on the wrong side" title="the smaller of the two lines" loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.minimum(x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="alpha on both sides" loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return alpha * x

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="alpha ignored" loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, 0.01 * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="this is ReLU" loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.maximum(x, 0)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="alpha instead of alpha times x" loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.maximum(x, alpha)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="sign lost" loses="test_leaky_relu"
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

# %% wrong="1 not subtracted" loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.exp(x))

# %% wrong="1 subtracted after alpha" loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.exp(x) - 1)

# %% wrong="alpha ignored" title="elu ignores alpha" loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, np.exp(x) - 1)

# %% wrong="alpha in the exponent" loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, np.expm1(alpha * x))

# %% wrong="alpha on both sides" title="elu with alpha on both sides" loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return alpha * np.where(x > 0, x, np.expm1(x))

# %% wrong="this is the leaky ReLU" loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return leaky_relu(x)

# %% wrong="sign lost" title="elu turned upwards" loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (1 - np.exp(x)))

# %% wrong="not a number or overflow" title="0 times infinity" loses="test_leaky_relu_far"
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

# %% wrong="alpha times x on the right too" loses="test_leaky_relu"
def leaky_relu(x, alpha=0.01):
    return np.maximum(x, 0) + alpha * x

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="another default alpha" loses="test_leaky_relu"
def leaky_relu(x, alpha=0.1):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))

# %% wrong="sign of the exponent flipped" loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (np.exp(-x) - 1))

# %% wrong="right side bent too" loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.maximum(x, alpha * (np.exp(x) - 1))

# %% wrong="sides swapped" loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, alpha * (np.exp(x) - 1), x)

# %% wrong="alpha subtracted instead of 1" loses="test_leaky_relu_elu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, np.exp(x) - alpha)

# %% wrong="1 subtracted in the exponent" loses="test_leaky_relu_elu test_leaky_relu_far"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.exp(x - 1))

# %% right="three parts, none of which can overflow"
def leaky_relu(x, alpha=0.01):
    return x - (1 - alpha) * np.minimum(x, 0)

def elu(x, alpha=1.0):
    return x * (x > 0) + alpha * np.exp(x * (x <= 0)) - alpha

# %% wrong="cut off at -10" loses="test_leaky_relu_far test_leaky_relu_elu"
def leaky_relu(x, alpha=0.01):
    return np.where(x > 0, x, alpha * x)

def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (np.exp(np.clip(x, -10, 0)) - 1))
