# %% right="loops"
def l2_penalty(params, lam):
    total = 0
    for w, b in params:
        for value in w.ravel():
            total += float(value) ** 2
    return lam * total / 2

# %% right="one long vector"
def l2_penalty(params, lam):
    w = np.concatenate([layer[0].ravel() for layer in params])
    return lam * (w @ w) / 2

# %% right="norms, einsum"
def l2_penalty(params, strength):
    squares = [np.einsum("dm,dm->", w, w, dtype=float) for w, _ in params]
    return np.array(0.5 * strength * np.sum(squares))

# %% right="single precision"
def l2_penalty(params, lam):
    squares = [np.linalg.norm(w.astype(np.float32)) ** 2 for w, _ in params]
    return np.float32(lam / 2) * np.float32(sum(squares))

# %% wrong="0 whatever the weights are" why="The result is 0 for every `w`: is every layer's `w` squared, the first and the last one's too? And `1 // 2` is 0." title="whole-number division"
def l2_penalty(params, lam):
    return 1 // 2 * lam * sum(np.sum(w**2) for w, b in params)

# %% wrong="no half" why="The penalty has a half in front."
def l2_penalty(params, lam):
    return lam * sum(np.sum(w**2) for w, b in params)

# %% wrong="biases penalised" why="Biases go free: only the weights are squared." loses="test_l2_penalty_biases"
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(w**2) + np.sum(b**2) for w, b in params)

# %% wrong="biases instead of weights" why="The weights are squared, and the biases go free; here it was the other way round."
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(b**2) for w, b in params)

# %% wrong="`lam` left out" why="`lam` is a factor of the whole sum."
def l2_penalty(params, lam):
    return 0.5 * sum(np.sum(w**2) for w, b in params)

# %% wrong="`lam` squared" why="`lam` stands outside of the squares."
def l2_penalty(params, lam):
    return 0.5 * sum(np.sum((lam * w) ** 2) for w, b in params)

# %% wrong="first layer only" why="The weights of all layers count; a `return` inside the loop ends it after the first." loses="test_l2_penalty"
def l2_penalty(params, lam):
    for w, b in params:
        return 0.5 * lam * np.sum(w**2)

# %% wrong="last layer only" why="The layers are added up; here each one replaced the sum of those before." loses="test_l2_penalty"
def l2_penalty(params, lam):
    for w, b in params:
        total = np.sum(w**2)
    return 0.5 * lam * total

# %% wrong="averaged over the weights" why="The squares are added up, and not divided by their number."
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(w**2) for w, b in params) / sum(w.size for w, b in params)

# %% wrong="magnitudes instead of squares" why="Each weight is squared; here its magnitude was taken."
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.abs(w).sum() for w, b in params)

# %% wrong="root taken" why="The sum of the squares itself is wanted, without a root."
def l2_penalty(params, lam):
    return 0.5 * lam * np.sqrt(sum(np.sum(w**2) for w, b in params))

# %% wrong="wrong sign"
def l2_penalty(params, lam):
    return -0.5 * lam * sum(np.sum(w**2) for w, b in params)

# %% wrong="list instead of number" title="one price for each layer"
def l2_penalty(params, lam):
    return [0.5 * lam * np.sum(w**2) for w, b in params]

# %% wrong="input changed in place"
def l2_penalty(params, lam):
    total = 0
    for w, b in params:
        w *= w
        total += w.sum()
    return 0.5 * lam * total

# %% wrong="input changed in place" title="list emptied"
def l2_penalty(params, lam):
    total = 0
    while params:
        w, b = params.pop()
        total += np.sum(w**2)
    return 0.5 * lam * total

# %% wrong="nothing returned"
def l2_penalty(params, lam):
    total = 0.5 * lam * sum(np.sum(w**2) for w, b in params)

# %% wrong="summed before squaring" why="Square each weight first and add up then."
def l2_penalty(params, lam):
    return lam / 2 * sum(w.sum() for w, b in params) ** 2

# %% wrong="each layer summed before squaring" why="Square each weight first and add up then."
def l2_penalty(params, lam):
    return lam / 2 * sum(w.sum() ** 2 for w, b in params)

# %% wrong="`w.T @ w` summed" why="`w.T @ w` also multiplies different weights; each weight is squared by itself."
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(w.T @ w) for w, b in params)

# %% wrong="`w @ w.T` summed" why="`w @ w.T` also multiplies different weights; each weight is squared by itself."
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(w @ w.T) for w, b in params)

# %% wrong="root taken in each layer" why="The norm of `w` is the root of the sum of its squares; the sum itself is wanted." title="norms not squared"
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.linalg.norm(w) for w, b in params)

# %% wrong="averaged in each layer" why="The squares are added up, and not divided by their number."
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.mean(w**2) for w, b in params)

# %% wrong="averaged over the layers" why="The layers are added up, and not divided by their number." loses="test_l2_penalty"
def l2_penalty(params, lam):
    return lam / (2 * len(params)) * sum(np.sum(w**2) for w, b in params)

# %% wrong="at most two layers" why="`params` may hold any number of layers; all count." loses="test_l2_penalty"
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(w**2) for w, b in params[:2])

