# %% right="a loop over layers"
def momentum_step(params, grads, velocity, lr, beta):
    new, moved = [], []
    for i in range(len(params)):
        w, b = params[i]
        v = beta * velocity[i][0] - lr * grads[i][0]
        u = beta * velocity[i][1] - lr * grads[i][1]
        new.append((w + v, b + u))
        moved.append((v, u))
    return new, moved

# %% right="other names, map"
def faster(speed, slope, rate, share):
    return np.add(share * speed, -rate * slope)

def momentum_step(old, slopes, speeds, rate, share):
    speeds = [tuple(faster(s, g, rate, share) for s, g in zip(*both)) for both in zip(speeds, slopes)]
    return list(map(lambda p, s: (p[0] + s[0], p[1] + s[1]), old, speeds)), speeds

# %% right="single precision"
def momentum_step(params, grads, velocity, lr, beta):
    moved = [tuple((beta * v - lr * g).astype(np.float32) for v, g in zip(*both)) for both in zip(velocity, grads)]
    return [tuple((p + v).astype(np.float32) for p, v in zip(*both)) for both in zip(params, moved)], moved

# %% right="copies, changed in place"
def momentum_step(params, grads, velocity, lr, beta):
    moved = [[v.astype(float), u.astype(float)] for v, u in velocity]
    new = [[w.astype(float), b.astype(float)] for w, b in params]
    for layer, speed, slope in zip(new, moved, grads):
        for k in (0, 1):
            speed[k] *= beta
            speed[k] -= lr * slope[k]
            layer[k] += speed[k]
    return new, moved

# %% right="with sgd_step"
def momentum_step(params, grads, velocity, lr, beta):
    kept = [(beta * v, beta * u) for v, u in velocity]
    moved = sgd_step(kept, grads, lr)
    return sgd_step(params, moved, -1), moved

# %% right="element by element"
def momentum_step(params, grads, velocity, lr, beta):
    new, moved = [], []
    for pair, slopes, speeds in zip(params, grads, velocity):
        after, fast = [], []
        for p, g, v in zip(pair, slopes, speeds):
            q, u = np.zeros(p.shape), np.zeros(p.shape)
            for at in np.ndindex(p.shape):
                u[at] = beta * v[at] - lr * g[at]
                q[at] = p[at] + u[at]
            after.append(q)
            fast.append(u)
        new.append(tuple(after))
        moved.append(tuple(fast))
    return new, moved

# %% wrong="uphill instead of downhill" why="The slope pushes the wrong way: downhill `lr` times the slope is subtracted."
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(beta * v + lr * dw, beta * u + lr * db) for (v, u), (dw, db) in zip(velocity, grads)]
    return [(w + v, b + u) for (w, b), (v, u) in zip(params, moved)], moved

# %% wrong="velocity with the sign of the slope" why="The params move downhill, but the velocity points uphill and is subtracted; in the table it has the sign of the move, and is added."
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(beta * v + lr * dw, beta * u + lr * db) for (v, u), (dw, db) in zip(velocity, grads)]
    return [(w - v, b - u) for (w, b), (v, u) in zip(params, moved)], moved

# %% wrong="moved by the old velocity" why="You moved by the velocity from before; move by the new one, which has this slope in it."
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(beta * v - lr * dw, beta * u - lr * db) for (v, u), (dw, db) in zip(velocity, grads)]
    return [(w + v, b + u) for (w, b), (v, u) in zip(params, velocity)], moved

# %% wrong="a share of the slope as well" why="The slope is multiplied by 1 - beta; it pushes with all of `lr` times the slope."
def momentum_step(params, grads, velocity, lr, beta):
    moved = [
        (beta * v - (1 - beta) * lr * dw, beta * u - (1 - beta) * lr * db)
        for (v, u), (dw, db) in zip(velocity, grads)
    ]
    return [(w + v, b + u) for (w, b), (v, u) in zip(params, moved)], moved

# %% wrong="lr left out of the velocity" why="The velocity collects whole slopes, and `lr` comes later; in the table the first velocity is `lr` times the slope, with a minus."
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(beta * v + dw, beta * u + db) for (v, u), (dw, db) in zip(velocity, grads)]
    return [(w - lr * v, b - lr * u) for (w, b), (v, u) in zip(params, moved)], moved

# %% wrong="lr left out of the velocity" title="as PyTorch has it, with a minus in the velocity" why="The velocity collects whole slopes, and `lr` comes later; in the table the first velocity is `lr` times the slope, with a minus."
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(beta * v - dw, beta * u - db) for (v, u), (dw, db) in zip(velocity, grads)]
    return [(w + lr * v, b + lr * u) for (w, b), (v, u) in zip(params, moved)], moved

