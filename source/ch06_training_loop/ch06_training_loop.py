# %% [markdown]
# # Chapter 6 · The training loop
# You have a network, a number that says how wrong it is, and the slope of that number along every weight and bias. In this chapter you close the loop, and a network built from six chapters of functions learns to read handwritten digits.
#
# **What you'll do.** Write the step downhill, the mini-batches, the meters and the loop itself; then choose the settings of a network that reads digits.
#
# **What you'll learn.** What the learning rate, the size of the network and the penalty do to a run, and how to see it; which starts never lead anywhere; why high accuracy proves less than a checked gradient.
#
# **What you'll need.** The functions of chapters 2 to 5, given here as we wrote them. About 90 minutes: ten for each of the first three exercises, fifteen for each of the other three, and fifteen for the figures and questions between them; the bonus comes on top.

# %% readonly="setup"
import numpy as np
from course import check, data, plots, rehearse, widgets

x_train, y_train, x_test, y_test = data.digits()

def activation_backward(dout, a, act):
    """Gradient of the loss through act (relu, sigmoid or np.tanh), whose output was a."""
    halves = {"relu": relu_backward, "sigmoid": sigmoid_backward}
    return dout * (1 - a**2) if act is np.tanh else halves[act.__name__](dout, a)

# %% given="sigmoid relu affine_forward mlp_forward init_params softmax cross_entropy l2_penalty relu_backward affine_backward softmax_ce_backward mlp_backward"

# %% [markdown]
# ## Downhill
# The gradient points where the loss rises fastest. So go the other way: every weight and every bias takes a step against its own slope. How long a step? Slope times a small constant, the **learning rate** `lr`:
# $$ \text{new weight} = \text{old weight} - \text{lr} \cdot \text{slope} $$
# Take the loss $L(w) = w^2$ with slope $2w$, and stand at $w = 3$. The slope is 6: positive, so a larger weight would mean a larger loss, and the weight must shrink. With `lr = 0.1` the new weight is $3 - 0.1 \cdot 6 = 2.4$, and the loss falls from 9 to 5.76. At $w = -3$ the slope is $-6$, the minus signs cancel, and the weight grows to $-2.4$. Both ways lead to the valley.
#
# A network's `params` are a list with one pair `(w, b)` for each layer; its gradients, `grads`, are a list of the same form.
# ## Exercise 1 · `sgd_step` (2 points)
# Return the new `params`: a list of `(w, b)`, each weight and each bias one step downhill along its own gradient. The arrays in it are new ones, even if `lr` or all slopes are 0 and nothing moves; the old `params` stay as they were. `params` may hold whole numbers; the new ones are floats. One point is for weights and biases, one for lists of any length and new arrays.
# %% solution="sgd_step"
def sgd_step(params, grads, lr):
    """All weights and biases after one step downhill.

    params, grads : lists of (w, b)   lr : number, the learning rate
    Returns a list of (w, b), new arrays
    """
    ### BEGIN SOLUTION
    return [(w - lr * dw, b - lr * db) for (w, b), (dw, db) in zip(params, grads)]
    ### END SOLUTION
# %% tests="sgd_step" points=1
params = [(np.array([[3.0, -1.0]]), np.array([2.0, 0.5]))]
grads = [(np.array([[6.0, 0.5]]), np.array([-1.0, 4.0]))]
new = rehearse.twice(sgd_step, params, grads, 0.3)
rehearse.layers("new", new, [(np.array([[1.2, -1.15]]), np.array([2.3, -0.7]))])
### BEGIN HIDDEN TESTS
rng = check.rng()
for s, lr in (((4, 2), 0.03), ((1, 3), 2.5), ((3, 1), 1), ((1, 1), 0.7)):
    [(w, b)], [(dw, db)] = params, grads = [rehearse.network(rng, s) for _ in range(2)]
    new = check.call(sgd_step, params, grads, lr)
    rehearse.layers("new", new, [(w - lr * dw, b - lr * db)])
### END HIDDEN TESTS
# %% tests="sgd_step" part="layers" points=1
params = [(np.array([[1, 2]]), np.array([0, 4])), (np.array([[5], [-3]]), np.array([7]))]
grads = [(np.array([[0.5, -3]]), np.array([-1.0, 2])), (np.array([[4.0], [2]]), np.array([1.0]))]
right = [(np.array([[0.875, 2.75]]), np.array([0.25, 3.5]))]
right += [(np.array([[4.0], [-3.5]]), np.array([6.75]))]
rehearse.layers("new", rehearse.twice(sgd_step, params, grads, 0.25), right)
rehearse.stays(sgd_step, right)
### BEGIN HIDDEN TESTS
rng = check.rng()
params, grads = (rehearse.network(rng, (1, 3, 2, 5, 1)) for _ in range(2))
for n, lr in ((4, 0.03), (2, 2.0), (1, 0.5)):
    right = [(w - lr * dw, b - lr * db) for (w, b), (dw, db) in zip(params[:n], grads)]
    rehearse.layers("new", check.call(sgd_step, params[:n], grads[:n], lr), right)
