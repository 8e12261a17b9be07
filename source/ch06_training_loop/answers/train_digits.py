# %% right="two hidden layers"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 32, 10], rng, "he")
    return train(params, x, y, {"lr": 0.1, "epochs": 40, "batch_size": 10, "lam": 1e-4, "act": relu}, rng)

# %% right="xavier, settings apart"
SETTINGS = dict(lr=0.25, epochs=40, batch_size=16, lam=0.0001, act=relu)

def train_digits(pixels, labels, generator):
    start = init_params([len(pixels[0]), 100, 10], generator, "xavier")
    params, history = train(start, pixels, labels, SETTINGS, generator)
    return params, history

# %% right="in two stretches, the second with smaller steps"
def train_digits(x, y, rng):
    params = init_params((x.shape[1], 64, 10), rng, "he")
    cfg = {"lr": 0.2, "epochs": 30, "batch_size": 16, "lam": 0.0, "act": relu}
    params, first = train(params, x, y, cfg, rng)
    params, second = train(params, x, y, cfg | {"lr": 0.05, "epochs": 10}, rng)
    return params, {name: first[name] + second[name] for name in first}

# %% wrong="not the given x" title="takes x_train from outside" loses="test_train_digits test_train_digits_built"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.3, "epochs": 10, "batch_size": 20, "lam": 0.0, "act": relu}
    return train(params, x_train, y_train, cfg, rng)

# %% wrong="trained without train" title="a loop of its own, no bias gradients" loses="test_train_digits_built"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    history = {"loss": [], "accuracy": []}
    for _ in range(12):
        history["loss"].append(cross_entropy(mlp_forward(x, params, relu)[0], y))
        order = rng.permutation(len(x))
        for i in range(0, len(x), 16):
            rows = order[i : i + 16]
            logits, caches = mlp_forward(x[rows], params, relu)
            d, new = softmax_ce_backward(logits, y[rows]), []
            for (cache, a, act), (w, b) in zip(reversed(caches), reversed(params)):
                d = d if act is None else d * (a > 0)
                d, dw, db = affine_backward(d, cache)
                new.insert(0, (w - 0.3 * dw, b))
            params = new
    return params, history

# %% wrong="not the params that train gave" title="hands back the untrained params" loses="test_train_digits test_train_digits_built"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.3, "epochs": 20, "batch_size": 200, "lam": 0.0, "act": relu}
    new, history = train(params, x, y, cfg, rng)
    return params, history

# %% wrong="first loss far from ln 10" title="first weights far too large" loses="test_train_digits"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    params = [(30 * w, b) for w, b in params]
    cfg = {"lr": 0.05, "epochs": 15, "batch_size": 80, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="steps too few or too small" title="stops too early" loses="test_train_digits"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.2, "epochs": 1, "batch_size": 16, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="first weights of 0" title="starts from zeros" loses="test_train_digits"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "zeros")
    cfg = {"lr": 0.3, "epochs": 10, "batch_size": 100, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="steps too large" title="far too large steps" loses="test_train_digits"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 50.0, "epochs": 10, "batch_size": 100, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="too strong a penalty" loses="test_train_digits"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.5, "epochs": 12, "batch_size": 60, "lam": 0.05, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="rng not used" title="a seed of its own" loses="test_train_digits"
def train_digits(x, y, rng):
    rng = np.random.default_rng(0)
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.3, "epochs": 10, "batch_size": 20, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="chance that does not come from rng" title="a new generator every time" loses="test_train_digits"
def train_digits(x, y, rng):
    rng = np.random.default_rng()
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.3, "epochs": 10, "batch_size": 20, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="wrong number of results" title="one layer instead of params"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.3, "epochs": 10, "batch_size": 20, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)[0][0] + (1,)

# %% wrong="nothing returned"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.3, "epochs": 10, "batch_size": 20, "lam": 0.0, "act": relu}
    train(params, x, y, cfg, rng)