# %% wrong="all of the velocity kept" why="Nothing brakes: only the share beta of the old velocity is kept." loses="test_momentum_step test_momentum_step_layers"
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(v - lr * dw, u - lr * db) for (v, u), (dw, db) in zip(velocity, grads)]
    return [(w + v, b + u) for (w, b), (v, u) in zip(params, moved)], moved

# %% wrong="nothing of the velocity kept" why="Each step is the plain one; the share beta of the old velocity belongs to it."
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(-lr * dw, -lr * db) for dw, db in grads]
    return [(w + v, b + u) for (w, b), (v, u) in zip(params, moved)], moved

# %% wrong="0.5 in place of beta" why="The table's 0.5 is written into the rule; the share that is kept is `beta`."
def momentum_step(params, grads, velocity, lr, beta):
    velocity = [(0.5 * v - lr * dw, 0.5 * u - lr * db) for (v, u), (dw, db) in zip(velocity, grads)]
    return [(w + v, b + u) for (w, b), (v, u) in zip(params, velocity)], velocity

# %% wrong="beta times the slope as well" why="Velocity and push are both multiplied by beta; only the old velocity is."
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(beta * (v - lr * dw), beta * (u - lr * db)) for (v, u), (dw, db) in zip(velocity, grads)]
    return [(w + v, b + u) for (w, b), (v, u) in zip(params, moved)], moved

# %% wrong="beta lost instead of kept" why="The share 1 - beta of the velocity is kept; beta is what stays, not what goes."
def momentum_step(params, grads, velocity, lr, beta):
    moved = [((1 - beta) * v - lr * dw, (1 - beta) * u - lr * db) for (v, u), (dw, db) in zip(velocity, grads)]
    return [(w + v, b + u) for (w, b), (v, u) in zip(params, moved)], moved

# %% wrong="one push too far" why="After the new velocity the params move by beta times it and by the slope once more; one step by the velocity is right."
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(beta * v - lr * dw, beta * u - lr * db) for (v, u), (dw, db) in zip(velocity, grads)]
    new = [
        (w + beta * v - lr * dw, b + beta * u - lr * db)
        for (w, b), (v, u), (dw, db) in zip(params, moved, grads)
    ]
    return new, moved

# %% wrong="subtracted velocity" why="The velocity points downhill already; it is added."
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(beta * v - lr * dw, beta * u - lr * db) for (v, u), (dw, db) in zip(velocity, grads)]
    return [(w - v, b - u) for (w, b), (v, u) in zip(params, moved)], moved

# %% wrong="lr times the velocity" why="`lr` is in the velocity already; the params move by all of it."
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(beta * v - lr * dw, beta * u - lr * db) for (v, u), (dw, db) in zip(velocity, grads)]
    return [(w + lr * v, b + lr * u) for (w, b), (v, u) in zip(params, moved)], moved

# %% wrong="beta times the params" why="The params shrink by beta; beta belongs to the velocity."
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(beta * v - lr * dw, beta * u - lr * db) for (v, u), (dw, db) in zip(velocity, grads)]
    return [(beta * w + v, beta * b + u) for (w, b), (v, u) in zip(params, moved)], moved

# %% wrong="old velocity handed back" why="The params have moved by the new velocity, but what came back as the velocity is the old one."
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(beta * v - lr * dw, beta * u - lr * db) for (v, u), (dw, db) in zip(velocity, grads)]
    return [(w + v, b + u) for (w, b), (v, u) in zip(params, moved)], [(v + 0.0, u + 0.0) for v, u in velocity]

# %% wrong="velocity before params" why="The two lists come back in the other order: the new params first, then the new velocity."
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(beta * v - lr * dw, beta * u - lr * db) for (v, u), (dw, db) in zip(velocity, grads)]
    return moved, [(w + v, b + u) for (w, b), (v, u) in zip(params, moved)]

# %% wrong="velocity left out"
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(beta * v - lr * dw, beta * u - lr * db) for (v, u), (dw, db) in zip(velocity, grads)]
    return [(w + v, b + u) for (w, b), (v, u) in zip(params, moved)]

# %% wrong="biases not updated" why="The biases come back as they were; they roll like the weights."
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(beta * v - lr * dw, beta * u - lr * db) for (v, u), (dw, db) in zip(velocity, grads)]
    return [(w + v, b + 0.0) for (w, b), (v, u) in zip(params, moved)], moved

