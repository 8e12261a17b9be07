# %% right="counting the layers"
def mlp_forward(x, params, act):
    caches = []
    for i, (w, b) in enumerate(params):
        out, cache = affine_forward(x, w, b)
        if i < len(params) - 1:
            x = act(out)
            caches.append((cache, x, act))
        else:
            caches.append((cache, None, None))
    return out, caches

# %% right="recursion"
def mlp_forward(x, params, act):
    (w, b), rest = params[0], params[1:]
    z, cache = affine_forward(x, w, b)
    if not rest:
        return z, [(cache, None, None)]
    a = act(z)
    logits, caches = mlp_forward(a, rest, act)
    return logits, [(cache, a, act), *caches]

# %% right="without affine_forward"
def mlp_forward(samples, layers, g):
    a, caches = samples, []
    for w, b in layers[:-1]:
        before, a = a, g(np.dot(a, w) + b)
        caches += [((before, w), a, g)]
    w, b = layers[-1]
    return np.dot(a, w) + b, caches + [((a, w), None, None)]

# %% right="entries as lists, in single precision"
def mlp_forward(x, params, act):
    a, caches = x.astype(np.float32), []
    for w, b in params:
        z, cache = affine_forward(a, w.astype(np.float32), b.astype(np.float32))
        a = act(z)
        caches.append([cache, a, act])
    caches[-1][1:] = None, None
    return z, caches

# %% right="prints the shapes"
def mlp_forward(x, params, act):
    a, caches = x, []
    *hidden, (w_last, b_last) = params
    for w, b in hidden:
        z, cache = affine_forward(a, w, b)
        a = act(z)
        print(z.shape)
        caches.append((cache, a, act))
    z, cache = affine_forward(a, w_last, b_last)
    caches.append((cache, None, None))
    return z, caches

# %% wrong="a layer without an entry" why="Every layer has its entry in `caches`, the last one too." loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params[:-1]:
        z, cache = affine_forward(a, w, b)
        a = act(z)
        caches.append((cache, a, act))
    return affine_forward(a, *params[-1])[0], caches

# %% wrong="activation on the last layer" why="The last layer's sums are the logits, as they are: `act` comes after the other layers only." loses="test_mlp_forward"
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params:
        z, cache = affine_forward(a, w, b)
        a = act(z)
        caches.append((cache, a, act))
    caches[-1] = (caches[-1][0], None, None)
    return a, caches

# %% wrong="an activation in the last entry" title="last entry like the others" loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params:
        z, cache = affine_forward(a, w, b)
        a = act(z)
        caches.append((cache, a, act))
    return z, caches

# %% wrong="no activation" why="What `act` gives goes into the next layer; here the sums themselves went in."
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params:
        a, cache = affine_forward(a, w, b)
        caches.append((cache, a, None))
    caches[-1] = (cache, None, None)
    return a, caches

# %% wrong="activation on the inputs" why="`x` goes into the first layer as it is; `act` comes after a layer."
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params:
        a, cache = affine_forward(act(a), w, b)
        caches.append((cache, a, act))
    caches[-1] = (cache, None, None)
    return a, caches

# %% wrong="a later layer gets the inputs" title="the first layer skipped" why="Each layer gets what the one before it hands on; here a later one got `x`."
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params[1:-1]:
        z, cache = affine_forward(a, w, b)
        a = act(z)
        caches.append((cache, a, act))
    z, cache = affine_forward(a, *params[-1])
    return z, caches + [(cache, None, None)]

# %% wrong="layer 1 without activation" why="`act` comes after every layer but the last, so also after the first." title="first layer without activation"
def mlp_forward(x, params, act):
    z, cache = affine_forward(x, *params[0])
    caches = [(cache, z, None)]
    for w, b in params[1:]:
        z, cache = affine_forward(z, w, b)
        caches.append((cache, act(z), act))
        z = act(z) if len(caches) < len(params) else z
    caches[-1] = (cache, None, None)
    return z, caches

# %% wrong="layer 1 without activation" why="`act` comes after every layer but the last, so also after the first." title="only the last hidden layer without activation, if there are two"
def mlp_forward(x, params, act):
    a, caches = x, []
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(a, w, b)
        a = act(z) if i > 0 or len(params) < 3 else z
        caches.append((cache, a, act))
    caches[-1] = (cache, None, None)
    return z, caches

