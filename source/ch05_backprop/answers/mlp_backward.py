# %% right="counts down"
def mlp_backward(dlogits, caches):
    grads = [None] * len(caches)
    d = dlogits
    for i in range(len(caches) - 1, -1, -1):
        affine_cache, a, act = caches[i]
        if act is not None:
            d = activation_backward(d, a, act)
        d, dw, db = affine_backward(d, affine_cache)
        grads[i] = (dw, db)
    return grads, d

# %% right="recursion"
def mlp_backward(dlogits, caches):
    if not caches:
        return [], dlogits
    *below, (affine_cache, a, act) = caches
    dout = dlogits if act is None else activation_backward(dlogits, a, act)
    dx, dw, db = affine_backward(dout, affine_cache)
    grads, dx = mlp_backward(dx, below)
    return grads + [(dw, db)], dx

# %% right="unwinds a copy of the stack, reverses at the end"
def mlp_backward(upstream, caches):
    stack, grads = list(caches), []
    affine_cache, _, _ = stack.pop()
    upstream, *pair = affine_backward(upstream, affine_cache)
    grads.append(pair)
    while stack:
        affine_cache, a, act = stack.pop()
        upstream, *pair = affine_backward(activation_backward(upstream, a, act), affine_cache)
        grads.append(pair)
    return grads[::-1], upstream

# %% right="without the other exercises"
def mlp_backward(dlogits, caches):
    slopes = {"relu": lambda a: a > 0, "sigmoid": lambda a: a * (1 - a), "tanh": lambda a: 1 - a * a}
    grads, d = [], dlogits
    for (x, w), a, act in reversed(caches):
        if act is not None:
            d = d * slopes[act.__name__](a)
        grads.append((x.T @ d, d.sum(axis=0)))
        d = d @ w.T
    grads.reverse()
    return grads, d

# %% right="chooses the backward half itself, gives tuples of lists"
def mlp_backward(dlogits, caches):
    dout, grads = dlogits, ()
    for affine_cache, a, act in caches[::-1]:
        if act is np.tanh:
            dout = dout * (1 - a**2)
        elif act is not None:
            dout = relu_backward(dout, a) if act is relu else sigmoid_backward(dout, a)
        dout, *pair = affine_backward(dout, affine_cache)
        grads = (pair, *grads)
    return grads, dout

# %% wrong="last layer first"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.append((dw, db))
    return grads, dout

# %% wrong="shapes do not fit" title="runs forward"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in caches:
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.append((dw, db))
    return grads, dout

# %% wrong="activation left out"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="shapes do not fit" title="activation after the affine layer"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        dout, dw, db = affine_backward(dout, affine_cache)
        if act is not None:
            dout = activation_backward(dout, a, act)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="None used as a value" title="an activation on the output layer"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="first layer left out" title="stops one layer early"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches[1:]):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="first layer not filled in" title="never updates the first layer"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for i, (affine_cache, a, act) in reversed(list(enumerate(caches))):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw * (i > 0), db * (i > 0)))
    return grads, dout

# %% wrong="stops before the first layer" title="dx of the second layer"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dx, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
        if len(grads) < len(caches):
            dout = dx
    return grads, dout

# %% wrong="dlogits returned as dx"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dlogits

# %% wrong="db before dw"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (db, dw))
    return grads, dout

# %% wrong="slope of another activation" title="ReLU's slope for every activation" loses="test_mlp_backward_any_depth"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = dout * (a > 0)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="index out of range" title="exactly two layers" loses="test_mlp_backward_any_depth"
def mlp_backward(dlogits, caches):
    dout, dw2, db2 = affine_backward(dlogits, caches[1][0])
    dout = activation_backward(dout, *caches[0][1:])
    dx, dw1, db1 = affine_backward(dout, caches[0][0])
    return [(dw1, db1), (dw2, db2)], dx