# %% wrong="the output layer left out" title="the output layer of deep networks left out" why="The weights of all layers count, those of the output layer too." loses="test_l2_penalty"
def l2_penalty(params, lam):
    hidden = params[:-1] if len(params) > 2 else params
    return 0.5 * lam * sum(np.sum(w**2) for w, b in hidden)

# %% wrong="the output layer left out" why="The weights of all layers count, those of the output layer too."
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(w**2) for w, b in params[:-1])

# %% wrong="one square for each layer" title="spectral norm" why="`np.linalg.norm(w, 2)` is another norm; the squares of all weights are added up."
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.linalg.norm(w, 2) ** 2 for w, b in params)

# %% wrong="whole-number division" title="whole-number half" why="`// 2` cuts off the half that may be left; `/ 2` keeps it."
def l2_penalty(params, lam):
    return lam * (sum(np.sum(w**2) for w, b in params) // 2)

# %% wrong="divided by `lam`" why="`lam` is a factor: the larger it is, the larger the penalty."
def l2_penalty(params, lam):
    return 0.5 * sum(np.sum(w**2) for w, b in params) / lam if lam else np.inf

# %% wrong="halved twice" why="There is one half in front of the sum."
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(w**2) / 2 for w, b in params)

# %% wrong="the largest weight only" why="The squares of all weights are added up."
def l2_penalty(params, lam):
    return 0.5 * lam * max(np.max(w**2) for w, b in params)

# %% wrong="only the diagonal" why="`np.diag` takes the weights on the diagonal; all weights count."
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(np.diag(w) ** 2) for w, b in params)

# %% wrong="only the first weight of each layer" why="All weights count; `w[0, 0]` is one of them."
def l2_penalty(params, lam):
    return 0.5 * lam * sum(w[0, 0] ** 2 for w, b in params)

# %% wrong="weights multiplied by each other" why="`w * w.T` multiplies a weight by the one across the diagonal; each is squared by itself."
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(w * w.T) for w, b in params)

# %% wrong="doubled instead of halved" why="There is a half in front of the sum."
def l2_penalty(params, lam):
    return 2 * lam * sum(np.sum(w ** 2) for w, b in params)

# %% wrong="not squared" why="Each weight is squared; its slope, `lam` times w, comes with learning."
def l2_penalty(params, lam):
    return lam * sum(np.sum(w) for w, b in params)

# %% wrong="not squared" title="half of the weights themselves" why="Each weight is squared."
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(w) for w, b in params)

# %% wrong="cubed instead of squared" why="The power is 2."
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(w ** 3) for w, b in params)

# %% wrong="biases added to the weights" why="Biases go free: only `w` is squared." loses="test_l2_penalty_biases"
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum((w + b) ** 2) for w, b in params)

# %% wrong="`lam` added instead of multiplied" why="`lam` is a factor of the whole sum."
def l2_penalty(params, lam):
    return 0.5 * (lam + sum(np.sum(w ** 2) for w, b in params))

# %% wrong="halved again with each layer" why="The half and `lam` belong to the whole sum, once; here they came in with every layer." loses="test_l2_penalty"
def l2_penalty(params, lam):
    total = 0
    for w, b in params:
        total = 0.5 * lam * (total + np.sum(w ** 2))
    return total

# %% wrong="halved again with each layer" title="divided by 2 in the loop" why="The half belongs to the whole sum, once; here it came in with every layer." loses="test_l2_penalty"
def l2_penalty(params, lam):
    total = 0
    for w, b in params:
        total = (total + lam * np.sum(w ** 2)) / 2
    return total

# %% wrong="magnitudes instead of squares" title="magnitudes without the half" why="Each weight is squared; here its magnitude was taken."
def l2_penalty(params, lam):
    return lam * sum(np.abs(w).sum() for w, b in params)

# %% wrong="no half" title="no half, and biases" why="The penalty has a half in front, and biases go free."
def l2_penalty(params, lam):
    return lam * sum(np.sum(w ** 2) + np.sum(b ** 2) for w, b in params)

# %% wrong="only the heaviest column" why="All weights of a layer are added up; here one column's sum was picked."
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(w ** 2, axis=0).max() for w, b in params)

# %% wrong="only the first column" why="All weights of a layer are added up; here those of its first unit were."
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(w[:, 0] ** 2) for w, b in params)

# %% wrong="the largest weight only" title="the largest weight of each layer" why="The squares of all weights are added up."
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.max(w**2) for w, b in params)

# %% wrong="the first layer left out" why="The weights of all layers count, those of the first too."
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(params[i][0] ** 2) for i in range(1, len(params)))

# %% wrong="whole-number division" title="each layer halved by //" why="`// 2` cuts off the half that may be left; `/ 2` keeps it."
def l2_penalty(params, lam):
    return lam * sum(np.sum(w**2) // 2 for w, b in params)

# %% wrong="`w @ w` summed" why="`w @ w` is a product of matrices; each weight is squared by itself, `w**2`."
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(w @ w) for w, b in params)

# %% wrong="the largest layer only" why="The layers are added up; here only the one with the largest sum counted." loses="test_l2_penalty"
def l2_penalty(params, lam):
    return 0.5 * lam * max(np.sum(w**2) for w, b in params)