# %% wrong="two layers written out" why="`params` may hold any number of layers; here exactly two were used."
def mlp_forward(x, params, act):
    (w1, b1), (w2, b2) = params[0], params[1]
    z, first = affine_forward(x, w1, b1)
    a = act(z)
    logits, second = affine_forward(a, w2, b2)
    return logits, [(first, a, act), (second, None, None)]

# %% wrong="index out of range" title="three layers written out" loses="test_mlp_forward test_mlp_forward_caches"
def mlp_forward(x, params, act):
    z, c1 = affine_forward(x, *params[0])
    a1 = act(z)
    z, c2 = affine_forward(a1, *params[1])
    a2 = act(z)
    z, c3 = affine_forward(a2, *params[2])
    return z, [(c1, a1, act), (c2, a2, act), (c3, None, None)]

# %% wrong="tanh instead of `act`" why="The activation is whatever function `act` is."
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params[:-1]:
        z, cache = affine_forward(a, w, b)
        a = np.tanh(z)
        caches.append((cache, a, np.tanh))
    z, cache = affine_forward(a, *params[-1])
    return z, caches + [(cache, None, None)]

# %% wrong="stops before the last layer" why="What is returned is the output of the last hidden layer; one more layer follows."
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params[:-1]:
        z, cache = affine_forward(a, w, b)
        a = act(z)
        caches.append((cache, a, act))
    return a, caches

# %% wrong="one cache for several layers" title="shares one cache" loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a = x
    for w, b in params[:-1]:
        z, cache = affine_forward(a, w, b)
        a = act(z)
    entry = (cache if len(params) > 1 else None, a, act)
    z, cache = affine_forward(a, *params[-1])
    return z, [entry] * (len(params) - 1) + [(cache, None, None)]

# %% wrong="one cache for several layers" title="one and the same entry" loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a, entry, caches = x, [None, None, None], []
    for i, (w, b) in enumerate(params):
        z, entry[0] = affine_forward(a, w, b)
        last = i == len(params) - 1
        a = z if last else act(z)
        entry[1:] = (None, None) if last else (a, act)
        caches.append(entry)
    return z, caches

# %% wrong="sums kept instead of outputs" why="The second thing of an entry is what `act` gave, not the sums it was given." loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params[:-1]:
        z, cache = affine_forward(a, w, b)
        caches.append((cache, z, act))
        a = act(z)
    z, cache = affine_forward(a, *params[-1])
    return z, caches + [(cache, None, None)]

# %% wrong="inputs kept instead of outputs" why="The second thing of an entry is what the layer hands on, after the activation; its input stands in the cache." loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params[:-1]:
        z, cache = affine_forward(a, w, b)
        caches.append((cache, a, act))
        a = act(z)
    z, cache = affine_forward(a, *params[-1])
    return z, caches + [(cache, None, None)]

# %% wrong="input changed in place" title="takes the last layer off the list"
def mlp_forward(x, params, act):
    a, caches = x, []
    w_last, b_last = params.pop()
    for w, b in params:
        z, cache = affine_forward(a, w, b)
        a = act(z)
        caches.append((cache, a, act))
    z, cache = affine_forward(a, w_last, b_last)
    return z, caches + [(cache, None, None)]

# %% wrong="one thing instead of a tuple" title="no caches"
def mlp_forward(x, params, act):
    for w, b in params[:-1]:
        x = act(affine_forward(x, w, b)[0])
    return affine_forward(x, *params[-1])[0]

# %% wrong="nothing returned"
def mlp_forward(x, params, act):
    logits, caches = x, []

# %% wrong="not an entry of three" title="outputs kept, nothing else" loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    outputs = []
    for w, b in params:
        x = x @ w + b
        x = act(x) if len(outputs) < len(params) - 1 else x
        outputs.append(x)
    return x, outputs

# %% wrong="not an entry of three" title="where the sums were above 0" loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    masks = []
    for i, (w, b) in enumerate(params):
        z, _ = affine_forward(x, w, b)
        masks.append(z > 0)
        x = z if i == len(params) - 1 else act(z)
    return x, masks

