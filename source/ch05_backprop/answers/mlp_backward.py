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

# %% wrong="last layer first" why="`grads` is in the order of `params`; going back, each pair belongs in front of those found before."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.append((dw, db))
    return grads, dout

# %% wrong="front to back" why="The upstream gradient comes from the last layer: begin with the last cache and end with the first."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in caches:
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.append((dw, db))
    return grads, dout

# %% wrong="front to back" title="front to back, pairs in front" why="The upstream gradient comes from the last layer: begin with the last cache and end with the first."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in caches:
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="front to back" title="front to back, activations after" why="The upstream gradient comes from the last layer: begin with the last cache and end with the first."
def mlp_backward(dlogits, caches):
    grads, dout = [None] * len(caches), dlogits
    for i in range(len(caches)):
        affine_cache, a, act = caches[i]
        dout, dw, db = affine_backward(dout, affine_cache)
        if act is not None:
            dout = activation_backward(dout, a, act)
        grads[i] = (dw, db)
    return grads, dout

# %% wrong="activation left out" why="Between two layers the gradient also goes back through the activation."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="affine layer before its activation" why="Forward, the activation comes last; going back it comes first, then the affine layer."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        dout, dw, db = affine_backward(dout, affine_cache)
        if act is not None:
            dout = activation_backward(dout, a, act)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="an activation on the last layer"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="first layer left out" title="stops one layer early" why="There are fewer pairs than layers: does the loop end before the first, or is `return` inside it?"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches[1:]):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="first layer not filled in" title="never updates the first layer" why="The gradients of the first layer are still 0: look at where the loop ends."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for i, (affine_cache, a, act) in reversed(list(enumerate(caches))):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw * (i > 0), db * (i > 0)))
    return grads, dout

# %% wrong="stops before the first layer" title="dx of the second layer" why="That is the gradient above the first layer; `dx` is what this layer hands down."
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

# %% wrong="dlogits returned as dx" why="What came in is returned; `dx` is what the first layer hands down at the end."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dlogits

# %% wrong="db before dw" why="A pair is `(dw, db)`, in the order of `(w, b)`."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (db, dw))
    return grads, dout

# %% wrong="slope of another activation" title="ReLU's slope for every activation" why="Each entry of the caches says which activation the layer has; go back through that one." loses="test_mlp_backward_any_depth"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = dout * (a > 0)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="two layers only" title="exactly two layers" why="The first layers are done and the others are not: go through all entries of the caches." loses="test_mlp_backward_any_depth"
def mlp_backward(dlogits, caches):
    dout, dw2, db2 = affine_backward(dlogits, caches[1][0])
    dout = activation_backward(dout, *caches[0][1:])
    dx, dw1, db1 = affine_backward(dout, caches[0][0])
    return [(dw1, db1), (dw2, db2)], dx

# %% wrong="an activation on the last layer" title="an activation on all but the first layer"
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

# %% wrong="averaged instead of summed" title="divides by the samples once more" why="The average over the samples is already in `dlogits`; nothing is divided by N again."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw / len(dlogits), db / len(dlogits)))
    return grads, dout

# %% wrong="bias gradients left out" title="no bias gradients" why="`db` is 0 throughout; it is the second thing that `affine_backward` finds."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, np.zeros_like(db)))
    return grads, dout

# %% wrong="lost between layer 2 and layer 1" title="a random matrix for w transposed" why="All is right down to layer 2; follow what it hands down to layer 1."
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

# %% wrong="what a list's method gives" title="grads is what insert gives"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        result = grads.insert(0, (dw, db))
    return result, dout

# %% wrong="activation left out" title="one activation only" why="Between two layers the gradient also goes back through the activation." loses="test_mlp_backward_any_depth"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for i, (affine_cache, a, act) in reversed(list(enumerate(caches))):
        if i == 0 and act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="output of another layer" title="takes the first layer's output for all of its width" why="The slope of an activation is found from its own output, which stands in the layer's own entry." loses="test_mlp_backward_any_depth"
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

# %% wrong="upstream not handed down" why="What a layer hands down is its `dx`; the next one does not start from it."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dlogits, a, act)
        else:
            dout = dlogits
        dx, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dx

# %% wrong="upstream not handed down" title="dx never becomes dout" why="What a layer hands down is its `dx`; the next one does not start from it."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dx, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dx

# %% wrong="upstream not handed down" title="goes on with what the activation gave back" why="What a layer hands down is its `dx`; the next one does not start from it."
def mlp_backward(dlogits, caches):
    grads, d = [], dlogits
    for affine_cache, a, act in reversed(caches):
        d = d if act is None else activation_backward(d, a, act)
        dx, dw, db = affine_backward(d, affine_cache)
        grads = [(dw, db)] + grads
    return grads, dx

# %% wrong="dx of the last layer" why="That is what the last layer hands down; `dx` is what the first one does."
def mlp_backward(dlogits, caches):
    grads, dout, dx = [], dlogits, None
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        dx = dout if dx is None else dx
        grads.insert(0, (dw, db))
    return grads, dx

