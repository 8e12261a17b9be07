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

# %% wrong="passed on at exactly 0" title="dead units learn" loses="test_relu_backward"
def relu_backward(dout, cache):
    return dout * (cache >= 0)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="half passed on at 0" loses="test_relu_backward"
def relu_backward(dout, cache):
    return dout * np.heaviside(cache, 0.5)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="passed on at exactly 0" title="mask of ones" loses="test_relu_backward"
def relu_backward(dout, cache):
    return 1.0 * dout

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="upstream gradient forgotten" title="ReLU without upstream" loses="test_relu_backward"
def relu_backward(dout, cache):
    return (cache > 0).astype(float)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="mask from dout" loses="test_relu_backward"
def relu_backward(dout, cache):
    return dout * (dout > 0)

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="times the output" loses="test_relu_backward"
def relu_backward(dout, cache):
    return dout * cache

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="input changed in place" title="ReLU writes into dout" loses="test_relu_backward"
def relu_backward(dout, cache):
    dout[cache <= 0] = 0
    return dout

def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

# %% wrong="shapes do not fit" title="matrix product" loses="test_relu_backward"
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

# %% wrong="sigmoid applied once more" loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    a = sigmoid(cache)
    return dout * a * (1 - a)

# %% wrong="1 - a left out" loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout * cache

# %% wrong="a left out" loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout * (1 - cache)

# %% wrong="upstream gradient forgotten" title="sigmoid without upstream" loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return cache * (1 - cache)

# %% wrong="the slope of tanh" loses="test_relu_backward_sigmoid"
def relu_backward(dout, cache):
    return dout * (cache > 0)

def sigmoid_backward(dout, cache):
    return dout * (1 - cache**2)

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