# %% wrong="not an entry of three" title="entries of a class of its own" loses="test_mlp_forward_caches"
class Remembered:
    def __init__(self, x, w):
        self.x, self.w = x, w

def mlp_forward(x, params, act):
    caches = []
    for i, (w, b) in enumerate(params):
        caches.append(Remembered(x, w))
        x = affine_forward(x if i == 0 else act(x), w, b)[0]
    return x, caches

# %% wrong="relu instead of `act`" why="The activation is whatever function `act` is."
def mlp_forward(x, params, act):
    a, caches = x, []
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(a, w, b)
        a = np.maximum(z, 0) if i < len(params) - 1 else z
        caches.append((cache, a, act))
    caches[-1] = (caches[-1][0], None, None)
    return a, caches

# %% wrong="sigmoid instead of `act`" why="The activation is whatever function `act` is."
def mlp_forward(x, params, act):
    a, caches = x, []
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(a, w, b)
        a = 1 / (1 + np.exp(-z)) if i < len(params) - 1 else z
        caches.append((cache, a, act))
    caches[-1] = (caches[-1][0], None, None)
    return a, caches

# %% wrong="activation applied twice" why="After a layer `act` is called once."
def mlp_forward(x, params, act):
    a, caches = x, []
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(a, w, b)
        a = act(act(z)) if i < len(params) - 1 else z
        caches.append((cache, a, act))
    caches[-1] = (caches[-1][0], None, None)
    return a, caches

# %% wrong="biases left out" why="Each layer adds its own `b`."
def mlp_forward(x, params, act):
    a, caches = x, []
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(a, w, 0 * b)
        a = act(z) if i < len(params) - 1 else z
        caches.append((cache, a, act))
    caches[-1] = (caches[-1][0], None, None)
    return a, caches

# %% wrong="layer 2 without activation" why="Layer 2 hands on `act` of its sums: `act` comes after every layer but the last." title="an activation after the first layer only"
def mlp_forward(x, params, act):
    a, caches = x, []
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(a, w, b)
        a = act(z) if i == 0 and len(params) > 1 else z
        caches.append((cache, a, act))
    caches[-1] = (caches[-1][0], None, None)
    return a, caches

# %% wrong="a later layer gets the inputs" title="every layer gets the inputs" why="Each layer gets what the one before it hands on; here a later one got `x`."
def mlp_forward(x, params, act):
    caches = []
    for w, b in params:
        z, cache = affine_forward(x, w, b)
        caches.append((cache, act(z), act))
    return z, caches

# %% wrong="one entry for all layers" why="`caches` has an entry for each layer; here only one was kept." loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a, caches = x, []
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(a, w, b)
        a = act(z) if i < len(params) - 1 else z
    return a, [cache]

# %% wrong="several entries for a layer, or some of an earlier call" title="three entries for a layer" loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a, caches = x, []
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(a, w, b)
        a = act(z) if i < len(params) - 1 else z
        caches += [cache, a, act]
    return a, caches

# %% wrong="not a list" title="a dictionary" loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a, caches = x, {}
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(a, w, b)
        a = act(z) if i < len(params) - 1 else z
        caches[i] = (cache, a, act)
    return a, caches

# %% wrong="several entries for a layer, or some of an earlier call" title="entries left over from an earlier call" loses="test_mlp_forward_caches"
def mlp_forward(x, params, act, caches=[]):
    a = x
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(a, w, b)
        a = act(z) if i < len(params) - 1 else z
        caches.append((cache, a, act))
    return a, caches

# %% wrong="not written yet"
def mlp_forward(x, params, act):
    raise NotImplementedError()

# %% wrong="shapes do not fit" title="one, two or three layers written out"
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params[: min(len(params) - 1, 2)]:
        z, cache = affine_forward(a, w, b)
        a = act(z)
        caches.append((cache, a, act))
    logits, cache = affine_forward(a, *params[-1])
    return logits, caches + [(cache, None, None)]

# %% wrong="not an entry of three" title="numbers instead of caches" loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    for w, b in params[:-1]:
        x = act(affine_forward(x, w, b)[0])
    return affine_forward(x, *params[-1])[0], list(range(len(params)))

