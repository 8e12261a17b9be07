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

# %% wrong="uphill instead of downhill" loses="test_sgd_step test_sgd_step_layers"
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

# %% wrong="biases not updated"
def sgd_step(params, grads, lr):
    return [(w - lr * dw, b.copy()) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="learning rate multiplied twice"
def sgd_step(params, grads, lr):
    return [(w - lr * lr * dw, b - lr * lr * db) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="learning rate left out"
def sgd_step(params, grads, lr):
    return [(w - dw, b - db) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="only the step, without the old weights"
def sgd_step(params, grads, lr):
    return [(lr * dw, lr * db) for dw, db in grads]

# %% wrong="only the first layer updated" loses="test_sgd_step_layers"
def sgd_step(params, grads, lr):
    (w, b), (dw, db) = params[0], grads[0]
    return [(w - lr * dw, b - lr * db), *params[1:]]

# %% wrong="layers missing or too many" title="returns after the first layer" loses="test_sgd_step_layers"
def sgd_step(params, grads, lr):
    for (w, b), (dw, db) in zip(params, grads):
        return [(w - lr * dw, b - lr * db)]

# %% wrong="layers in reverse" loses="test_sgd_step_layers"
def sgd_step(params, grads, lr):
    return [(w - lr * dw, b - lr * db) for (w, b), (dw, db) in zip(params, grads)][::-1]

# %% wrong="old arrays handed back" loses="test_sgd_step_layers"
def sgd_step(params, grads, lr):
    if lr == 0:
        return params
    return [(w - lr * dw, b - lr * db) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="not a list of (w, b)" title="one flat list"
def sgd_step(params, grads, lr):
    new = []
    for (w, b), (dw, db) in zip(params, grads):
        new += [w - lr * dw, b - lr * db]
    return new

# %% wrong="a pair where an array is wanted" title="subtracts lists"
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

# %% wrong="weights not updated"
def sgd_step(params, grads, lr):
    return [(w, b - lr * db) for (w, b), (_, db) in zip(params, grads)]

# %% wrong="weights go uphill"
def sgd_step(params, grads, lr):
    return [(w + lr * dw, b - lr * db) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="biases go uphill"
def sgd_step(params, grads, lr):
    return [(w - lr * dw, b + lr * db) for (w, b), (dw, db) in zip(params, grads)]

# %% wrong="old weights missing"
def sgd_step(params, grads, lr):
    return [(-lr * dw, -lr * db) for dw, db in grads]
