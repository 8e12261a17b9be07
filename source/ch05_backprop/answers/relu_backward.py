# %% right="np.where"
def relu_backward(dout, cache):
    return np.where(cache > 0, dout, 0.0)

def sigmoid_backward(dout, cache):
    return dout * (cache - cache**2)

# %% right="a loop over a copy"
def relu_backward(dout, cache):
    dx = dout.copy()
    for i in np.ndindex(dx.shape):
        if cache[i] <= 0:
            dx[i] = 0
    return dx

def sigmoid_backward(dout, cache):
    slope = [a * (1 - a) for a in cache.ravel()]
    return np.reshape(slope, cache.shape) * dout

# %% right="a mask on a copy"
def relu_backward(upstream, a):
    dx = np.array(upstream)
    dx[a <= 0] = 0
    return dx

def sigmoid_backward(upstream, a):
    slope = 0.25 - (a - 0.5) ** 2
    return np.multiply(upstream, slope)

# %% right="single precision, sign and heaviside"
def relu_backward(dout, cache):
    return dout.astype(np.float32) * np.heaviside(cache, 0).astype(np.float32)

def sigmoid_backward(dout, cache):
    a = cache.astype(np.float32)
    return dout.astype(np.float32) * a * (1 - a)

# %% wrong="passed on at exactly 0" title="dead units learn" why="The slope of a ReLU is 0 where its output is 0, also at exactly 0: nothing goes through there." loses="test_relu_backward"
def relu_backward(dout, cache):
    return dout * (cache >= 0)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="half passed on at 0" why="The slope of a ReLU is 0 where its output is 0, also at exactly 0: nothing goes through there." loses="test_relu_backward"
def relu_backward(dout, cache):
    return dout * np.heaviside(cache, 0.5)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="passed on at exactly 0" title="mask of ones" why="The slope of a ReLU is 0 where its output is 0, also at exactly 0: nothing goes through there." loses="test_relu_backward"
def relu_backward(dout, cache):
    return 1.0 * dout

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="a leak at 0" why="That is the slope of a leaky ReLU; here it is 0 where the output is 0." loses="test_relu_backward"
def relu_backward(dout, cache):
    return np.where(cache > 0, dout, 0.01 * dout)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="upstream gradient forgotten" title="ReLU without upstream" why="What comes out is the ReLU's own slope; it is to be multiplied by `dout`." loses="test_relu_backward"
def relu_backward(dout, cache):
    return (cache > 0).astype(float)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="mask from dout" why="Where the gradient may pass depends on the output of the ReLU, not on the sign of `dout`." loses="test_relu_backward"
def relu_backward(dout, cache):
    return dout * (dout > 0)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="mask from dout" title="mask from both" why="Where the gradient may pass depends on the output of the ReLU, not on the sign of `dout`." loses="test_relu_backward"
def relu_backward(dout, cache):
    return dout * (cache > 0) * (dout > 0)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="times the output" why="The slope of a ReLU is 1 where its output is positive, however large that is." loses="test_relu_backward"
def relu_backward(dout, cache):
    return dout * cache

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="small outputs taken for 0" why="An output of 1e-9 is positive, and its slope is 1." loses="test_relu_backward"
def relu_backward(dout, cache):
    return dout * (cache > 1e-6)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="small outputs taken for 0" title="rounds the output first" why="An output of 1e-9 is positive, and its slope is 1." loses="test_relu_backward"
def relu_backward(dout, cache):
    return dout * (cache.round(6) > 0)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="large outputs blocked" why="The slope of a ReLU is 1 for every positive output, also beyond 1." loses="test_relu_backward"
def relu_backward(dout, cache):
    return dout * ((cache > 0) & (cache <= 1))

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="whole rows passed on" why="Each entry has a slope of its own: an output of 0 blocks, whatever stands beside it." loses="test_relu_backward"
def relu_backward(dout, cache):
    return dout * (cache > 0).any(axis=-1, keepdims=True)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="1 subtracted where it should block" why="Where the slope is 0 the gradient is multiplied by 0, and not lowered by 1." loses="test_relu_backward"
def relu_backward(dout, cache):
    return dout - (cache <= 0)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="gradient cut off" title="limits the gradient to 1" why="`dout` is passed on as it is, however large: nothing limits it." loses="test_relu_backward"
def relu_backward(dout, cache):
    return np.clip(dout, -1, 1) * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="only the entries that pass" why="The blocked entries are missing; they stay where they are, as 0." loses="test_relu_backward"
def relu_backward(dout, cache):
    return dout[cache > 0]

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="input changed in place" title="ReLU writes into dout" loses="test_relu_backward"
def relu_backward(dout, cache):
    dout[cache <= 0] = 0
    return dout

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="matrix product" why="Each entry goes through on its own: multiply entry by entry with `*`." loses="test_relu_backward"
def relu_backward(dout, cache):
    return dout @ (cache > 0)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="booleans instead of numbers" title="the mask alone" loses="test_relu_backward"