# %% wrong="biases without momentum" why="The biases take plain steps; each bias has a velocity, too." loses="test_momentum_step test_momentum_step_layers"
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(beta * v - lr * dw, -lr * db) for (v, u), (dw, db) in zip(velocity, grads)]
    return [(w + v, b + u) for (w, b), (v, u) in zip(params, moved)], moved

# %% wrong="input changed in place" title="writes into the velocity" loses="test_momentum_step test_momentum_step_layers"
def momentum_step(params, grads, velocity, lr, beta):
    new = []
    for (w, b), (v, u), (dw, db) in zip(params, velocity, grads):
        v *= beta
        v -= lr * dw
        u *= beta
        u -= lr * db
        new.append((w + v, b + u))
    return new, velocity

# %% wrong="input changed in place" title="writes into the list of velocities"
def momentum_step(params, grads, velocity, lr, beta):
    for i, (dw, db) in enumerate(grads):
        v, u = velocity[i]
        velocity[i] = (beta * v - lr * dw, beta * u - lr * db)
    return [(w + v, b + u) for (w, b), (v, u) in zip(params, velocity)], velocity

# %% wrong="one layer only" title="returns after the first layer" loses="test_momentum_step_layers"
def momentum_step(params, grads, velocity, lr, beta):
    for (w, b), (v, u), (dw, db) in zip(params, velocity, grads):
        v, u = beta * v - lr * dw, beta * u - lr * db
        return [(w + v, b + u)], [(v, u)]

# %% wrong="only the first layer updated" why="The other layers come back as they were; every layer takes its step." loses="test_momentum_step_layers"
def momentum_step(params, grads, velocity, lr, beta):
    (w, b), (v, u), (dw, db) = params[0], velocity[0], grads[0]
    v, u = beta * v - lr * dw, beta * u - lr * db
    return [(w + v, b + u), *params[1:]], [(v, u), *velocity[1:]]

# %% wrong="integer truncation" loses="test_momentum_step_layers"
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(beta * v - lr * dw, beta * u - lr * db) for (v, u), (dw, db) in zip(velocity, grads)]
    new = [(w.copy(), b.copy()) for w, b in params]
    for (w, b), (v, u) in zip(new, moved):
        w[:] = w + v
        b[:] = b + u
    return new, moved

# %% wrong="velocities truncated to whole numbers" why="The new velocities were written into arrays of whole numbers, which cut off what stands behind the point." loses="test_momentum_step_layers"
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(v.copy(), u.copy()) for v, u in velocity]
    for (v, u), (dw, db) in zip(moved, grads):
        v[:] = beta * v - lr * dw
        u[:] = beta * u - lr * db
    return [(w + v, b + u) for (w, b), (v, u) in zip(params, moved)], moved

# %% wrong="something kept from call to call"
kept = {}

def momentum_step(params, grads, velocity, lr, beta):
    new, moved = [], []
    for i, pair in enumerate(zip(params, grads, velocity)):
        speeds = []
        for k, (p, g, v) in enumerate(zip(*pair)):
            key = i, k, p.shape
            kept[key] = beta * kept.get(key, v) - lr * g
            speeds.append(kept[key])
        moved.append(tuple(speeds))
        new.append(tuple(p + v for p, v in zip(params[i], speeds)))
    return new, moved

# %% wrong="old arrays handed back" loses="test_momentum_step_layers"
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(beta * v - lr * dw, beta * u - lr * db) for (v, u), (dw, db) in zip(velocity, grads)]
    if not any(part.any() for pair in moved for part in pair):
        return params, velocity
    return [(w + v, b + u) for (w, b), (v, u) in zip(params, moved)], moved

# %% wrong="layers in reverse" why="The pairs are right, but stand in reverse order; they belong in the order of `params`." loses="test_momentum_step_layers"
def momentum_step(params, grads, velocity, lr, beta):
    moved = [(beta * v - lr * dw, beta * u - lr * db) for (v, u), (dw, db) in zip(velocity, grads)]
    return [(w + v, b + u) for (w, b), (v, u) in zip(params, moved)][::-1], moved[::-1]

# %% wrong="nothing returned"
def momentum_step(params, grads, velocity, lr, beta):
    velocity = [(beta * v - lr * dw, beta * u - lr * db) for (v, u), (dw, db) in zip(velocity, grads)]
    params = [(w + v, b + u) for (w, b), (v, u) in zip(params, velocity)]

# %% wrong="not written yet"
def momentum_step(params, grads, velocity, lr, beta):
    raise NotImplementedError()