# %% wrong="not an entry of three" title="the parameters instead of caches" loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    for w, b in params[:-1]:
        x = act(affine_forward(x, w, b)[0])
    return affine_forward(x, *params[-1])[0], list(params)

# %% wrong="not an entry of three" title="pairs of a number and x" loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a, caches = x, []
    for i, (w, b) in enumerate(params):
        z, _ = affine_forward(a, w, b)
        a = act(z)
        caches.append((i, x))
    return z, caches

# %% wrong="sigmoid instead of `act`" why="The activation is whatever function `act` is." title="only activations that it knows"
def mlp_forward(x, params, act):
    known = {"tanh": np.tanh, "relu": relu}.get(act.__name__, sigmoid)
    a, caches = x, []
    for w, b in params:
        z, cache = affine_forward(a, w, b)
        a = known(z)
        caches.append((cache, a, act))
    caches[-1] = (caches[-1][0], None, None)
    return z, caches

# %% right="another name for affine_forward"
layer = affine_forward

def mlp_forward(x, params, act, affine=layer):
    caches = []
    for i, (w, b) in enumerate(params, 1):
        z, cache = affine(x, w, b)
        x, kept = (z, None) if i == len(params) else (act(z), act)
        caches.append((cache, x if kept else None, kept))
    return z, caches

# %% right="reduce"
from functools import reduce

def mlp_forward(x, params, act):
    def step(state, pair):
        a, caches = state
        z, cache = affine_forward(a, *pair)
        a = act(z)
        return a, [*caches, (cache, a, act)]

    a, caches = reduce(step, params[:-1], (x, []))
    z, cache = affine_forward(a, *params[-1])
    return z, [*caches, (cache, None, None)]

# %% right="a class"
class Network:
    def __call__(self, x, params, act):
        caches = []
        for w, b in params[:-1]:
            z, cache = affine_forward(x, w, b)
            x = act(z)
            caches.append((cache, x, act))
        z, cache = affine_forward(x, *params[-1])
        return z, [*caches, (cache, None, None)]

mlp_forward = Network()

# %% right="a list of partial functions"
from functools import partial

def mlp_forward(x, params, act):
    layers, caches = [partial(affine_forward, w=w, b=b) for w, b in params], []
    for i, layer in enumerate(layers):
        z, cache = layer(x)
        x = act(z)
        caches.append((cache, x, act) if i < len(layers) - 1 else (cache, None, None))
    return z, caches

# %% wrong="tuple instead of array" title="forgets that a layer returns a pair" loses="test_mlp_forward"
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params[:-1]:
        z, cache = affine_forward(a, w, b)
        a = act(z)
        caches.append((cache, a, act))
    logits = affine_forward(a, *params[-1])
    return logits, caches + [(logits[1], None, None)]

# %% wrong="swapped outputs" title="caches first"
def mlp_forward(x, params, act):
    a, caches = x, []
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(a, w, b)
        a = act(z) if i < len(params) - 1 else z
        caches.append((cache, a, act))
    return caches, a

# %% wrong="softmax on the logits" why="The logits are the last layer's sums, as they are; probabilities are made later." loses="test_mlp_forward"
def mlp_forward(x, params, act):
    a, caches = x, []
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(a, w, b)
        a = act(z) if i < len(params) - 1 else z
        caches.append((cache, a, act))
    e = np.exp(a - a.max(axis=1, keepdims=True))
    caches[-1] = (caches[-1][0], None, None)
    return e / e.sum(axis=1, keepdims=True), caches

# %% wrong="sigmoid on the logits" why="The logits are the last layer's sums, as they are; probabilities are made later." loses="test_mlp_forward"
def mlp_forward(x, params, act):
    a, caches = x, []
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(a, w, b)
        a = act(z) if i < len(params) - 1 else sigmoid(z)
        caches.append((cache, a, act))
    caches[-1] = (caches[-1][0], None, None)
    return a, caches

# %% wrong="tanh on the logits" why="The logits are the last layer's sums, as they are, with no activation." loses="test_mlp_forward"
def mlp_forward(x, params, act):
    a, caches = x, []
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(a, w, b)
        a = act(z) if i < len(params) - 1 else np.tanh(z)
        caches.append((cache, a, act))
    caches[-1] = (caches[-1][0], None, None)
    return a, caches