# %% right="prints how it went"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.2, "epochs": 40, "batch_size": 16, "lam": 0.0, "act": relu}
    params, history = train(params, x, y, cfg, rng)
    print("from", history["loss"][0], "to", history["loss"][-1], history["accuracy"][-1])
    return params, history

# %% wrong="not made for the pixels of x" title="64 inputs" loses="test_train_digits_built"
def train_digits(x, y, rng):
    params = init_params([64, 64, 10], rng, "he")
    cfg = {"lr": 0.3, "epochs": 10, "batch_size": 20, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="first weights not drawn from rng" loses="test_train_digits"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], np.random.default_rng(1), "he")
    cfg = {"lr": 0.3, "epochs": 10, "batch_size": 20, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="rng not handed on" title="trains with a seed of its own" told="rng not handed on" loses="test_train_digits"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.3, "epochs": 10, "batch_size": 20, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, np.random.default_rng(1))

# %% wrong="not the given x" title="keeps a tenth of x back"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.3, "epochs": 10, "batch_size": 20, "lam": 0.0, "act": relu}
    return train(params, x[:len(x) * 9 // 10], y[:len(x) * 9 // 10], cfg, rng)

# %% wrong="not the given x" title="takes at most 1000 samples" loses="test_train_digits"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.3, "epochs": 10, "batch_size": 20, "lam": 0.0, "act": relu}
    return train(params, x[:1000], y[:1000], cfg, rng)

# %% wrong="not 10 classes" title="as many classes as y has" loses="test_train_digits_built"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, y.max() + 1], rng, "he")
    cfg = {"lr": 0.3, "epochs": 10, "batch_size": 20, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% right="32 units, 10 epochs"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 32, 10], rng, "he")
    cfg = {"lr": 0.3, "epochs": 10, "batch_size": 20, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% right="a penalty"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.2, "epochs": 40, "batch_size": 16, "lam": 0.001, "act": relu}
    return train(params, x, y, cfg, rng)

# %% right="a default argument"
def train_digits(x, y, rng, fit=train):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.2, "epochs": 40, "batch_size": 16, "lam": 0.0, "act": relu}
    return fit(params, x, y, cfg, rng)

# %% right="a name given at the top"
learn = train

def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.2, "epochs": 40, "batch_size": 16, "lam": 0.0, "act": relu}
    return learn(params, x, y, cfg, rng)

# %% right="functools.partial"
from functools import partial

learn = partial(train, cfg={"lr": 0.2, "epochs": 40, "batch_size": 16, "lam": 0.0, "act": relu})

def train_digits(x, y, rng):
    return learn(init_params([x.shape[1], 64, 10], rng, "he"), x, y, rng=rng)

# %% right="moved copies come along"
def train_digits(x, y, rng):
    right = np.roll(x, 1, axis=1)
    params = init_params([x.shape[1], 32, 10], rng, "he")
    cfg = {"lr": 0.3, "epochs": 8, "batch_size": 20, "lam": 0.0, "act": relu}
    return train(params, np.vstack([x, right]), np.concatenate([y, y]), cfg, rng)

# %% right="the best of three short runs, trained on"
def train_digits(x, y, rng):
    cfg = {"lr": 0.3, "epochs": 4, "batch_size": 20, "lam": 0.0, "act": relu}
    runs = [train(init_params([x.shape[1], 32, 10], rng, "he"), x, y, cfg, rng) for _ in range(3)]
    best, _ = min(runs, key=lambda run: run[1]["loss"][-1])
    return train(best, x, y, cfg | {"epochs": 8}, rng)

# %% right="the best of two runs"
def train_digits(x, y, rng):
    cfg = {"lr": 0.3, "epochs": 10, "batch_size": 20, "lam": 0.0, "act": relu}
    runs = [train(init_params([x.shape[1], 32, 10], rng, "he"), x, y, cfg, rng) for _ in range(2)]
    return min(runs, key=lambda run: run[1]["loss"][-1])