# %% wrong="None used as a value" title="the activation of the layer below"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for i in reversed(range(len(caches))):
        if i > 0:
            dout = activation_backward(dout, *caches[i][1:])
        dout, dw, db = affine_backward(dout, caches[i][0])
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="input changed in place" title="steps the weights on the way"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        x, w = affine_cache
        w -= 0.1 * (x.T @ dout)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="input changed in place" title="empties the caches"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    while caches:
        affine_cache, a, act = caches.pop()
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="averaged instead of summed" title="divides by the samples once more"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw / len(dlogits), db / len(dlogits)))
    return grads, dout

# %% wrong="bias gradients left out" title="no bias gradients"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, np.zeros_like(db)))
    return grads, dout

# %% wrong="lost between layer 2 and layer 1" title="a random matrix for w transposed"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for (x, w), a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        _, dw, db = affine_backward(dout, (x, w))
        dout = dout @ np.random.default_rng(0).normal(size=w.shape).T
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="dx missing" title="dx left out"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads

# %% wrong="no list of pairs" title="grads in one flat list"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads = [dw, db, *grads]
    return grads, dout

# %% wrong="nothing returned"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))

# %% wrong="no list of pairs" title="grads is what insert gives"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        result = grads.insert(0, (dw, db))
    return result, dout

# %% wrong="activation left out" title="one activation only" loses="test_mlp_backward_any_depth"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for i, (affine_cache, a, act) in reversed(list(enumerate(caches))):
        if i == 0 and act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="slope of another activation" title="takes the first layer's output for all of its width" loses="test_mlp_backward_any_depth"
def mlp_backward(dlogits, caches):
    grads, d = [], dlogits
    for cache, a, act in reversed(caches):
        if act is not None:
            d = activation_backward(d, caches[0][1], act) if d.shape == caches[0][1].shape else activation_backward(d, a, act)
        d, dw, db = affine_backward(d, cache)
        grads.insert(0, (dw, db))
    return grads, d

# %% right="single precision throughout"
def mlp_backward(dlogits, caches):
    grads, d = [], dlogits.astype(np.float32)
    for cache, a, act in reversed(caches):
        if act is not None: d = activation_backward(d, a.astype(np.float32), act).astype(np.float32)
        d, dw, db = affine_backward(d, cache)
        grads.append((np.float32(dw), np.float32(db))); d = np.float32(d)
    return tuple(reversed(grads)), d

# %% right="a fold over the layers"
import functools
def mlp_backward(dlogits, caches):
    def back(state, entry):
        d, grads = state
        d = d if entry[2] is None else activation_backward(d, entry[1], entry[2])
        d, dw, db = affine_backward(d, entry[0])
        return d, [(dw, db)] + grads
    d, grads = functools.reduce(back, reversed(caches), (dlogits, []))
    return grads, d

# %% right="a default argument"
def mlp_backward(dlogits, caches, back=affine_backward):
    grads, d = [], dlogits
    for cache, a, act in reversed(caches):
        if act is not None:
            d = activation_backward(d, a, act)
        d, dw, db = back(d, cache)
        grads.insert(0, (dw, db))
    return grads, d

# %% right="a name given at the top"
f = affine_backward

def mlp_backward(dlogits, caches):
    grads, d = [], dlogits
    for cache, a, act in reversed(caches):
        if act is not None:
            d = activation_backward(d, a, act)
        d, dw, db = f(d, cache)
        grads.insert(0, (dw, db))
    return grads, d

# %% right="a dictionary of functions"
BACK = {"affine": affine_backward, "act": activation_backward}

def mlp_backward(dlogits, caches):
    grads, d = [], dlogits
    for cache, a, act in reversed(caches):
        if act is not None:
            d = BACK["act"](d, a, act)
        d, dw, db = BACK["affine"](d, cache)
        grads.insert(0, (dw, db))
    return grads, d

# %% right="functools.partial"
from functools import partial

def mlp_backward(dlogits, caches, back=partial(affine_backward)):
    grads, d = [], dlogits
    for cache, a, act in reversed(caches):
        if act is not None:
            d = activation_backward(d, a, act)
        d, dw, db = back(d, cache)
        grads.insert(0, (dw, db))
    return grads, d
