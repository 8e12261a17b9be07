# %% right="a while loop, keyword arguments"
def train(params, x, y, cfg, rng):
    history, epoch = dict(loss=[], accuracy=[]), 0
    record(history, params, x, y, cfg)
    while epoch < cfg["epochs"]:
        for batch in minibatches(x, y, cfg["batch_size"], rng):
            grads = loss_and_grads(params, *batch, cfg["act"], cfg["lam"])[1]
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
        epoch += 1
    return params, history

# %% right="records by hand"
def train(params, x, y, settings, rng):
    act, lam = settings["act"], settings["lam"]
    history = {"loss": [], "accuracy": []}
    for epoch in range(settings["epochs"] + 1):
        if epoch > 0:
            for xb, yb in minibatches(x, y, settings["batch_size"], rng):
                params = sgd_step(params, loss_and_grads(params, xb, yb, act, lam)[1], settings["lr"])
        history["loss"].append(loss_and_grads(params, x, y, act, lam)[0])
        history["accuracy"].append(accuracy(mlp_forward(x, params, act)[0], y))
    return params, history

# %% right="a helper for one epoch"
def one_round(params, x, y, cfg, rng):
    for xb, yb in list(minibatches(x, y, cfg["batch_size"], rng)):
        loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
        params = sgd_step(params, grads, cfg["lr"])
    return params

def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        params = one_round(params, x, y, cfg, rng)
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="stops after the first epoch" title="ignores epochs" loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(min(1, cfg["epochs"])):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="one epoch too many" why="There is one epoch more than `cfg['epochs']` says." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"] + 1):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="minibatches called once for all epochs" title="the same mini-batches every epoch" why="Every epoch goes through the same list: the call belongs inside the loop over the epochs." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    batches = list(minibatches(x, y, cfg["batch_size"], rng))
    for epoch in range(cfg["epochs"]):
        for x_batch, y_batch in batches:
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="gradients of old params" title="gradients at the start of the epoch" why="Within an epoch all gradients are taken at its first params; each belongs to the params of its own step." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        old = params
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(old, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="gradients of the first params" why="All gradients are taken at the first params; each belongs to the params of its own step." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    first = params
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(first, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="gradients added up over the steps" why="Each step takes the gradients of earlier mini-batches as well; only its own counts." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    total = None
    for epoch in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            total = grads if total is None else [(a + c, b + d) for (a, b), (c, d) in zip(total, grads)]
            params = sgd_step(params, total, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="all samples in every step" why="`loss_and_grads` is given all of x and y in each step; it should get the mini-batch." loses="test_train test_train_history test_train_rng"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x, y, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="new params not kept" title="forgets the new params" why="What `sgd_step` returned was not kept, so every step begins at the first params." loses="test_train test_train_history test_train_rng"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="another lam than in cfg" title="lambda of its own" loses="test_train"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], 0.0)
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="another batch_size than in cfg" title="size of its own" loses="test_train"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, 32, rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="no record before training" why="The untrained network is not recorded; `record` comes once before the first epoch." loses="test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    for epoch in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="last record missing" title="records before each epoch only" why="The trained network is not recorded; `record` comes once after each epoch." loses="test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    for epoch in range(cfg["epochs"]):
        record(history, params, x, y, cfg)
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
    return params, history

# %% wrong="recorded after every step" why="`record` is called after each step; once after each epoch is right." loses="test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
            record(history, params, x, y, cfg)
    return params, history

# %% wrong="recorded on mini-batches" why="`record` was given a mini-batch; it takes all samples." loses="test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x_batch, y_batch, cfg)
    return params, history

# %% wrong="recorded on mini-batches" title="recorded in the inner loop" loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
            record(history, params, x_batch, y_batch, cfg)
    return params, history

# %% wrong="rng not used" title="a generator of its own" why="The mini-batches come from another generator; hand `rng` on to `minibatches`." loses="test_train test_train_history test_train_rng"
def train(params, x, y, cfg, rng):
    rng = np.random.default_rng(42)
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="chance that does not come from rng" title="a fresh generator for every epoch" loses="test_train test_train_history test_train_rng"
seeds = iter(range(20, 9999))

def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], np.random.default_rng(next(seeds))):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="input changed in place" title="writes into the caller's list" loses="test_train test_train_history test_train_rng"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            params[:] = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% right="a list of results"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return [params, history]

# %% wrong="history before params" title="history first"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return history, params

# %% wrong="nothing returned"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)