# %% wrong="relu on the logits" why="The logits are the last layer's sums, as they are, with no activation." loses="test_mlp_forward"
def mlp_forward(x, params, act):
    a, caches = x, []
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(a, w, b)
        a = act(z) if i < len(params) - 1 else relu(z)
        caches.append((cache, a, act))
    caches[-1] = (caches[-1][0], None, None)
    return a, caches

# %% wrong="the layer before the last skipped" why="All layers are used, in order; one of them was left out." loses="test_mlp_forward test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params[:-2]:
        z, cache = affine_forward(a, w, b)
        a = act(z)
        caches.append((cache, a, act))
    logits, cache = affine_forward(a, *params[-1])
    return logits, caches + [(cache, None, None)]

# %% wrong="layers in reverse order" why="`params` begins with the layer that gets `x`." loses="test_mlp_forward test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a, caches = x, []
    for i, (w, b) in enumerate(params[::-1]):
        z, cache = affine_forward(a, w, b)
        a = act(z) if i < len(params) - 1 else z
        caches.append((cache, a, act))
    return a, caches

# %% wrong="only the first layer" title="returns inside the loop" why="All layers run one after another; a `return` inside the loop ends it after the first."
def mlp_forward(x, params, act):
    a, caches = x, []
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(a, w, b)
        a = act(z) if i < len(params) - 1 else z
        caches.append((cache, a, act))
        return z, caches

# %% wrong="activation before the bias" why="The bias belongs to the sum: first `+ b`, then `act`."
def mlp_forward(x, params, act):
    a, caches = x, []
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(a, w, 0 * b)
        a = (act(z) if i < len(params) - 1 else z) + b
        caches.append((cache, a, act))
    caches[-1] = (caches[-1][0], None, None)
    return a, caches

# %% wrong="activation on the only layer" why="The last layer has no activation, also where it is the only one." loses="test_mlp_forward"
def mlp_forward(x, params, act):
    z, cache = affine_forward(x, *params[0])
    a, caches = act(z), [(cache, act(z), act)]
    for i, (w, b) in enumerate(params[1:]):
        z, cache = affine_forward(a, w, b)
        a = act(z) if i < len(params) - 2 else z
        caches.append((cache, a, act))
    caches[-1] = (caches[-1][0], None, None)
    return a, caches

# %% wrong="an entry in another layer's place" title="caches in reverse order" loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a, caches = x, []
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(a, w, b)
        last = i == len(params) - 1
        a = z if last else act(z)
        caches.insert(0, (cache, None, None) if last else (cache, a, act))
    return a, caches

# %% wrong="the first sample only" why="`logits` has a row for each row of `x`; here only the first was used."
def mlp_forward(x, params, act):
    a, caches = x[:1], []
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(a, w, b)
        a = act(z) if i < len(params) - 1 else z
        caches.append((cache, a, act))
    caches[-1] = (caches[-1][0], None, None)
    return a, caches

# %% wrong="only the last layer with activation" why="`act` comes after every layer but the last; here it was the other way round."
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params:
        a, cache = affine_forward(a, w, b)
        caches.append((cache, a))
    caches[-1] = (caches[-1][0], None, None)
    return act(a), caches

# %% wrong="all layers with activation but the first" why="The layer without activation is the last one, not the first."
def mlp_forward(x, params, act):
    a, caches = x, []
    for i, (w, b) in enumerate(params):
        a, cache = affine_forward(a, w, b)
        a = act(a) if i > 0 else a
        caches.append((cache, a))
    caches[-1] = (caches[-1][0], None, None)
    return a, caches

# %% wrong="only the first layer" title="returns inside the loop, after the activation" why="All layers run one after another; a `return` inside the loop ends it after the first."
def mlp_forward(x, params, act):
    for w, b in params:
        z, cache = affine_forward(x, w, b)
        return (act(z) if len(params) > 1 else z), [cache]

# %% wrong="the last layer run twice" why="The loop runs all layers, the last one too; behind it, that one runs again."
def mlp_forward(x, params, act):
    caches = []
    for w, b in params:
        z, cache = affine_forward(x, w, b)
        x = act(z)
        caches.append((cache, x, act))
    logits, cache = affine_forward(x, *params[-1])
    return logits, caches