def relu_backward(dout, cache):
    return cache > 0

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="nothing returned" title="ReLU gives nothing" loses="test_relu_backward"
def relu_backward(dout, cache):
    dx = dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="index out of range" title="tables only" loses="test_relu_backward"
def relu_backward(dout, cache):
    dx = np.zeros(dout.shape)
    for i in range(dout.shape[0]):
        for j in range(dout.shape[1]):
            dx[i, j] = dout[i, j] if cache[i, j] > 0 else 0
    return dx

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="sigmoid applied once more" why="The cache holds what the sigmoid gave; its slope needs nothing else." loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    a = sigmoid(cache)
    return dout * a * (1 - a)

# %% wrong="1 - a left out" why="The slope of a sigmoid is a product of two factors, and one of them is missing." loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout * cache

# %% wrong="a left out" why="The slope of a sigmoid is a product of two factors, and one of them is missing." loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout * (1 - cache)

# %% wrong="upstream gradient forgotten" title="sigmoid without upstream" why="What comes out is the sigmoid's own slope; it is to be multiplied by `dout`." loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return cache * (1 - cache)

# %% wrong="the slope of tanh" why="That is how fast tanh grows; the slope of a sigmoid is another one." loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout * (1 - cache**2)

# %% wrong="passed on as it is" title="sigmoid with the ReLU's mask" why="`dout` comes out as it went in; the slope of a sigmoid is `a (1 - a)`, at most 1/4." loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout * (cache > 0)

# %% wrong="slope always 1/4" why="That is the slope in the middle, at 0.5; towards 0 and 1 it gets flat." loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout * 0.25

# %% wrong="matrix product" title="sigmoid by matrix product" why="Each entry goes through on its own: multiply entry by entry with `*`." loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout @ (cache * (1 - cache))

# %% wrong="matrix product" title="sigmoid by matrix product, transposed" why="Each entry goes through on its own: multiply entry by entry with `*`." loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout @ (cache * (1 - cache)).T

# %% wrong="summed up" title="sigmoid summed over the samples" why="Each entry keeps its own gradient; nothing is added up." loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return (dout * cache * (1 - cache)).sum(axis=0)

# %% wrong="input changed in place" title="sigmoid writes into dout" loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    dout *= cache * (1 - cache)
    return dout

# %% wrong="wrong sign" title="sigmoid with a - 1" loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout * cache * (cache - 1)

# %% wrong="not written yet" title="sigmoid left blank" loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    raise NotImplementedError()

# %% wrong="mask reversed" why="The gradient goes through where the output is positive, and is 0 where the output is 0." loses="test_relu_backward"
def relu_backward(dout, cache):
    return dout * (cache <= 0)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="dout and cache mixed up" why="The first argument is the gradient that goes on; the second, the output, only says where." loses="test_relu_backward"
def relu_backward(dout, cache):
    return cache * (dout > 0)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="-dout where it is closed" why="Where the output is 0 nothing goes through: 0, and not `dout` turned around." loses="test_relu_backward"
def relu_backward(dout, cache):
    return np.where(cache > 0, dout, -dout)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="the ReLU applied to dout and output" why="The slope is 1 or 0, by the output; `dout` goes on as it is, negative or not." loses="test_relu_backward"
def relu_backward(dout, cache):
    return np.maximum(0, dout * cache)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="only outputs above 1" why="As a whole number every output below 1 is 0; compare the output with 0 as it is." loses="test_relu_backward"
def relu_backward(dout, cache):
    return dout * np.sign(cache.astype(int))

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="brackets missing" title="dout times the first term" why="Brackets are missing: `dout` is multiplied by the whole slope, and both of its terms." loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout * cache - cache**2

# %% wrong="brackets missing" title="dout * a * 1 - a" why="Brackets are missing: `1 - a` is one factor." loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout * cache * 1 - cache

# %% wrong="dout and cache mixed up" title="sigmoid with dout and cache mixed up" why="The slope belongs to the output: `a (1 - a)` with the cache in it, times `dout`." loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout * (1 - dout) * cache

# %% wrong="a squared" why="The slope of a sigmoid is `a` times `1 - a`: two different factors." loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout * cache**2

# %% wrong="1 - a squared" why="The slope of a sigmoid is `a` times `1 - a`: two different factors." loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout * (1 - cache) ** 2

# %% wrong="1 + a instead of 1 - a" why="The slope of a sigmoid gets flat towards 1: the second factor is `1 - a`." loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 + cache)

# %% wrong="added instead of multiplied" why="Downstream is upstream times local: `dout` is multiplied by the slope." loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout + cache * (1 - cache)

# %% wrong="divided by the slope" why="Downstream is upstream times local; nothing is divided." loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout / np.where(cache < 1, cache * (1 - cache), 1)

# %% wrong="multiplied by `cache` once too often" why="The slope has each of its two factors once: `a` and `1 - a`." loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout * cache**2 * (1 - cache)

# %% wrong="the larger of dout and output" why="The maximum was taken on the way forward; going back, `dout` goes on where the output is positive." loses="test_relu_backward"
def relu_backward(dout, cache):
    return np.maximum(dout, cache)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)