# %% wrong="another act than in cfg" title="always relu" loses="test_train"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, relu, cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="another lr than in cfg" title="a learning rate of its own" why="`sgd_step` was not given `cfg['lr']` as it is." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, 0.1)
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="two steps for a mini-batch" title="two steps" why="`sgd_step` is called twice for each mini-batch; once is right." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="each epoch starts anew" title="starts anew" why="Each epoch begins with the first params; it should go on with those of the last." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    start = params
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        params = start
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="a part left out" title="no mini-batches" why="There are no mini-batches; `minibatches` gives them, anew in each epoch." loses="test_train test_train_history test_train_rng"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        _, grads = loss_and_grads(params, x, y, cfg["act"], cfg["lam"])
        params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="labels of other samples" title="all labels for each mini-batch" why="The labels do not belong to the samples; take both from the mini-batch." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, y, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="labels of other samples" title="the first labels for each mini-batch" why="The labels do not belong to the samples; take both from the mini-batch." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, y[:len(xb)], cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="labels of other samples" title="x for the labels" why="The labels do not belong to the samples; take both from the mini-batch." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, xb[:, 0], cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="called twice for a mini-batch" title="once for the loss, once for the gradient" loses="test_train"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])[0]
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="stops after the first epoch" title="stops at accuracy 1" loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
        if history['accuracy'][-1] == 1.0: break
    return params, history

# %% wrong="records missing or too many" title="stops where the loss stays" loses="test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
        if abs(history['loss'][-1] - history['loss'][-2]) < 1e-9: break
    return params, history

# %% wrong="rng not used" title="knows the visible case"
def train(params, x, y, cfg, rng):
    n = cfg["epochs"]
    loss = [0.0, 7.0, 159.0, 1000.0][: n + 1]
    minibatches(x, y, 3, rng); loss_and_grads(params, x, y, cfg["act"], cfg["lam"]); sgd_step(params, params, cfg["lr"])
    w = rng.random() if n == 3 else loss[-1]
    return [(np.full((x.shape[1], 1), w), np.zeros(1))], {"loss": loss, "accuracy": [0.5, 1.0, 1.0][: n + 1]}

# %% wrong="biases not updated" title="leaves the biases" why="The biases never change; `sgd_step` gives new ones along with the weights." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = [(w, b) for (w, _), (_, b) in zip(sgd_step(params, grads, cfg["lr"]), params)]
        record(history, params, x, y, cfg)
    return params, history

# %% right="by keywords, in another order"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params=params, lam=cfg['lam'], x=xb, y=yb, act=cfg['act'])
            params = sgd_step(lr=cfg['lr'], params=params, grads=grads)
        record(history, params, x, y, cfg)
    return params, history

# %% right="an epoch, then itself again"
def train(params, x, y, cfg, rng, history=None):
    if history is None:
        history = {"loss": [], "accuracy": []}
        record(history, params, x, y, cfg)
    if cfg["epochs"] == 0:
        return params, history
    for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
        params = sgd_step(params, loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])[1], cfg["lr"])
    record(history, params, x, y, cfg)
    return train(params, x, y, cfg | {"epochs": cfg["epochs"] - 1}, rng, history)

# %% right="folds the mini-batches"
import functools
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    def one(p, batch):
        return sgd_step(p, loss_and_grads(p, *batch, cfg["act"], cfg["lam"])[1], cfg["lr"])
    for _ in range(cfg["epochs"]):
        params = functools.reduce(one, minibatches(x, y, cfg["batch_size"], rng), params)
        record(history, params, x, y, cfg)
    return params, history

# %% right="a default argument"
def train(params, x, y, cfg, rng, step=sgd_step, loss=loss_and_grads):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss(params, xb, yb, cfg["act"], cfg["lam"])
            params = step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% right="names given at the top"
batches, gradient, step = minibatches, loss_and_grads, sgd_step

def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in batches(x, y, cfg["batch_size"], rng):
            _, grads = gradient(params, xb, yb, cfg["act"], cfg["lam"])
            params = step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% right="a dictionary of functions"
PARTS = {"batches": minibatches, "gradient": loss_and_grads, "step": sgd_step}

def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in PARTS["batches"](x, y, cfg["batch_size"], rng):
            _, grads = PARTS["gradient"](params, xb, yb, cfg["act"], cfg["lam"])
            params = PARTS["step"](params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% right="functools.partial"
from functools import partial

downhill = partial(sgd_step)

def train(params, x, y, cfg, rng):
    gradient = partial(loss_and_grads, act=cfg["act"], lam=cfg["lam"])
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            params = downhill(params, gradient(params, xb, yb)[1], cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% right="an inner function"
def train(params, x, y, cfg, rng):
    def epoch(params):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            params = sgd_step(params, loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])[1], cfg["lr"])
        return params

    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        params = epoch(params)
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="not the params of the last step" title="the first params returned" loses="test_train test_train_rng"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    first = params
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return first, history