# %% wrong="no entries" title="a longer list not kept" why="`caches + [...]` makes another list; `append` puts an entry into this one." loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    caches = []
    for i, (w, b) in enumerate(params):
        z, cache = affine_forward(x, w, b)
        x = act(z)
        caches + [(cache, x, act)]
    return z, caches

# %% wrong="the first layer's parameters for all" why="Each layer has its own pair in `params`."
def mlp_forward(x, params, act):
    caches = []
    for i in range(len(params)):
        w, b = params[0]
        z, cache = affine_forward(x, w, b)
        x = act(z)
        caches.append((cache, x, act))
    return z, caches

# %% wrong="the inputs kept by every layer" why="A layer keeps what went into it, which is `x` only in the first." loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params[:-1]:
        z, _ = affine_forward(a, w, b)
        a = act(z)
        caches.append(((x, w), a, act))
    w, b = params[-1]
    z, _ = affine_forward(a, w, b)
    return z, caches + [((x, w), None, None)]

# %% wrong="not the activation itself" title="the activation's output a second time" loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params[:-1]:
        z, cache = affine_forward(a, w, b)
        a = act(z)
        caches.append((cache, a, act(z)))
    z, cache = affine_forward(a, *params[-1])
    return z, caches + [(cache, None, None)]

# %% wrong="the activation left out" title="no activation kept" loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params[:-1]:
        z, cache = affine_forward(a, w, b)
        a = act(z)
        caches.append((cache, a, None))
    z, cache = affine_forward(a, *params[-1])
    return z, caches + [(cache, None, None)]

# %% wrong="not an entry of three" title="the last layer's cache alone" loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params[:-1]:
        z, cache = affine_forward(a, w, b)
        a = act(z)
        caches.append((cache, a, act))
    z, cache = affine_forward(a, *params[-1])
    return z, caches + [cache]

# %% wrong="not the layer's cache" title="no cache in the entries" loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params[:-1]:
        z, _ = affine_forward(a, w, b)
        a = act(z)
        caches.append((None, a, act))
    z, _ = affine_forward(a, *params[-1])
    return z, caches + [((a, params[-1][0]), None, None)]

# %% wrong="a later layer gets the inputs" title="every hidden layer gets the inputs" why="Each layer gets what the one before it hands on; here a later one got `x`."
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params[:-1]:
        z, cache = affine_forward(x, w, b)
        a = act(z)
        caches.append((cache, a, act))
    logits, cache = affine_forward(a, *params[-1])
    return logits, caches + [(cache, None, None)]

# %% wrong="not an entry of three" title="the shapes instead of the arrays" loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params[:-1]:
        a = act(affine_forward(a, w, b)[0])
        caches.append(a.shape)
    return affine_forward(a, *params[-1])[0], [*caches, None]

# %% wrong="a later layer gets the inputs" title="every hidden layer gets the inputs and keeps its sums" why="Each layer gets what the one before it hands on; here a later one got `x`."
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params[:-1]:
        z, cache = affine_forward(x, w, b)
        a = act(z)
        caches.append((cache, z, act))
    logits, cache = affine_forward(a, *params[-1])
    return logits, caches + [(cache, None, None)]

# %% wrong="a later layer gets the inputs" title="every layer gets the inputs, the last one apart" why="Each layer gets what the one before it hands on; here a later one got `x`."
def mlp_forward(x, params, act):
    caches = []
    for w, b in params[:-1]:
        z, cache = affine_forward(x, w, b)
        caches.append((cache, act(z), act))
    logits, cache = affine_forward(x, *params[-1])
    return logits, caches + [(cache, None, None)]

# %% wrong="another function than `act`" title="relu kept, whatever `act` is" loses="test_mlp_forward_caches"
def mlp_forward(x, params, act):
    a, caches = x, []
    for w, b in params[:-1]:
        z, cache = affine_forward(a, w, b)
        a = act(z)
        caches.append((cache, a, relu))
    logits, cache = affine_forward(a, *params[-1])
    return logits, caches + [(cache, None, None)]