# %% wrong="trained on held-out digits" loses="test_train_digits test_train_digits_built"
def train_digits(x, y, rng):
    params = init_params([64, 32, 10], rng, "he")
    cfg = {"lr": 0.3, "epochs": 10, "batch_size": 20, "lam": 0.0, "act": relu}
    return train(params, np.vstack([x, x_test]), np.concatenate([y, y_test]), cfg, rng)

# %% wrong="history before params"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 32, 10], rng, "he")
    cfg = {"lr": 0.3, "epochs": 10, "batch_size": 20, "lam": 0.0, "act": relu}
    params, history = train(params, x, y, cfg, rng)
    return history, params

# %% wrong="not the history that train gave" title="a history made up"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 32, 10], rng, "he")
    cfg = {"lr": 0.3, "epochs": 10, "batch_size": 20, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)[0], {"loss": [2.302585, 0.01], "accuracy": [0.1, 1.0]}

# %% wrong="not the history that train gave" title="the list of losses alone"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 32, 10], rng, "he")
    cfg = {"lr": 0.3, "epochs": 10, "batch_size": 20, "lam": 0.0, "act": relu}
    params, history = train(params, x, y, cfg, rng)
    return params, history["loss"]

# %% wrong="steps too large" title="steps that leave all units dead" loses="test_train_digits"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 32, 10], rng, "he")
    cfg = {"lr": 4.0, "epochs": 3, "batch_size": 50, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="steps too few or too small" title="steps far too small" loses="test_train_digits"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 32, 10], rng, "xavier")
    cfg = {"lr": 0.001, "epochs": 5, "batch_size": 50, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="no hidden layer" loses="test_train_digits"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 10], rng, "xavier")
    cfg = {"lr": 0.1, "epochs": 5, "batch_size": 50, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="few hidden units" loses="test_train_digits"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 4, 10], rng, "he")
    cfg = {"lr": 0.1, "epochs": 60, "batch_size": 40, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% right="a penalty of 0.01"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 64, 10], rng, "he")
    cfg = {"lr": 0.1, "epochs": 40, "batch_size": 32, "lam": 0.01, "act": relu}
    return train(params, x, y, cfg, rng)

# %% right="no hidden layer, trained long"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 10], rng, "xavier")
    cfg = {"lr": 0.3, "epochs": 60, "batch_size": 20, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="a setting missing from cfg" title="no lam"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.2, "epochs": 40, "batch_size": 16, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="a setting missing from cfg" title="another name for the size of the mini-batches"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.2, "epochs": 40, "size": 16, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="few hidden units" title="the chapter's first start" loses="test_train_digits"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 3, 10], rng, "he")
    cfg = {"lr": 0.1, "epochs": 60, "batch_size": 50, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="steps too few or too small" title="the chapter's second start" loses="test_train_digits"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.01, "epochs": 5, "batch_size": 50, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="steps too large" title="the chapter's third start" loses="test_train_digits"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 2, "epochs": 5, "batch_size": 50, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% right="what the validation digits find"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.3, "epochs": 20, "batch_size": 50, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="steps too few or too small" title="few units, stopped while the loss still falls" loses="test_train_digits"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 8, 10], rng, "he")
    cfg = {"lr": 0.3, "epochs": 5, "batch_size": 50, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="steps too few or too small" title="large steps, but few" loses="test_train_digits"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.3, "epochs": 5, "batch_size": 50, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="few hidden units" title="as many units as classes" loses="test_train_digits"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 10, 10], rng, "he")
    cfg = {"lr": 0.1, "epochs": 60, "batch_size": 50, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)

# %% wrong="another activation than relu" title="tanh" loses="test_train_digits"
def train_digits(x, y, rng):
    params = init_params([x.shape[1], 64, 10], rng, "xavier")
    cfg = {"lr": 0.2, "epochs": 40, "batch_size": 16, "lam": 0.0, "act": np.tanh}
    return train(params, x, y, cfg, rng)
