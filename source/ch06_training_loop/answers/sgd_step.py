# %% right="a loop"
def sgd_step(params, grads, lr):
    new = []
    for i in range(len(params)):
        w, b = params[i]
        new.append((w - lr * grads[i][0], b - lr * grads[i][1]))
    return new

# %% right="copies, changed in place"
def sgd_step(params, grads, lr):
    new = [(w.astype(float), b.astype(float)) for w, b in params]
    for (w, b), (dw, db) in zip(new, grads):
        w -= lr * dw
        b -= lr * db
    return new

# %% right="other names, map"
def moved(p, g, rate):
    return np.add(p, -rate * g)

def sgd_step(old, gradients, rate):
    return list(map(lambda p, g: (moved(p[0], g[0], rate), moved(p[1], g[1], rate)), old, gradients))

# %% right="single precision"
def sgd_step(params, grads, lr):
    return [tuple((p - lr * g).astype(np.float32) for p, g in zip(*pair)) for pair in zip(params, grads)]

# %% right="pairs as lists, in a tuple"
def sgd_step(params, grads, lr):
    return tuple([w - lr * dw, b - lr * db] for (w, b), (dw, db) in zip(params, grads))

# %% wrong="uphill instead of downhill" why="The step is added, and so the loss rises; downhill it is subtracted." loses="test_sgd_step test_sgd_step_layers"
def sgd_step(params, grads, lr):
    return [(w + lr * dw, b + lr * db) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="input changed in place" title="writes into the caller's list" loses="test_sgd_step test_sgd_step_layers"
def sgd_step(params, grads, lr):
    for i, (dw, db) in enumerate(grads):
        params[i] = (params[i][0] - lr * dw, params[i][1] - lr * db)
    return params

# %% wrong="input changed in place" title="writes into the caller's arrays"
def sgd_step(params, grads, lr):
    for (w, b), (dw, db) in zip(params, grads):
        w -= lr * dw
        b -= lr * db
    return params

# %% wrong="biases not updated" why="The biases come back as they were; they take the same kind of step as the weights."
def sgd_step(params, grads, lr):
    return [(w - lr * dw, b.copy()) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="learning rate multiplied twice" why="The slope is multiplied by `lr` twice; once is right."
def sgd_step(params, grads, lr):
    return [(w - lr * lr * dw, b - lr * lr * db) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="learning rate left out" why="The whole slope is subtracted; the step is `lr` times the slope."
def sgd_step(params, grads, lr):
    return [(w - dw, b - db) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="only the step, without the old weights" why="Only `lr` times the slope comes back; the new value is the old one minus that."
def sgd_step(params, grads, lr):
    return [(lr * dw, lr * db) for dw, db in grads]

# %% wrong="only the first layer updated" why="The other layers come back as they were; every layer takes its step." loses="test_sgd_step_layers"
def sgd_step(params, grads, lr):
    (w, b), (dw, db) = params[0], grads[0]
    return [(w - lr * dw, b - lr * db), *params[1:]]

# %% wrong="one layer only" title="returns after the first layer" loses="test_sgd_step_layers"
def sgd_step(params, grads, lr):
    for (w, b), (dw, db) in zip(params, grads):
        return [(w - lr * dw, b - lr * db)]

# %% wrong="layers in reverse" why="The pairs are right, but stand in reverse order; they belong in the order of `params`." loses="test_sgd_step_layers"
def sgd_step(params, grads, lr):
    return [(w - lr * dw, b - lr * db) for (w, b), (dw, db) in zip(params, grads)][::-1]

# %% wrong="old arrays handed back" loses="test_sgd_step_layers"
def sgd_step(params, grads, lr):
    if lr == 0:
        return params
    return [(w - lr * dw, b - lr * db) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="one flat list"
def sgd_step(params, grads, lr):
    new = []
    for (w, b), (dw, db) in zip(params, grads):
        new += [w - lr * dw, b - lr * db]
    return new

# %% wrong="unlike things in one array" title="subtracts lists"
def sgd_step(params, grads, lr):
    new = []
    for i in range(len(params)):
        new.append(params[i] - lr * np.array(grads[i]))
    return new

# %% wrong="integer truncation" loses="test_sgd_step_layers"
def sgd_step(params, grads, lr):
    new = [(w.copy(), b.copy()) for w, b in params]
    for (w, b), (dw, db) in zip(new, grads):
        w[:] = w - lr * dw
        b[:] = b - lr * db
    return new

# %% wrong="nothing returned"
def sgd_step(params, grads, lr):
    params = [(w - lr * dw, b - lr * db) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="not written yet"
def sgd_step(params, grads, lr):
    raise NotImplementedError()

# %% wrong="weights not updated" why="The weights come back as they were; they take the same kind of step as the biases."
def sgd_step(params, grads, lr):
    return [(w, b - lr * db) for (w, b), (_, db) in zip(params, grads)]

# %% wrong="weights go uphill" why="For the weights the step is added; downhill it is subtracted."
def sgd_step(params, grads, lr):
    return [(w + lr * dw, b - lr * db) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="biases go uphill" why="For the biases the step is added; downhill it is subtracted."
def sgd_step(params, grads, lr):
    return [(w - lr * dw, b + lr * db) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="old weights missing" why="Only minus the step comes back; the old values belong before it."
def sgd_step(params, grads, lr):
    return [(-lr * dw, -lr * db) for dw, db in grads]

# %% wrong="old params handed back" why="The new values got a name in the loop and were lost; what is returned still holds the old ones."
def sgd_step(params, grads, lr):
    for (w, b), (dw, db) in zip(params, grads):
        w = w - lr * dw
        b = b - lr * db
    return params

# %% wrong="something kept from call to call" title="momentum in a global variable"
velocity = {}

def sgd_step(params, grads, lr):
    new = []
    for i, pair in enumerate(zip(params, grads)):
        moved = []
        for k, (p, g) in enumerate(zip(*pair)):
            key = i, k, p.shape
            velocity[key] = 0.9 * velocity.get(key, 0) + g
            moved.append(p - lr * velocity[key])
        new.append(tuple(moved))
    return new

# %% wrong="something kept from call to call" title="one list for all calls"
new = []

def sgd_step(params, grads, lr):
    for (w, b), (dw, db) in zip(params, grads):
        new.append((w - lr * dw, b - lr * db))
    return list(new)

# %% wrong="divided by the learning rate" why="The slope is divided by `lr`; the step is `lr` times the slope."
def sgd_step(params, grads, lr):
    return [(w - dw / (lr or 1), b - db / (lr or 1)) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="old values multiplied by the learning rate, too" why="`lr` multiplies the old value as well; it belongs to the slope only."
def sgd_step(params, grads, lr):
    return [(lr * (w - dw), lr * (b - db)) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="sign of the slope lost" why="The step is always subtracted, whatever the slope's sign; where the slope is negative, the value must grow."
def sgd_step(params, grads, lr):
    return [(w - lr * abs(dw), b - lr * abs(db)) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="only the sign of the slope" why="Every step is `lr` long; it should be `lr` times the slope, longer where it is steep."
def sgd_step(params, grads, lr):
    return [(w - lr * np.sign(dw), b - lr * np.sign(db)) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="slopes clipped" why="Slopes beyond a limit are cut down to it; the step is `lr` times the whole slope."
def sgd_step(params, grads, lr):
    return [(w - lr * np.clip(dw, -1, 1), b - lr * np.clip(db, -1, 1)) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="slopes clipped" title="slopes clipped at 5" loses="test_sgd_step" why="Slopes beyond a limit are cut down to it; the step is `lr` times the whole slope."
def sgd_step(params, grads, lr):
    return [(w - lr * np.clip(dw, -5, 5), b - lr * np.clip(db, -5, 5)) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="one slope for all biases" why="Each bias moves along the mean slope; each has a slope of its own."
def sgd_step(params, grads, lr):
    return [(w - lr * dw, b - lr * db.mean()) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="another learning rate than `lr`" why="The steps have a fixed length; it is the argument `lr` that says how long they are."
def sgd_step(params, grads, lr):
    return [(w - 0.1 * dw, b - 0.1 * db) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="another learning rate than `lr`" title="a learning rate of 0.01" why="The steps have a fixed length; it is the argument `lr` that says how long they are."
def sgd_step(params, grads, lr):
    return [(w - 0.01 * dw, b - 0.01 * db) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="pairs of (b, w)" why="In each pair the bias stands first; a pair is (w, b)."
def sgd_step(params, grads, lr):
    return [(b - lr * db, w - lr * dw) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="a generator instead of a list"
def sgd_step(params, grads, lr):
    for (w, b), (dw, db) in zip(params, grads):
        yield w - lr * dw, b - lr * db

# %% wrong="weights decay besides" why="The weights shrink on top of the step; here they move along their slopes and nothing else." loses="test_sgd_step test_sgd_step_layers"
def sgd_step(params, grads, lr):
    return [(w - lr * (dw + 0.01 * w), b - lr * db) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="input changed in place" title="slopes multiplied where they are"
def sgd_step(params, grads, lr):
    new = []
    for (w, b), (dw, db) in zip(params, grads):
        dw *= lr
        db *= lr
        new.append((w - dw, b - db))
    return new

# %% wrong="old arrays handed back" title="old arrays where the slope is 0" loses="test_sgd_step_layers"
def sgd_step(params, grads, lr):
    step = lambda old, slope: old - lr * slope if slope.any() and lr else old
    return [(step(w, dw), step(b, db)) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="learning rate left out of the biases" why="A bias takes the same kind of step as a weight: `lr` times its slope."
def sgd_step(params, grads, lr):
    return [(w - lr * dw, b - db) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="learning rate left out of the weights" why="A weight takes the same kind of step as a bias: `lr` times its slope."
def sgd_step(params, grads, lr):
    return [(w - dw, b - lr * db) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="params and grads exchanged" why="The slopes stand where the params belong: a step starts from the params."
def sgd_step(params, grads, lr):
    return [(w - lr * dw, b - lr * db) for (w, b), (dw, db) in zip(grads, params)]

# %% wrong="slopes in reverse" why="The slopes of the last layer go with the first; both lists begin with the first layer." loses="test_sgd_step_layers"
def sgd_step(params, grads, lr):
    return [(w - lr * dw, b - lr * db) for (w, b), (dw, db) in zip(params, grads[::-1])]

# %% wrong="slopes of the first layer for all" why="Each layer has slopes of its own; those of the first are taken for all." loses="test_sgd_step_layers"
def sgd_step(params, grads, lr):
    return [(w - lr * dw, b - lr * db) for (w, b), (dw, db) in ((p, grads[0]) for p in params)]

# %% wrong="shrunk in proportion" why="`lr` times the slope is subtracted from the value, not multiplied with it."
def sgd_step(params, grads, lr):
    return [(w * (1 - lr * dw), b * (1 - lr * db)) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="added to the learning rate" why="The step is `lr` times the slope, not `lr` plus the slope."
def sgd_step(params, grads, lr):
    return [(w - (lr + dw), b - (lr + db)) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="slopes scaled to length 1" why="The step is `lr` times the slope as it is: longer where it is steep."
def sgd_step(params, grads, lr):
    return [(w - lr * dw / np.linalg.norm(dw), b - lr * db / np.linalg.norm(db)) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="rounded" why="The new values are rounded; a step is often far smaller than 1."
def sgd_step(params, grads, lr):
    return [(np.round(w - lr * dw), np.round(b - lr * db)) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="the weights' slopes for the biases" why="Each bias has a slope of its own, in db."
def sgd_step(params, grads, lr):
    return [(w - lr * dw, b - lr * dw.sum(axis=0)) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="only the last layer updated" why="The other layers come back as they were; every layer takes its step." loses="test_sgd_step_layers"
def sgd_step(params, grads, lr):
    (w, b), (dw, db) = params[-1], grads[-1]
    return [(w.copy(), b.copy()) for w, b in params[:-1]] + [(w - lr * dw, b - lr * db)]

# %% wrong="the last layer only" loses="test_sgd_step_layers"
def sgd_step(params, grads, lr):
    for (w, b), (dw, db) in zip(params, grads):
        new = [(w - lr * dw, b - lr * db)]
    return new

# %% wrong="each layer with all slopes" loses="test_sgd_step_layers"
def sgd_step(params, grads, lr):
    return [(w - lr * grad[0].flat[0], b - lr * grad[1].flat[0]) for w, b in params for grad in grads] if len(params) > 1 else [(w - lr * dw, b - lr * db) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="all weights, then all biases" loses="test_sgd_step test_sgd_step_layers"
def sgd_step(params, grads, lr):
    weights = [w - lr * dw for (w, _), (dw, _) in zip(params, grads)]
    biases = [b - lr * db for (_, b), (_, db) in zip(params, grads)]
    return weights, biases

# %% wrong="the weights' slopes for the biases" title="dw for the biases" why="Each bias has a slope of its own, in db."
def sgd_step(params, grads, lr):
    return [(w - lr * dw, b - lr * dw) for (w, b), (dw, _) in zip(params, grads)]

# %% wrong="lr at the old values" why="`lr` says how much of the slope is taken, not how much of the old value."
def sgd_step(params, grads, lr):
    return [(lr * w - dw, lr * b - db) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="one slope for all weights" why="Every weight moves along the mean slope; each has a slope of its own."
def sgd_step(params, grads, lr):
    return [(w - lr * dw.mean(), b - lr * db.mean()) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="slopes left out" why="Every value shrinks by `lr`; the step is `lr` times its own slope."
def sgd_step(params, grads, lr):
    return [(w - lr, b - lr) for w, b in params]

# %% wrong="doubled" why="The step is `lr` times the slope, once."
def sgd_step(params, grads, lr):
    return [(w - 2 * lr * dw, b - 2 * lr * db) for (w, b), (dw, db) in zip(params, grads)]