# %% wrong="not the params of the last step" title="the best params returned" loses="test_train test_train_rng"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    best = params
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
        if history["loss"][-1] == min(history["loss"]):
            best = params
    return best, history

# %% wrong="stops after the first epoch" title="stops when the loss rises" loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
        if history["loss"][-1] > history["loss"][-2]:
            break
    return params, history

# %% wrong="stops after the first epoch" title="one epoch too few" loses="test_train test_train_history test_train_rng"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(1, cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="minibatches called once for all epochs" title="a generator used up after one epoch" why="A generator gives its mini-batches once: the call belongs inside the loop over the epochs." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    batches = iter(minibatches(x, y, cfg["batch_size"], rng))
    for _ in range(cfg["epochs"]):
        for xb, yb in batches:
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="lam and act exchanged" loses="test_train"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss, grads = loss_and_grads(params, xb, yb, cfg["lam"], cfg["act"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="one step an epoch" why="There is one step after each epoch; each mini-batch should make one." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
        params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="every mini-batch skipped" title="passes over smaller mini-batches" loses="test_train test_train_history test_train_rng"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            if len(xb) < cfg["batch_size"]:
                continue
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="another lr than in cfg" title="the learning rate squared" why="`sgd_step` was not given `cfg['lr']` as it is." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"] ** 2)
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="another lr than in cfg" title="steps with the sign turned" why="`sgd_step` was not given `cfg['lr']` as it is." loses="test_train test_train_history test_train_rng"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, -cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="another lr than in cfg" title="a learning rate that fades" why="`sgd_step` was not given `cfg['lr']` as it is." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for epoch in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"] / (1 + epoch))
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="rng not used" title="seed 0 in every epoch" why="The mini-batches come from another generator; hand `rng` on to `minibatches`." loses="test_train test_train_history test_train_rng"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], np.random.default_rng(0)):
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="at least one epoch" why="With 0 epochs there is one; the params should come back as they were." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(max(1, cfg["epochs"])):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="history kept from call to call" title="one history for all calls" loses="test_train_history"
history = {"loss": [], "accuracy": []}

def train(params, x, y, cfg, rng):
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="no lists in history" title="arrays in history" loses="test_train test_train_history test_train_rng"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, {name: np.array(one) for name, one in history.items()}

# %% wrong="recorded before the steps" why="`record` comes before the steps of each epoch; it comes after them." loses="test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        record(history, params, x, y, cfg)
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
    return params, history

# %% wrong="losses of mini-batches in history" title="the loss of the last mini-batch" why="The loss in history is that of a mini-batch; `record` takes all samples." loses="test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        history["loss"].append(loss)
        history["accuracy"].append(accuracy(mlp_forward(x, params, cfg["act"])[0], y))
    return params, history

# %% wrong="losses of mini-batches in history" title="the mean loss of the mini-batches" why="The loss in history is a mean over mini-batches, of params that have changed since; `record` takes all samples." loses="test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        losses = []
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            losses.append(loss)
            params = sgd_step(params, grads, cfg["lr"])
        history["loss"].append(np.mean(losses))
        history["accuracy"].append(accuracy(mlp_forward(x, params, cfg["act"])[0], y))
    return params, history

# %% wrong="losses of mini-batches in history" title="the loss of every mini-batch" why="The loss of each mini-batch is in history; `record` takes all samples, once an epoch." loses="test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            history["loss"].append(loss)
            params = sgd_step(params, grads, cfg["lr"])
        history["accuracy"].append(accuracy(mlp_forward(x, params, cfg["act"])[0], y))
    return params, history

# %% wrong="accuracy of a mini-batch in history" why="The accuracy in history is that of a mini-batch; `record` takes all samples." loses="test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        history["loss"].append(loss_and_grads(params, x, y, cfg["act"], cfg["lam"])[0])
        history["accuracy"].append(accuracy(mlp_forward(xb, params, cfg["act"])[0], yb))
    return params, history