# %% wrong="activation applied instead of its backward half" why="Going back, the gradient is multiplied by the activation's slope; the activation itself is for the way forward."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = act(dout)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="activation applied once more" why="The cache holds what the activation gave; its slope is found from that, not from applying it again." loses="test_mlp_backward_any_depth"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, act(a), act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="slope at the weighted sums" why="`activation_backward` takes what the activation gave, `a`, not what went into it."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            x, w = affine_cache
            dout = activation_backward(dout, x @ w, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="slope at the input of the layer" why="`activation_backward` takes what this layer's activation gave, `a`, not the layer's input."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, affine_cache[0], act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="averaged instead of summed" title="dlogits divided at the start" why="The average over the samples is already in `dlogits`; nothing is divided by N again."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits / len(dlogits)
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="summed over the samples" title="dlogits summed at the start" why="The gradient has a row for each sample until the end; adding them up is left to `dw` and `db`."
def mlp_backward(dlogits, caches):
    grads, dout = [], np.broadcast_to(dlogits.sum(axis=0), dlogits.shape)
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="first sample only" why="All samples of the batch count; here only the first row is followed."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits[:1]
    for (x, w), a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a[:1], act)
        dout, dw, db = affine_backward(dout, (x[:1], w))
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="two layers only" title="first and last layer" why="Between the first layer and the last there may be others, which are not visited." loses="test_mlp_backward_any_depth"
def mlp_backward(dlogits, caches):
    back, dw, db = affine_backward(dlogits, caches[-1][0])
    if len(caches) == 1:
        return [(dw, db)], back
    first, a, act = caches[0]
    dx, dw1, db1 = affine_backward(activation_backward(back, a, act), first)
    return [(dw1, db1), (dw, db)], dx

# %% wrong="output of another layer" title="output of the first layer everywhere" why="The slope of an activation is found from its own output, which stands in the layer's own entry." loses="test_mlp_backward_any_depth"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, caches[0][1], act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="last layer left out" why="`grads` has one pair for each layer, the last one too."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches[:-1]):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="dx before grads"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return dout, grads

# %% wrong="w not transposed" title="its own affine layer, w not transposed" why="The rows of `dout` meet the rows of `w`; here they meet its columns."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for (x, w), a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        grads.insert(0, (x.T @ dout, dout.sum(axis=0)))
        dout = dout @ w
    return grads, dout

# %% wrong="x not transposed" title="its own affine layer, x not transposed" why="The columns of `x` meet the columns of `dout`; here the rows of `x` do."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for (x, w), a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        grads.insert(0, (x @ dout, dout.sum(axis=0)))
        dout = dout @ w.T
    return grads, dout

# %% wrong="goes on from the call before" title="one list for all calls" why="A default value is made once: a second call finds the list of the first, still filled."
def mlp_backward(dlogits, caches, grads=[]):
    dout = dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="upstream not handed down" title="from the last layer to each" why="Every layer starts from what the last one hands down; it starts from what its own neighbour above does." loses="test_mlp_backward_any_depth"
def mlp_backward(dlogits, caches):
    down, dw, db = affine_backward(dlogits, caches[-1][0])
    grads, dx = [(dw, db)], down
    for affine_cache, a, act in reversed(caches[:-1]):
        dx, dw, db = affine_backward(activation_backward(down, a, act), affine_cache)
        grads.insert(0, (dw, db))
    return grads, dx

# %% wrong="results in another order" title="unpacked as dw, db, dx" why="`affine_backward` returns `(dx, dw, db)`: the first is what is handed down."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dw, db, dout = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="results in another order" title="unpacked as dw, dx, db" why="`affine_backward` returns `(dx, dw, db)`: the first is what is handed down."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dw, dout, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="db before dw" title="unpacked as dx, db, dw" why="`affine_backward` returns `(dx, dw, db)`, and a pair is `(dw, db)`."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, db, dw = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="a layer never reached"
def mlp_backward(dlogits, caches):
    grads, dout = [None] * len(caches), dlogits
    for i in range(len(caches) - 1, 0, -1):
        affine_cache, a, act = caches[i]
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads[i] = dw, db
    return grads, dout

# %% wrong="wrong number of parts" title="unpacks two layers" loses="test_mlp_backward_any_depth"
def mlp_backward(dlogits, caches):
    hidden, output = caches
    dout, dw2, db2 = affine_backward(dlogits, output[0])
    dout = activation_backward(dout, *hidden[1:])
    dx, dw1, db1 = affine_backward(dout, hidden[0])
    return [(dw1, db1), (dw2, db2)], dx

# %% wrong="first layer left out" title="returns inside the loop" why="There are fewer pairs than layers: does the loop end before the first, or is `return` inside it?"
def mlp_backward(dlogits, caches):
    for affine_cache, a, act in reversed(caches):
        dout = dlogits if act is None else activation_backward(dlogits, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        return [(dw, db)], dout

# %% wrong="dout and a mixed up" why="`activation_backward` takes the gradient first, then what the activation gave."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(a, dout, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="a whole entry for the cache"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for entry in reversed(caches):
        if entry[2] is not None:
            dout = activation_backward(dout, entry[1], entry[2])
        dout, dw, db = affine_backward(dout, entry)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="dout and cache mixed up"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(affine_cache, dout)
        grads.insert(0, (dw, db))
    return grads, dout

# %% wrong="dx in each pair"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dout, dw, db))
    return grads, dout

# %% wrong="db left out"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, dw)
    return grads, dout

# %% wrong="pairs in another order" why="`insert(-1, ...)` puts a pair before the last one; in front of all is place 0." loses="test_mlp_backward_any_depth"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(-1, (dw, db))
    return grads, dout

# %% wrong="values only promised" title="grads is what reversed gives"
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.append((dw, db))
    return reversed(grads), dout

# %% wrong="each layer overwrites the list" why="Only the pair of the first layer is left; put each in front of those found before."
def mlp_backward(dlogits, caches):
    dout = dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = activation_backward(dout, a, act)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads = [(dw, db)]
    return grads, dout

# %% wrong="slope of another activation" title="sigmoid's slope for every activation" why="Each entry of the caches says which activation the layer has; go back through that one."
def mlp_backward(dlogits, caches):
    grads, dout = [], dlogits
    for affine_cache, a, act in reversed(caches):
        if act is not None:
            dout = sigmoid_backward(dout, a)
        dout, dw, db = affine_backward(dout, affine_cache)
        grads.insert(0, (dw, db))
    return grads, dout