### END HIDDEN TESTS
# %%
# Thirty of your steps from w = 3, with three learning rates. Run this once sgd_step passes.
def walk(slope, start, lr, steps=30):
    """The weights on the way downhill, by your sgd_step."""
    params, path = [(np.array([[start]]), np.zeros(1))], [start]
    for _ in range(steps):
        params = sgd_step(params, [(slope(params[0][0]), np.zeros(1))], lr)
        path.append(params[0][0].item())
    return path
rates = (0.01, 0.1, 1.05)
plots.descent(np.square, {f"lr = {lr}": walk(lambda w: 2 * w, 3.0, lr) for lr in rates})

# %% [markdown]
# With `lr = 1.05` the step jumps over the valley, to $3 - 1.05 \cdot 6 = -3.3$: higher on the other side than it was on this one. A slope is a promise for the near surroundings only.
#
# **Check the claim.** An article says of a derivative of 0: *"we are at a stable minimum"*. Here are four losses with slope 0 at $w = 0$. The cell starts exactly there, and then a hair to each side.
# %%
slopes = {"w**2": lambda w: 2 * w, "-w**2": lambda w: -2 * w, "w**3": lambda w: 3 * w**2}
slopes["max(0, w)**2"] = lambda w: 2 * np.maximum(0, w)
for name, slope in slopes.items():
    ends = [walk(slope, start, 0.1)[-1] for start in (0.0, 0.01, -0.01)]
    print(f"{name:12}  from 0: {ends[0]:.3f}  from 0.01: {ends[1]:.3f}  from -0.01: {ends[2]:.3f}")

# %% [markdown]
# <details><summary>Answer</summary>
#
# Only $w^2$ leads back from both sides. On $-w^2$ the point is a maximum and everything runs away. On $w^3$ it draws from one side and loses on the other; in many dimensions such a point is a *saddle*. Left of 0, $\max(0, w)^2$ is a *plateau*: nothing moves there, minimum or not. Slope 0 says only that this step changes nothing.
#
# </details>
#
# ## A few samples at a time
# The loss is an average over all samples, so one exact gradient needs them all. But a few samples, a **mini-batch**, already give a good guess of it, and many cheap steps along good guesses beat one exact step: this is *stochastic gradient descent*, SGD. One pass through all samples is an **epoch**. The 1437 digits of this chapter in mini-batches of 16 make 90 steps an epoch, the last with the 13 that are left. Each epoch takes a new random order; in data sorted by class a mini-batch would otherwise know a single class. `rng.permutation(3)` gives the numbers 0, 1 and 2 in a random order, and a list of row numbers picks rows: `x[[2, 0]]` is row 2, then row 0.
# ## Exercise 2 · `minibatches` (2 points)
# Go once through all samples in a random order drawn from `rng`, and give pairs `(x_batch, y_batch)` of `size` samples; the last pair has what is left, so 5 samples by twos give 2, 2 and 1, and one sample by fours gives 1. Row $i$ of `x` and entry $i$ of `y` stay together, and labels stay whole numbers. Write a generator, with `yield`, or return a list. `x` and `y` themselves keep their order; the same seed gives the same mini-batches. One point is for the pairs, one for the order.
# %% solution="minibatches"
def minibatches(x, y, size, rng):
    """The mini-batches of one epoch: pairs (x_batch, y_batch).

    x : (N, D)   size : samples in a mini-batch
    y : (N,)     rng  : np.random.Generator, for the order
    Yields pairs of shapes (size, D) and (size,); the last may be smaller
    """
    ### BEGIN SOLUTION
    order = rng.permutation(len(x))
    for start in range(0, len(x), size):
        rows = order[start : start + size]
        yield x[rows], y[rows]
    ### END SOLUTION