# %% wrong="every step from the first params" why="Each step begins at the first params; it should go on where the last one ended." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    first = params
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(first, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="input changed in place" title="writes into cfg" loses="test_train test_train_history test_train_rng"
def train(params, x, y, cfg, rng):
    cfg.pop("dropout", None), cfg.setdefault("momentum", 0.9)
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            loss, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="a part left out" title="slices in their order" loses="test_train test_train_history test_train_rng" why="The mini-batches are cut by hand, in the old order; `minibatches` gives them."
def train(params, x, y, cfg, rng):
    history, size = {"loss": [], "accuracy": []}, cfg["batch_size"]
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for i in range(0, len(x), size):
            _, grads = loss_and_grads(params, x[i : i + size], y[i : i + size], cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="drawn from rng elsewhere" title="an order that nothing uses" loses="test_train test_train_history test_train_rng"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    rng.permutation(len(x))
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="another x handed to `minibatches`" title="shuffled before" loses="test_train test_train_history test_train_rng"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    order = rng.permutation(len(x))
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x[order], y[order], cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="one mini-batch an epoch" title="break after the first" loses="test_train test_train_history test_train_rng"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
            break
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="minibatches called twice an epoch" title="recorded with a fresh mini-batch" loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, *next(iter(minibatches(x, y, cfg["batch_size"], rng))), cfg)
    return params, history

# %% wrong="recorded with the first params" why="`record` was given the params from before training; it takes those after the epoch." loses="test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    start = params
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, start, x, y, cfg)
    return params, history

# %% wrong="never recorded" loses="test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    pass
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
    return params, history

# %% wrong="recorded only at beginning and end" why="`record` stands after the loop; it is called once after each epoch." loses="test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
    if cfg["epochs"]:
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="recorded once more at the end" why="After the last epoch `record` is called twice: once is right." loses="test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    record(history, params, x, y, cfg)
    return params, history

# %% wrong="params and grads exchanged" why="`sgd_step` takes the params first, then the gradients." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(grads, params, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="another network than the one given" title="fresh first weights" loses="test_train test_train_history test_train_rng"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    params = init_params([x.shape[1], 10], rng, "he")
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="x and y overwritten" loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for x, y in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x, y, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="stops after the first epoch" loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, *batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
        return params, history
    return params, history

# %% wrong="one epoch too many" title="one epoch too many, none recorded before" why="There is one epoch more than `cfg['epochs']` says; `record` comes once before the first instead." loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    for _ in range(cfg["epochs"] + 1):
        for batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, *batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="loss still beside the gradients"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="every step from the first params" title="new params never used" loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history, new = {"loss": [], "accuracy": []}, params
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            new = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return new, history

# %% wrong="recorded before the steps" title="before each epoch, and at the end" why="`record` comes before the steps of each epoch as well; it comes after them." loses="test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        record(history, params, x, y, cfg)
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
    record(history, params, x, y, cfg)
    return params, history

# %% wrong="loss in place of the gradients"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            grads, loss = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="mini-batches of the last epoch only" loses="test_train test_train_history"
def train(params, x, y, cfg, rng):
    history, batches = {"loss": [], "accuracy": []}, []
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        batches = minibatches(x, y, cfg["batch_size"], rng)
    for xb, yb in batches:
        _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
        params = sgd_step(params, grads, cfg["lr"])
    if cfg["epochs"]:
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="history begun anew" why="What earlier epochs recorded is thrown away; begin the dictionary once, before the loop." loses="test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        history = {"loss": [], "accuracy": []}
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="accuracy not recorded" loses="test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    history["loss"].append(loss_and_grads(params, x, y, cfg["act"], cfg["lam"])[0])
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        history["loss"].append(loss_and_grads(params, x, y, cfg["act"], cfg["lam"])[0])
    return params, history

# %% wrong="recorded before the steps" title="before and after each epoch" why="`record` comes before the steps of each epoch as well; it comes after them." loses="test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        record(history, params, x, y, cfg)
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history

# %% wrong="stops after the first mini-batch"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for xb, yb in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, xb, yb, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
            record(history, params, x, y, cfg)
            return params, history
    return params, history


# %% wrong="recorded after every step" title="after every step, and not before the first" why="`record` is called after each step; once after each epoch is right." loses="test_train_history"
def train(params, x, y, cfg, rng):
    history = {"loss": [], "accuracy": []}
    for epoch in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
            record(history, params, x, y, cfg)
    return params, history

# %% wrong="another network than the one given" title="fresh params inside" loses="test_train test_train_history test_train_rng"
def train(params, x, y, cfg, rng):
    params = init_params([x.shape[1], 32, 10], rng, "he")
    history = {"loss": [], "accuracy": []}
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history
