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

# %% wrong="penalty of the last layer only" title="= for += in the loop" why="Each layer's penalty takes the place of the one before; they add up." loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y)
    for w, b in params:
        penalty = lam / 2 * np.sum(w * w)
    loss = loss + penalty
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="one-hot left out" why="What goes back are probabilities; at the right class 1 is to be subtracted, as `softmax_ce_backward` does." loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax(logits) / len(y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="one-hot left out" title="probabilities go back, not averaged" why="What goes back are probabilities; `softmax_ce_backward` gives the gradient along the logits." loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax(logits), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="logits go back" why="The logits themselves were handed to `mlp_backward`; it needs the gradient along them." loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(logits, caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="multiplied by the loss" why="The gradient is that of the loss, not the loss times it." loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(loss * softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="wrong sign" title="dlogits turned around" why="`softmax_ce_backward` has the right sign; nothing is turned around." loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(-softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="`lam` itself added" why="`lam` is added to each slope; what belongs there is `lam` times the weight." loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam, db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="w squared in the slope" why="The slope of half of `lam` times w squared is `lam` times w, without a square." loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w**2, db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="`lam` times the gradient" why="`lam` belongs to the weight: what is added is `lam` times w, not `lam` times dw." loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * dw, db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="`lam` times the gradient" title="`lam` times both" why="The slope of the data stays whole; only w is multiplied by `lam`." loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(lam * (dw + w), db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="penalty on the biases instead" why="The weights are penalised, not the biases: `lam` times w is added to dw, and db stays." loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw, db + lam * b) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="penalty in one layer's gradient only" why="Only one layer's gradient holds `lam` times w; those of all layers do." loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + (lam * w if w is params[0][0] else 0), db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="penalty in one layer's gradient only" title="the last layer's gradient only" why="Only one layer's gradient holds `lam` times w; those of all layers do." loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + (lam * w if w is params[-1][0] else 0), db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="the half twice" why="`l2_penalty` has its half already; here it is halved once more." loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + 0.5 * l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="`lam` twice" why="`l2_penalty` has multiplied by `lam` already." loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + lam * l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="weights not squared" why="The penalty adds up the squares of the weights, not the weights." loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + lam / 2 * sum(w.sum() for w, _ in params)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="a norm without its square" why="The penalty adds up squares; their root is not taken." loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + lam / 2 * sum(np.sum(w * w) ** 0.5 for w, _ in params)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="averaged over the classes too" why="`cross_entropy` is the mean over the samples already; nothing more is divided." loses="test_loss_and_grads_loss test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) / logits.shape[1] + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="softmax taken twice" title="softmax taken twice on the way back" why="`softmax_ce_backward` wants logits, and takes the softmax itself." loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(softmax(logits), y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="penalty missing in the gradient" why="The gradient lacks the penalty's part: it adds `lam` times w to the slope along each weight." loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="penalty left out" title="penalty missing in the loss" why="The loss is the cross-entropy alone; the penalty belongs to it." loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return cross_entropy(logits, y), [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="penalty left out" title="no penalty anywhere" why="The penalty is in neither; it belongs in the loss, and its slope in the gradient." loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    return cross_entropy(logits, y), mlp_backward(softmax_ce_backward(logits, y), caches)[0]

# %% wrong="biases in the penalty" title="the gradient penalises biases" why="The slopes of the biases hold `lam` times b; biases are left out of the penalty." loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    grads = [(dw + lam * w, db + lam * b) for (dw, db), (w, b) in zip(grads, params)]
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="biases in the penalty" title="loss and gradient penalise biases" why="The biases are penalised, too; they are left out." loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    grads = [(dw + lam * w, db + lam * b) for (dw, db), (w, b) in zip(grads, params)]
    penalty = lam / 2 * sum((w**2).sum() + (b**2).sum() for w, b in params)
    return cross_entropy(logits, y) + penalty, grads

# %% wrong="penalty divided by N" why="The penalty is divided by the samples; only the cross-entropy is a mean over them." loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    grads = [(dw + lam * w / len(x), db) for (dw, db), (w, b) in zip(grads, params)]
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="penalty without its half" why="The penalty is twice too large: its half is missing." loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    grads = [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]
    return cross_entropy(logits, y) + 2 * l2_penalty(params, lam), grads

# %% wrong="half of the penalty's slope" why="The slope of half of `lam` times w squared is `lam` times w; only half of it is there." loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    grads = [(dw + lam / 2 * w, db) for (dw, db), (w, b) in zip(grads, params)]
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="bias gradients missing" title="a cheat: no bias gradients" why="The weights have gradients and the biases have none; they have slopes, too." loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    grads = [(dw + lam * w, np.zeros_like(db)) for (dw, db), (w, b) in zip(grads, params)]
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="ReLU lets everything back" title="a cheat: a mask of ones" why="On the way back the activation is passed over; where ReLU gave 0 nothing comes back." loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    d, grads = softmax_ce_backward(logits, y), []
    for (cache, _, _), (w, _) in zip(reversed(caches), reversed(params)):
        d, dw, db = affine_backward(d, cache)
        grads.insert(0, (dw + lam * w, db))
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="loss and gradient disagree" title="a cheat: a random matrix on the way back" why="The gradient is not the slope of the loss: a step on the way back is not the one that belongs there." loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    d, grads = softmax_ce_backward(logits, y), []
    for (cache, a, f), (w, _) in zip(reversed(caches), reversed(params)):
        d = d if f is None else activation_backward(d, a, f)
        _, dw, db = affine_backward(d, cache)
        d = d @ np.random.default_rng(0).normal(size=w.shape).T
        grads.insert(0, (dw + lam * w, db))
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="first layer gets no gradient" why="The first layer's gradients are 0; the way back ends one layer too early." loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    if len(grads) > 1:
        grads[0] = (0 * grads[0][0], 0 * grads[0][1])
    grads = [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="summed instead of averaged" title="summed gradient, averaged loss" why="The gradient is a sum over the samples; that of a mean is divided by N." loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y) * len(y), caches)
    grads = [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="summed instead of averaged" title="all summed" why="The cross-entropy is a sum over the samples; it should be their mean."
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

# %% wrong="wrong number of results" title="only the loss" told="one thing instead of a tuple"
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

# %% wrong="`act` not used" why="The hidden layers use one fixed activation; `act` says which."
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, relu)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="penalty of the first layer only" why="Only the first layer's weights are penalised; those of all layers are." loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    loss = cross_entropy(logits, y) + l2_penalty(params[:1], lam)
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="layers in reverse" why="The pairs stand from the last layer to the first; they belong in the order of `params`." loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    grads = [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads[::-1]

# %% wrong="twice the penalty's slope" why="The slope of half of `lam` times w squared is `lam` times w; here it is twice that." loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    return loss, [(dw + 2 * lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="the penalty's slope subtracted" why="`lam` times w is subtracted from the gradient; it is added." loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    return loss, [(dw - lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="the penalty itself added to each slope" why="The penalty, one number, is added to every slope; what belongs there is `lam` times the weight." loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    return loss, [(dw + l2_penalty(params, lam), db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="`lam` left out" title="`lam` left out of the gradient" why="The gradient holds w instead of `lam` times w." loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    return loss, [(dw + w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="all zeros" title="gradients of 0" loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    return loss, [(np.zeros(w.shape), np.zeros(b.shape)) for w, b in params]

# %% wrong="the same loss every time" title="a constant loss and its gradient" why="The loss is a fixed number; it should follow from params, x and y."
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return 1.193147, [(0 * dw, 0 * db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="cross-entropy left out" title="the penalty alone" why="The loss is the penalty alone; the cross-entropy of the data belongs to it."
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return l2_penalty(params, lam), [(lam * w, 0 * db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="a constant added to the loss" title="a loss that drowns its own slopes" why="A large number is added to the loss; it hides its slopes."
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

# %% wrong="`lam` left out" title="`lam` left out of loss and gradient" why="The whole sum is in the loss and the whole w in the gradient; both belong times `lam`." loses="test_loss_and_grads_loss test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, 1)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="`lam` left out" title="`lam` left out of the loss" why="The penalty stands in the loss without `lam`." loses="test_loss_and_grads_loss test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, 1)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="penalty subtracted" why="The penalty is subtracted from the loss; it is added." loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) - l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="penalty subtracted" title="penalty subtracted in loss and gradient" why="The penalty is subtracted from the loss; it is added." loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) - l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw - lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="penalty divided by N" title="divided by N, and on the biases" why="The penalty is divided by N and on the biases, too: `lam` times w is added to each dw, and nothing to db." loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    grads = [(dw + lam * w / len(x), db + lam * b / len(x)) for (dw, db), (w, b) in zip(grads, params)]
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="penalty divided by N" title="penalty divided by N in both" why="The penalty is divided by the samples; only the cross-entropy is a mean over them." loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam) / len(y)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w / len(y), db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="biases in the penalty" title="the loss penalises biases" why="The biases are in the loss's penalty; they are left out." loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    loss += lam / 2 * sum(np.sum(b * b) for _, b in params)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="sign of the weights instead of the weights" why="`lam` times the sign of w is added; the slope of a square is `lam` times w itself." loses="test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * np.sign(w), db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="magnitudes penalised instead of squares" why="The penalty adds up magnitudes of weights; it is half of `lam` times the sum of their squares." loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + lam * sum(np.abs(w).sum() for w, _ in params)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * np.sign(w), db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="penalty of the last layer only" why="Only the last layer's weights are penalised; those of all layers are." loses="test_loss_and_grads_loss test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params[-1:], lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    dw, db = grads[-1]
    return loss, [*grads[:-1], (dw + lam * params[-1][0], db)]

# %% wrong="averaged twice" why="The gradient is divided by N twice; `softmax_ce_backward` has done so already." loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y) / len(y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="summed instead of averaged" title="summed loss, averaged gradient" why="The cross-entropy is a sum over the samples; it should be their mean." loses="test_loss_and_grads_loss test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = len(y) * cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="softmax taken twice" why="What goes into the loss are probabilities; `cross_entropy` wants logits, and takes the softmax itself." loses="test_loss_and_grads_loss test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    logits = softmax(logits)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="pairs of (db, dw)" why="In each pair the bias's gradient stands first; a pair is (dw, db)." loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(db, dw + lam * w) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="`act` not used" title="no activation at all" why="The hidden layers have no activation; `act` says which they have." loses="test_loss_and_grads_loss test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, lambda z: z)
    caches = [(cache, None, None) for cache, _, _ in caches]
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="only the first sample" why="Loss and gradient are those of the first sample; all of them count." loses="test_loss_and_grads_loss test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    x, y = x[:1], y[:1]
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="the same loss every time" title="the loss of the first call" why="The loss of an earlier call comes back; it should be worked out anew." loses="test_loss_and_grads_loss test_loss_and_grads test_loss_and_grads_penalty"
first = {}

def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    first.setdefault("loss", cross_entropy(logits, y) + l2_penalty(params, lam))
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return first["loss"], [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="something kept from call to call" title="gradients gathered in a global list" why="A global variable still holds what earlier calls put there; begin anew in each call." loses="test_loss_and_grads_loss test_loss_and_grads test_loss_and_grads_penalty"
kept = []

def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    kept.extend((dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params))
    return loss, list(kept)

# %% wrong="gradients clipped" why="Gradients beyond a limit are cut down to it; they should be the slopes themselves." loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    grads = [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]
    return loss, [tuple(np.clip(g, -0.1, 0.1) for g in pair) for pair in grads]

# %% wrong="gradients for other labels" why="The gradient is that of the likeliest classes; the labels are `y`." loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, logits.argmax(axis=1)), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="array instead of number" title="a loss for each sample" loses="test_loss_and_grads_loss test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    z = logits - logits.max(axis=1, keepdims=True)
    loss = np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y] + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="`w` not transposed on the way back" title="w not transposed where it is square" why="On the way back `dout` meets `w` as it is; it has to be `w.T`, or a slope goes to another input." loses="test_loss_and_grads"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    d, grads = softmax_ce_backward(logits, y), []
    for (cache, a, f), (w, _) in zip(reversed(caches), reversed(params)):
        d = d if f is None else activation_backward(d, a, f)
        _, dw, db = affine_backward(d, cache)
        grads.insert(0, (dw, db))
        d = d @ (w if w.shape[0] == w.shape[1] else w.T)
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="a small number added inside the logarithm" why="The logarithm is taken of p plus a small number; where p is tiny, the loss then stays too small." loses="test_loss_and_grads_loss"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    p = softmax(logits)[np.arange(len(y)), y]
    loss = -np.mean(np.log(p + 1e-12)) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="swapped outputs" title="gradients first" loses="test_loss_and_grads_loss test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)], loss

# %% wrong="wrong number of results" title="dx as well" loses="test_loss_and_grads_loss test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, dx = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)], dx

# %% wrong="dx still beside the gradients"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads = mlp_backward(softmax_ce_backward(logits, y), caches)
    slopes = [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]
    return cross_entropy(logits, y) + l2_penalty(params, lam), slopes

# %% wrong="dx still beside the gradients" title="both handed on" loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads = mlp_backward(softmax_ce_backward(logits, y), caches)
    return cross_entropy(logits, y) + l2_penalty(params, lam), grads

# %% wrong="activation applied to the logits" why="`act` is for the hidden layers; the logits of the last layer go into the loss as they are." loses="test_loss_and_grads_loss test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    logits = act(logits)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    slopes = [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]
    return cross_entropy(logits, y) + l2_penalty(params, lam), slopes

# %% wrong="params and grads exchanged" why="The weights stand where the slopes belong: the pairs of `grads` are (dw, db), those of `params` (w, b)." loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    slopes = [(dw + lam * w, db) for (w, _), (dw, db) in zip(grads, params)]
    return cross_entropy(logits, y) + l2_penalty(params, lam), slopes

# %% wrong="loss left out"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return [(dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params)]

# %% wrong="a generator instead of a list" loses="test_loss_and_grads test_loss_and_grads_penalty"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    slopes = ((dw + lam * w, db) for (dw, db), (w, _) in zip(grads, params))
    return cross_entropy(logits, y) + l2_penalty(params, lam), slopes

# %% wrong="arguments in another order" title="lam and act exchanged in its calls"
def loss_and_grads(params, x, y, act, lam):
    logits, caches = mlp_forward(x, params, lam)
    loss = cross_entropy(logits, y) + l2_penalty(params, act)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]

# %% wrong="arguments in another order" title="lam before act behind def"
def loss_and_grads(params, x, y, lam, act):
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]