# %% tests="minibatches" points=1
rehearse.epoch(minibatches, 10, 4, [4, 4, 2], seed=0)
rehearse.epoch(minibatches, 1, 4, [1], seed=2)
### BEGIN HIDDEN TESTS
for n, size in ((23, 6), (5, 2), (7, 7), (8, 1)):
    rehearse.epoch(minibatches, n, size, [size] * (n // size) + [n % size] * (n % size > 0), seed=n)
for n, size, d in ((7, 3, 1), (1, 1, 1), (1, 5, 3), (6, 6, 1)):
    sizes = [min(size, n - i) for i in range(0, n, size)]
    rehearse.epoch(minibatches, n, size, sizes, int(check.rng().integers(10**6)), d)
### END HIDDEN TESTS
# %% tests="minibatches" part="order" points=1
rehearse.order(minibatches)
### BEGIN HIDDEN TESTS
rehearse.order(minibatches, int(check.rng().integers(10**6)))
### END HIDDEN TESTS

# %% [markdown]
# ## Reading a run
# The loss is what training sees. You want to know two more things. **Accuracy** is the share of samples whose largest logit belongs to the right class. With logits $(2, 1, 0)$, $(0, 3, 1)$, $(4, 0, 2)$ the answers are classes 0, 1 and 0; if the labels are 0, 1 and 2, the accuracy is $2/3$. If two logits tie, the first counts, as with `np.argmax`. And a ReLU unit that gives exactly 0 for *every* sample is **dead**: its slope is 0 for every sample too, the plateau from above, and no step can wake it. A unit that is often 0 is no such thing; to be silent for most samples is its work.
# ## Exercise 3 · `accuracy` (2 points)
# Write both, a point each; both return one number from 0 to 1. `dead_fraction` takes what a hidden layer gave, one unit in each column, and returns the share of units that are dead.
# %% solution="accuracy"
def accuracy(logits, y):
    """Share of samples that are classified right, a number: logits (N, C), labels y (N,)."""
    ### BEGIN SOLUTION
    return np.mean(logits.argmax(axis=1) == y)
    ### END SOLUTION

def dead_fraction(hidden):
    """Share of units that are 0 for all samples, a number: hidden (N, M), outputs of a ReLU."""
    ### BEGIN SOLUTION
    return np.mean(np.all(hidden == 0, axis=0))
    ### END SOLUTION
# %% tests="accuracy" points=1
y = np.array([1, 2, 3, 3, 0, 4])
logits = np.array([[-3, -5, 0, -4, -2, 6], [-2, -2, -1, -2, -2, -5], [-3, 0, 6, 6, 5, -1],
                   [-1, 1, -5, 2, -2, -3], [5, -5, 3, 3, 5, 1], [-2, -5, -5, -4, 0, -3]])
got = tuple(check.call(accuracy, logits[::s], t) for s, t in ((1, y), (1, 5 - y), (-1, y[::-1])))
check.close("accuracy for y, accuracy for 5 - y, accuracy backwards", got, (2 / 3, 1 / 6, 2 / 3))
check.close("accuracy of ties", check.call(accuracy, np.ones((4, 2)), np.array([0, 1, 0, 0])), 0.75)
### BEGIN HIDDEN TESTS
for n, c in ((50, 4), (7, 7), (1, 3), (5, 1), (1, 1)):
    y = check.rng().permutation(np.arange(n) % c)
    whole, near = check.rng().integers(-3, 0, (n, c)), check.rng().permuted(np.eye(c)[y], axis=1)
    for z in check.rng().normal(size=(n, c)), whole, np.eye(c)[y] - 9, 5 + 1e-4 * near:
        right = sum(row.index(max(row)) == k for row, k in zip(z.tolist(), y)) / n
        check.close("accuracy", check.call(accuracy, z, y), right)
### END HIDDEN TESTS
# %% tests="accuracy" part="dead" points=1
hidden = np.array([[0, 1, 0, 2, 0, 2, 0, 1, 1, 2], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
                   [0, 0, 0, 0, 0, 0, 0, 1, 0, 2], [0, 0, 0, 0, 2, 0, 0, 0, 0, 0]])
shares = tuple(check.call(dead_fraction, rows) for rows in (hidden, hidden[:1], hidden[1:2]))
check.close("share of dead units, share for row 0, share for row 1", shares, (0.3, 0.4, 1.0))
### BEGIN HIDDEN TESTS
for dead in (0, 3, 8):
    hidden = check.rng().uniform(1, 2, size=(30, 8)) * (np.arange(8) >= dead)
    rare, tiny = hidden * (check.rng().permutation(30) < 1)[:, None], 1e-9 * hidden
    check.close("dead_fraction of rare outputs", check.call(dead_fraction, rare), dead / 8)
    for h in (tiny, tiny[:1], 1e-6 * tiny, 1e-9 * rare):
        check.close("dead_fraction of tiny outputs", check.call(dead_fraction, h), dead / 8)
    check.close("dead_fraction", check.call(dead_fraction, tiny[:, :1]), float(dead > 0))
    check.close("dead_fraction", check.call(dead_fraction, tiny[:1, -1:]), float(dead == 8))
### END HIDDEN TESTS

# %% [markdown]
# ## One loss, one gradient
# What we go down is the data's loss plus the penalty of chapter 4, with its strength $\lambda$:
# $$ L = \text{cross-entropy} + \tfrac{1}{2} \lambda \textstyle\sum w^2, \qquad \text{which adds } \lambda w \text{ to the slope along each } w $$
# A step then does two things: $w - \text{lr}\,(\text{slope} + \lambda w) = (1 - \text{lr}\,\lambda)\,w - \text{lr} \cdot \text{slope}$. Before it learns, it forgets a little. With lr 0.1 and $\lambda = 0.01$ each step keeps 0.999 of every weight; after 1000 steps with nothing to learn $0.999^{1000} = 0.37$ of it is left: *gradual forgetting*, or *weight decay*. Biases are left out, and the penalty is not divided by $N$.
#
# Three samples $(1, 2)$, $(3, 0)$, $(2, 4)$, all of class 0, one layer with $w = \begin{pmatrix} 1 & 1 \\ 2 & 2 \end{pmatrix}$, $b = (3, 3)$ and $\lambda = 0.1$: both logits are always equal, so the data's loss is $\ln 2 = 0.693$. The penalty is $0.05 \cdot (1 + 1 + 4 + 4) = 0.5$; together 1.193.
# ## Exercise 4 · `loss_and_grads` (4 points)
# Return `loss`, a number, and `grads`, a list of `(dw, db)` in the order of `params`. The given functions do the work: forward, loss, backward. One point is for the loss, two for the gradient of the data's part, one for the penalty's. Gradients are checked against measured slopes of your loss, so nothing passes that merely trains well.
# %% solution="loss_and_grads"
def loss_and_grads(params, x, y, act, lam):
    """The loss with its penalty, and its gradients.

    params : list of (w, b)      x : (N, D)   y : (N,) the right classes
    act    : relu, sigmoid or np.tanh, for the hidden layers
    lam    : number, strength of the penalty
    Returns loss, a number, and grads, a list of (dw, db)
    """
    ### BEGIN SOLUTION
    logits, caches = mlp_forward(x, params, act)
    loss = cross_entropy(logits, y) + l2_penalty(params, lam)
    grads, _ = mlp_backward(softmax_ce_backward(logits, y), caches)
    return loss, [(dw + lam * w, db) for (dw, db), (w, b) in zip(grads, params)]
    ### END SOLUTION
# %% tests="loss_and_grads" part="loss" points=1
x, y = np.array([[1, 2], [3, 0], [2, 4]]), np.array([0, 0, 0])
params = [(np.array([[1.0, 1], [2, 2]]), np.array([3.0, 3]))]
loss, _ = rehearse.both(loss_and_grads, params, x, y, relu, 0.1)
check.close("loss", loss, 1.193147, tol=1e-6)
### BEGIN HIDDEN TESTS
nets = (3, 5, 2, sigmoid), (2, 4, 3, 6, np.tanh), (4, 3, relu), (1, 3, 2, relu), (1, 1, 1, np.tanh)
for (*dims, act), n in zip(nets, (5, 4, 1, 3, 1)):
    params, y = rehearse.network(check.rng(), dims), check.rng().integers(0, dims[-1], n)
    x = check.rng().normal(size=(n, dims[0]))
    z = mlp_forward(x, params, act)[0]
    right = np.mean([np.log(np.exp(row - row[k]).sum()) for row, k in zip(z, y)])
    loss, _ = check.call(loss_and_grads, params, x, y, act, 0.3, returns=("loss", "grads"))
    check.close("loss", loss, right + 0.15 * sum(np.sum(w * w) for w, _ in params))
params, x = [(np.array([[0.0, 40]]), np.array([0.0, 5]))], np.array([[1.0], [0.5]])
y = np.zeros(2, dtype=int)  # of which the network is far from sure
loss, _ = check.call(loss_and_grads, params, x, y, relu, 0, returns=("loss", "grads"))
check.close("loss", loss, 35.0)
### END HIDDEN TESTS
# %% tests="loss_and_grads" points=2
x, y, w = np.array([[1.0, 2]]), np.array([0]), np.array([[1.0, 2], [-1, 3], [2, 0]])
params = [(np.array([[1.0, -1, 0], [1, 0, 1]]), np.zeros(3)), (w, np.array([0.0, 1]))]
_, grads = rehearse.both(loss_and_grads, params, x, y, relu, 0.0)
right = [(np.array([[0.5, 0, -1], [1, 0, -2]]), np.array([0.5, 0, -1]))]
right += [(np.array([[-1.5, 1.5], [0, 0], [-1, 1]]), np.array([-0.5, 0.5]))]
rehearse.of_its_loss(loss_and_grads, grads, right, (relu, relu, sigmoid, np.tanh))
### BEGIN HIDDEN TESTS
def our_loss(params, x, y, act, lam):
    return cross_entropy(mlp_forward(x, params, act)[0], y) + l2_penalty(params, lam)
one = ((1, 3, 2, np.tanh), 3), ((3, 1, 2, sigmoid), 2), ((1, 1, 1, relu), 1), ((2, 3, 4, relu), 1)
for (*dims, act), n in (((4, 3, relu), 5), ((3, 5, 2, relu), 6), ((2, 4, 3, 5, np.tanh), 4), *one):
    rehearse.slopes(loss_and_grads, dims, act, 0.0, n, our_loss)
### END HIDDEN TESTS
# %% tests="loss_and_grads" part="penalty" points=1
x, y = np.array([[1, 2], [3, 0], [2, 1]]), np.array([0, 0, 0])
params = [(np.array([[1.0, 2], [-1, 0]]), np.array([3.0, 0]))]
_, grads = rehearse.both(loss_and_grads, params, x, y, relu, 0.1)
right = [(np.array([[-0.9, 1.2], [-0.6, 0.5]]), np.array([-0.5, 0.5]))]
rehearse.layers("gradient", grads, right)
rehearse.slopes(loss_and_grads, (3, 4, 2), np.tanh, 0.3)
### BEGIN HIDDEN TESTS
def our_loss(params, x, y, act, lam):
    return cross_entropy(mlp_forward(x, params, act)[0], y) + l2_penalty(params, lam)
for *dims, act, lam in (4, 3, relu, 0.7), (2, 3, 4, 2, sigmoid, 0.05), (1, 1, np.tanh, 2):
    rehearse.slopes(loss_and_grads, dims, act, lam, 3, our_loss)
### END HIDDEN TESTS

# %% [markdown]
# ## Seven steps
# Everything is there. Learning is seven steps: **1** choose the first weights at random; **2** forward; **3** loss; **4** differentiate the loss; **5** backward, to the gradient of every weight and bias; **6** one step downhill; **7** repeat from 2 with the next mini-batch. Weights and biases are the **parameters**: learning finds them. What you choose before it begins are the **hyper-parameters**: learning rate, epochs, size of the mini-batches, $\lambda$, activation, number of layers and units. They come in a dictionary `cfg`.
# ## Exercise 5 · `train` (4 points)
# Train for `cfg["epochs"]` epochs; in each, go through `minibatches` anew, and for each mini-batch call `loss_and_grads` and `sgd_step` once. Call `record` with all samples once before the first epoch and once after each: that makes `epochs` + 1 numbers in each list of `history`, the first of the untrained network, the last of the one you return. With 0 epochs `params` come back as they were. All randomness comes from `rng`. Two points are for the steps, one for the history, one for `rng`.
#
# The tests put puppets in place of your four functions: one weight $w$, two mini-batches an epoch, and a step that multiplies $w + 1$ by $1 + m/2$, with $m$ the mean of `x` plus the mean of `y` in the mini-batch. From $w = 0$, with $m = 6$ and 2, then 8 and 6, the weight goes to 3 and 7, then 39 and 159.
# %% readonly="record"
def record(history, params, x, y, cfg):
    """Append to the two lists of history what the network gives for x and y now."""
    history["loss"].append(loss_and_grads(params, x, y, cfg["act"], cfg["lam"])[0])
    history["accuracy"].append(accuracy(mlp_forward(x, params, cfg["act"])[0], y))
# %% solution="train"
def train(params, x, y, cfg, rng):
    """Train a network.

    params : list of (w, b)   x : (N, D)   y : (N,)   rng : np.random.Generator
    cfg    : dictionary with "lr", "epochs", "batch_size", "lam" and "act"
    Returns params, a list of (w, b), and history, {"loss": list, "accuracy": list}
    """
    history = {"loss": [], "accuracy": []}
    ### BEGIN SOLUTION
    record(history, params, x, y, cfg)
    for _ in range(cfg["epochs"]):
        for x_batch, y_batch in minibatches(x, y, cfg["batch_size"], rng):
            _, grads = loss_and_grads(params, x_batch, y_batch, cfg["act"], cfg["lam"])
            params = sgd_step(params, grads, cfg["lr"])
        record(history, params, x, y, cfg)
    return params, history
    ### END SOLUTION
# %% tests="train" points=2
run = rehearse.play(train, epochs=2)
rehearse.steps(run)
check.close("the weight after 2 epochs", run.weight, 159.0)
check.close("the weight after 0 epochs", rehearse.play(train, epochs=0).weight, 0.0)
### BEGIN HIDDEN TESTS
seed = int(check.rng().integers(10**6))
for epochs, n, d, start in (3, 6, 3, 0.5), (1, 1, 2, 2.0), (1, 1, 1, 1.5), (0, 5, 2, 3.5):
    run = rehearse.play(train, epochs, seed, n=n, d=d, start=start)
    rehearse.steps(run)
    check.close("the weight", run.weight, run.right[0])
    check.close("the bias", run.bias, np.array([run.right[2]]))
### END HIDDEN TESTS
# %% tests="train" part="history" points=1
history = rehearse.history(train, epochs=2)
check.equal("history['loss']", history["loss"], [0.0, 7.0, 159.0])
check.equal("history['accuracy']", history["accuracy"], [0.5, 1.0, 1.0])
check.equal("history['loss'] of 0 epochs", rehearse.history(train, epochs=0)["loss"], [0.0])
### BEGIN HIDDEN TESTS
seed = int(check.rng().integers(10**6))
for epochs, n, d, start in ((3, 6, 3, -1.0), (1, 1, 2, 2.0), (0, 5, 2, 3.5)):
    run = rehearse.play(train, epochs, seed, n=n, d=d, start=start)
    for name, right in run.right[1].items():
        told = f"history['{name}'] of {epochs} epochs has {len(run.history[name])} numbers."
        cause = "records missing or too many"
        check.that(len(run.history[name]) == epochs + 1, told, mistake=cause)
        check.close(f"history['{name}']", np.array(run.history[name]), np.array(right))
### END HIDDEN TESTS
# %% tests="train" part="rng" points=1
rehearse.by_rng(train, epochs=3)
### BEGIN HIDDEN TESTS
seed = int(check.rng().integers(10**6))
rehearse.by_rng(train, 1, seed, n=30, d=2)
rehearse.drawn(rehearse.play(train, 1, seed, n=30, d=2))
### END HIDDEN TESTS
# %% [markdown]
# ## Watch it learn
# How long does that take? It depends on the learning rate, on the size of the network (more parameters cost more in each step, but reach further), and on the rule for the step; there are faster ones than SGD. Begin with the learning rate, on the digits: move it while the network learns. All curves start near $\ln 10 = 2.30$, the loss of a network that knows nothing about ten classes. The bowl has two weights, and your `sgd_step` takes twenty steps in it.
# %%
widgets.learning_rate(loss_and_grads, sgd_step)
# %%
def fit(x, y, dims, scheme="he", seed=0, **settings):
    """A fresh network, trained by your train: params and history."""
    cfg = {"lr": 0.3, "epochs": 10, "batch_size": 20, "lam": 0.0, "act": relu} | settings
    rng = np.random.default_rng(seed)
    return train(init_params(dims, rng, scheme), x, y, cfg, rng)
for lr in (1e-4, 0.01, 0.5, 1, 2):
    params, run = fit(x_train, y_train, [64, 32, 10], lr=lr)
    dead = dead_fraction(relu(affine_forward(x_train, *params[0])[0]))
    print(f"lr {lr:6}: {run['accuracy'][-1]:.0%} read right, {dead:.0%} of the units dead")
# %% [markdown]
# Too small, and nothing happens in ten epochs; somewhat too large, and steps throw units off to where they are silent for every sample, a large share of them at `lr` 1; larger still, and all are dead and the network knows nothing again; lowering `lr` wakes none. (CS231n's notes speak of up to 40 % dead units when the learning rate is too high.)
#
# **Check the claim.** *"Whatever the start, through learning it reaches the ideal."* Try four starts on the digits, then XOR with 4 ReLU units.
# %%
for scheme in ("zeros", "normal001", "xavier", "he"):
    loss, share = fit(x_train, y_train, [64, 32, 10], scheme, epochs=5, lr=0.1)[1].values()
    print(f"{scheme:10} loss {loss[0]:.3f} -> {loss[-1]:.3f}   accuracy {share[-1]:.0%}")
xor = *data.xor(4, noise=0), [2, 4, 2]
solved = [fit(*xor, seed=s, epochs=400)[1]["accuracy"][-1] == 1 for s in range(40)]
print(f"XOR from 40 random starts: {sum(solved)} solved it")
print("XOR from zeros: loss", fit(*xor, "zeros", epochs=400)[1]["loss"][-1], "= ln 2")

# %% [markdown]
# <details><summary>Answer</summary>
#
# From zeros all units of a layer get the same gradient, here none at all; only the last biases move, towards the shares of the classes, and the network stays at chance for ever: near $\ln 10$, or $\ln 2$ for XOR. Random starts are better, but their size matters, and with few ReLU units a good share of the starts ends with dead units and an XOR unsolved. Random, of the right size, and enough units: that is the honest claim.
#
# </details>
#
# **How many units?** One hidden layer can approximate any continuous function (Cybenko, 1989) if it has enough units. With more of them the boundary bends more. Move their number: a ReLU unit adds one fold to the plane, and on the digits 1 unit that stays alive reads about a third of the new ones, 8 units some 95 %, 64 some 99 %.
# %%
widgets.hidden_units(loss_and_grads, sgd_step)
# %% [markdown]
# The same at rest, with your `train`: 3, 6 and 20 tanh units on 60 noisy samples, and below 20 units with a penalty. "New" is the accuracy on 2000 new samples.
# %%
x_few, y_few = data.moons(60, noise=0.3)
(x_new, y_new), scores = data.moons(2000, rng=1, noise=0.3), {}
for units, lam in ((3, 0), (6, 0), (20, 0), (20, 0.001), (20, 0.01), (20, 0.1)):
    params, _ = fit(x_few, y_few, [2, units, 2], lr=1.0, epochs=1500, lam=lam, act=np.tanh)
    score = lambda points, params=params: np.diff(mlp_forward(points, params, np.tanh)[0])[:, 0]
    new = np.mean((score(x_new) > 0) == y_new)
    scores[f"{units} units, $\\lambda$ = {lam}\nnew: {new:.1%}"] = score
plots.boundaries(scores, x_few, y_few)
# %% [markdown]
# 20 units learn the noise by heart: they *overfit*. Smaller is not the cure, though. Keep the large network and hold it back: a penalty of the right strength gives it the best boundary of all, too strong a one the stiffest. Change its strength while it learns, beside a small network without one:
# %%
widgets.penalty(loss_and_grads, sgd_step)
# %% [markdown]
# Two more brakes are dropout, below, and noise on the inputs. Why not small? Train both sizes from 15 starts each, then from as many as you like:
# %%
run = lambda n, seed: fit(x_few, y_few, [2, n, 2], seed=seed, epochs=150)[1]["loss"][-1]
ends = {n: [run(n, seed) for seed in range(15)] for n in (3, 20)}
plots.scatter({f"{n} hidden units": losses for n, losses in ends.items()}, "loss after training")
# %%
widgets.seeds(loss_and_grads, sgd_step)
# %% [markdown]
# A small network has few minima, many of them bad, and which one it finds is luck. A large one has many more, most of them good and alike (Choromanska and others, 2015).
# ## Bonus · `dropout_forward` (no points)
# While training, **dropout** sets each entry of a layer's output to 0 with probability `p`, each by its own draw from `rng`, and multiplies the others by $1/(1-p)$, so that the mean stays what it was: with $p = 0.2$ a 4 becomes 0 or 5. Return `out` and `mask`, with `out` $=$ `x` $\cdot$ `mask`; the backward pass needs the same mask. When `train` is False nothing is dropped, and `mask` holds ones. `x` may hold whole numbers; what comes out while training are floats.
# %% solution="dropout_forward"
def dropout_forward(x, p, rng, train):
    """Drop entries at random.

    x : (N, M)   p : number, 0 <= p < 1   rng : np.random.Generator   train : True or False
    Returns out and mask, both (N, M) floats
    """
    ### BEGIN SOLUTION
    mask = (rng.random(x.shape) >= p) / (1 - p) if train else np.ones(x.shape)
    return x * mask, mask
    ### END SOLUTION
# %% tests="dropout_forward" points=0
rehearse.dropout(dropout_forward, p=0.2, scale=1.25)
### BEGIN HIDDEN TESTS
for p, scale in ((0.6, 2.5), (0.0, 1.0), (0.5, 2.0), (0.98, 50.0)):
    seed = int(check.rng().integers(10**6))
    rehearse.dropout(dropout_forward, p, scale, seed, draws=p == 0.6)
for s in ((1, 1), (1, 5), (4, 1)):
    args, both = (np.ones(s), 0.5, check.rng(), True), ("out", "mask")
    out, mask = check.call(dropout_forward, *args, returns=both)
    check.shape("out", out, s)
    check.close("out", out, mask)
    check.that(np.isin(mask, (0.0, 2.0)).all(), "mask holds something else than 0 and 2.")
x, both = np.arange(1, 31).reshape(5, 6), ("out", "mask")
out, mask = check.call(dropout_forward, x, 0.2, check.rng(), True, returns=both)
check.close("out of whole numbers", out, x * mask)
message = "With p = 0.2 and whole numbers in x, mask holds something else than 0 and 1.25."
fits = np.isin(np.round(mask, 9), (0.0, 1.25)).all()
check.that(fits, message, mistake="integer truncation")
### END HIDDEN TESTS
# %% [markdown]
# ## Reading digits
# The 8×8 digits come from scikit-learn (UCI, E. Alpaydin and C. Kaynak): `x_train` and `y_train` to learn from, `x_test` and `y_test` held out.
# ## Exercise 6 · `train_digits` (4 points)
# Choose everything: the scheme, hidden layers (with ReLU), learning rate, epochs, size of the mini-batches, $\lambda$. Start fresh parameters and `train` them with the given `x` and `y`, which have any number $D$ of pixels and 10 classes; return the params and the history that `train` gives. All randomness comes from `rng`. A good beginning: one layer of 64 units, "he", `lr` 0.2, 40 epochs, mini-batches of 16; 24 seeds gave 98.1 to 99.7 % on the held-out digits.
# One point is for building it from `train`: it gets all of `x` and `y` (copies that you moved or blurred may come along), and params for $D$ pixels and 10 classes. Three are for what comes out: trained on all digits, it reads at least 97 % of the held-out ones, from one of five seeds at least; the same seed gives the same losses, and another seed others, from other first params and other draws in `train`. It should take seconds. If it reads fewer, look at the first loss, without its penalty: far from $\ln 10 = 2.3$, the first weights have the wrong size. Then give it 20 digits: if it cannot learn them by heart, the steps are too few, too small or too large.
# %% solution="train_digits"
def train_digits(x, y, rng):
    """Train a network that reads digits.

    x : (N, D) pixels   y : (N,) digits, 0 to 9   rng : np.random.Generator
    Returns params, a list of (w, b), and history, as train gives them
    """
    ### BEGIN SOLUTION
    params = init_params([x.shape[1], 64, 10], rng, "he")
    cfg = {"lr": 0.2, "epochs": 40, "batch_size": 16, "lam": 0.0, "act": relu}
    return train(params, x, y, cfg, rng)
    ### END SOLUTION
# %% tests="train_digits" part="built" points=1
rehearse.built(train_digits, x_test[:9], y_test[:9])
### BEGIN HIDDEN TESTS
for n, d in ((12, 7), (1, 5), (6, 1), (1, 1)):
    x, y, seed = check.rng().random((n, d)), np.arange(n) % 3, int(check.rng().integers(10**6))
    rehearse.built(train_digits, x, y, seed)
### END HIDDEN TESTS
# %% tests="train_digits" points=3
### BEGIN HIDDEN TESTS
# Our loop stands in for the student's: a mistake in exercises 1 to 5 costs nothing here. It does
# little, and that in float32, for most of the time that grading this chapter takes is spent in it.
def our_train(params, x, y, cfg, rng):
    size, lr, lam, act = (cfg[name] for name in ("batch_size", "lr", "lam", "act"))
    x, history = np.asarray(x, dtype=np.float32), {"loss": [], "accuracy": []}
    params = [tuple(np.asarray(part, dtype=np.float32) for part in pair) for pair in params]
    for epoch in range(cfg["epochs"] + 1):
        order = rng.permutation(len(x)) if epoch else []
        mixed, labels = x[order], y[order]
        for k in range(0, len(order), size):
            logits, caches = mlp_forward(mixed[k : k + size], params, act)
            dout = softmax_ce_backward(logits, labels[k : k + size])
            for i, ((inputs, w), a, act_i) in reversed([*enumerate(caches)]):
                dout = dout if act_i is None else activation_backward(dout, a, act_i)
                dw, db = inputs.T @ dout, dout.sum(axis=0)
                dout = dout @ w.T if i else None
                params[i] = (1 - lr * lam) * w - lr * dw, params[i][1] - lr * db
        some = slice(None if epoch in (0, cfg["epochs"]) else 100)  # in between, few will do
        logits = mlp_forward(x[some], params, act)[0]
        history["loss"].append(cross_entropy(logits, y[some]) + l2_penalty(params, lam))
        history["accuracy"].append(np.mean(logits.argmax(axis=1) == y[some]))
    return params, history
check.stand_in(train=our_train)
### END HIDDEN TESTS
rehearse.reads(train_digits, lambda params, x: mlp_forward(x, params, relu)[0])
# %% [markdown]
# ## Payoff: it reads
# Your network, out of your functions. Below are all held-out digits it gets wrong. Would you have read them?
# %%
params, history = train_digits(x_train, y_train, np.random.default_rng(0))
guesses = mlp_forward(x_test, params, relu)[0].argmax(axis=1)
print(f"read {np.mean(guesses == y_test):.1%} of {len(y_test)} digits it has never seen")
plots.misread(x_test, y_test, guesses)
# %%
# The weights of 32 first-layer units as images: the templates that learning found.
plots.templates(params[0][0])
# %% [markdown]
# **Is that proof that everything is right?** Take the bias gradients out and train again; and try writers the network has never met (the held-out digits above are by the same people as the training set).
# %%
def no_bias_gradients(*args, whole=loss_and_grads):
    loss, grads = whole(*args)
    return loss, [(dw, 0 * db) for dw, db in grads]
with check.spy(train, loss_and_grads=no_bias_gradients):  # a stand-in, for this block only
    wrong, _ = train_digits(x_train, y_train, np.random.default_rng(0))
print(f"without bias gradients:  {accuracy(mlp_forward(x_test, wrong, relu)[0], y_test):.1%}")
for f in (loss_and_grads, no_bias_gradients):
    error = rehearse.slope_error(f, params, x_test, y_test, relu)
    print(f"{f.__name__}: off the measured slopes by {error:.1e} on the trained network")
x, y, x_new, y_new = data.digits("contiguous")
strict, _ = train_digits(x, y, np.random.default_rng(0))
print(f"digits of other writers: {accuracy(mlp_forward(x_new, strict, relu)[0], y_new):.1%}")
# %% [markdown]
# The broken backward pass reads as well: accuracy is no test of a gradient, measured slopes are. And strangers' digits are harder than a split by chance makes us believe. Last, **MNIST**, 28×28 pixels, if its files are here: 8,000 digits to learn from, and four copies of each moved by one pixel, because a moved digit is the same digit. It takes some twenty seconds.
# %%
if data.has_mnist_test():
    x, y, x_new, y_new = data.mnist_test_split()
    params, _ = fit(*data.shifted(x, y), [784, 128, 10], lr=0.2, epochs=8)
    print(f"read {accuracy(mlp_forward(x_new, params, relu)[0], y_new):.1%} of MNIST's digits")
else:
    print(data.HOW_TO_GET_MNIST)
# %%
import course
course.progress()
# %% [markdown]
# **On your own.** Put your own functions of chapters 2 to 5 in a cell above the payoff and run it again: it is then yours to the last line. Train on all of MNIST, `data.mnist()`, with ten epochs. Put dropout between the layers, or a little noise on the inputs.
#
# **In practice.** Libraries differ from this loop in speed and in the rule for the step (momentum, Adam), not in its seven steps.
#
# **Further reading.** A. Karpathy and others, *CS231n: Neural Networks Part 3*. A. Choromanska and others, *The Loss Surfaces of Multilayer Networks* (2015). N. Srivastava and others, *Dropout* (2014).
