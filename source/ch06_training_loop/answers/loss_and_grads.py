# %% right="a loop"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, dx = mlp_backward(softmax_ce_backward(logits, y), caches)
    loss = cross_entropy(logits, y)
    out = []
    for (w, b), (dw, db) in zip(params, grads):
        loss += lam / 2 * np.sum(w * w)
        out.append((dw + lam * w, db))
    return loss, out

# %% right="everything by hand"
def loss_and_grads(params, x, y, act, lam):
    outputs = [x]
    for w, b in params[:-1]:
        outputs.append(act(outputs[-1] @ w + b))
    w, b = params[-1]
    logits = outputs[-1] @ w + b
    z = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    d = (p - np.eye(p.shape[1])[y]) / len(y)
    loss = -np.mean(np.log(p[range(len(y)), y])) + lam * sum((w**2).sum() for w, _ in params) / 2
    grads = []
    for i in reversed(range(len(params))):
        w, a = params[i][0], outputs[i]
        grads.append((a.T @ d + lam * w, d.sum(axis=0)))
        slope = {"relu": a > 0, "sigmoid": a * (1 - a), "tanh": 1 - a**2}[act.__name__]
        d = (d @ w.T) * slope
    return loss, grads[::-1]

# %% right="pairs as lists"
def loss_and_grads(params, x, y, act, strength):
    logits, caches = mlp_forward(x, params, act)
    grads = [list(pair) for pair in mlp_backward(softmax_ce_backward(logits, y), caches)[0]]
    for pair, (w, _) in zip(grads, params):
        pair[0] = pair[0] + strength * w
    return float(cross_entropy(logits, y) + l2_penalty(params, strength)), grads

# %% right="measured slopes, slow but right"
def loss_and_grads(params, x, y, act, lam):
    def loss(layers):
        return cross_entropy(mlp_forward(x, layers, act)[0], y) + l2_penalty(layers, lam)

    def slopes(i, j):
        out = np.zeros(params[i][j].shape)
        for at in np.ndindex(out.shape):
            ends = []
            for h in (1e-5, -1e-5):
                new = [[w.astype(float), b.astype(float)] for w, b in params]
                new[i][j][at] += h
                ends.append(loss(new))
            out[at] = (ends[0] - ends[1]) / 2e-5
        return out

    return loss(params), [(slopes(i, 0), slopes(i, 1)) for i in range(len(params))]

# %% wrong="penalty missing in the gradient" loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="penalty left out" title="penalty missing in the loss" loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return cross_entropy(logits, y), [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="penalty left out" title="no penalty anywhere" loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    return cross_entropy(logits, y), mlp_backward(softmax_ce_backward(logits, y), caches)[0]

# %% wrong="biases in the penalty" title="the gradient penalises biases" loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    grads = [(dw + lam * w, db + lam * b) for (dw, db), (w, b) in zip(grads, params)]
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="biases in the penalty" title="loss and gradient penalise biases" loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    grads = [(dw + lam * w, db + lam * b) for (dw, db), (w, b) in zip(grads, params)]
    penalty = lam / 2 * sum((w**2).sum() + (b**2).sum() for w, b in params)
    return cross_entropy(logits, y) + penalty, grads

# %% wrong="penalty divided by N" loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    grads = [(dw + lam * w / len(x), db) for (dw, db), (w, b) in zip(grads, params)]
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="penalty without its half" loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    grads = [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]
    return cross_entropy(logits, y) + 2 * l2_penalty(params, lam), grads

# %% wrong="half of the penalty's slope" loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    grads = [(dw + lam / 2 * w, db) for (dw, db), (w, b) in zip(grads, params)]
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="bias gradients missing" title="a cheat: no bias gradients" loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    grads = [(dw + lam * w, np.zeros_like(db)) for (dw, db), (w, b) in zip(grads, params)]
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="ReLU lets everything back" title="a cheat: a mask of ones" loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    d, grads = softmax_ce_backward(logits, y), []
    for (cache, _, _), (w, _) in zip(reversed(caches), reversed(params)):
        d, dw, db = affine_backward(d, cache)
        grads.insert(0, (dw + lam * w, db))
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="loss and gradient disagree" title="a cheat: a random matrix on the way back" loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    d, grads = softmax_ce_backward(logits, y), []
    for (cache, a, f), (w, _) in zip(reversed(caches), reversed(params)):
        d = d if f is None else activation_backward(d, a, f)
        _, dw, db = affine_backward(d, cache)
        d = d @ np.random.default_rng(0).normal(size=w.shape).T
        grads.insert(0, (dw + lam * w, db))
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="first layer gets no gradient" loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    if len(grads) > 1:
        grads[0] = (0 * grads[0][0], 0 * grads[0][1])
    grads = [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="summed instead of averaged" title="summed gradient, averaged loss" loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y) * len(y), caches)
    grads = [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="summed instead of averaged" title="all summed"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y) * len(y), caches)
    grads = [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]
    return cross_entropy(logits, y) * len(y) + l2_penalty(params, lam), grads

# %% wrong="wrong sign" title="uphill gradients" loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    grads = [(-dw - lam * w, -db) for (dw, db), (w, b) in zip(grads, params)]
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="wrong number of results" title="only the loss" told="one thing instead of tuple"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    return cross_entropy(logits, y) + l2_penalty(params, lam)

# %% wrong="input changed in place" title="decays the weights themselves" loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    for w, b in params:
        w *= 1 - lam
    return loss, grads

# %% wrong="nothing returned"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)

# %% wrong="`act` not used"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, relu)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="penalty of the first layer only" loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    loss = cross_entropy(logits, y) + l2_penalty(params[:1], lam)
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="layers in reverse" loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    grads = [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads[::-1]

# %% wrong="twice the penalty's slope" loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    return loss, [(dw + 2 * lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="penalty subtracted" loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    return loss, [(dw - lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="the penalty itself added to each slope" loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    return loss, [(dw + l2_penalty(params, lam), db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="`lam` left out" loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    return loss, [(dw + w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="all zeros" title="a constant loss and its gradient"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return 1.193147, [(0 * dw, 0 * db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="all zeros" title="the penalty alone"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return l2_penalty(params, lam), [(lam * w, 0 * db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="all zeros" title="a loss that drowns its own slopes"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return 1e9 + loss, [(0 * dw, 0 * db) for (dw, db), (w, b) in zip(grads, params)]

# %% right="default arguments"
def loss_and_grads(params, x, y, act, lam, forward=mlp_forward, backward=mlp_backward):
    logits, caches = forward(x, params, act)
    grads, _ = backward(softmax_ce_backward(logits, y), caches)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% right="names given at the top"
forward, backward = mlp_forward, mlp_backward

def loss_and_grads(params, x, y, act, lam):
    logits, caches = forward(x, params, act)
    grads, _ = backward(softmax_ce_backward(logits, y), caches)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]
