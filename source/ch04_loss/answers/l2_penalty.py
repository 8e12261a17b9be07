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

# %% wrong="no half"
def l2_penalty(params, lam):
    return lam * sum(np.sum(w**2) for w, b in params)

# %% wrong="biases penalised" loses="test_l2_penalty_biases"
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(w**2) + np.sum(b**2) for w, b in params)

# %% wrong="biases instead of weights"
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(b**2) for w, b in params)

# %% wrong="`lam` left out"
def l2_penalty(params, lam):
    return 0.5 * sum(np.sum(w**2) for w, b in params)

# %% wrong="`lam` squared"
def l2_penalty(params, lam):
    return 0.5 * sum(np.sum((lam * w) ** 2) for w, b in params)

# %% wrong="first layer only" loses="test_l2_penalty"
def l2_penalty(params, lam):
    for w, b in params:
        return 0.5 * lam * np.sum(w**2)

# %% wrong="last layer only" loses="test_l2_penalty"
def l2_penalty(params, lam):
    for w, b in params:
        total = np.sum(w**2)
    return 0.5 * lam * total

# %% wrong="averaged over the weights"
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(w**2) for w, b in params) / sum(w.size for w, b in params)

# %% wrong="magnitudes instead of squares"
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.abs(w).sum() for w, b in params)

# %% wrong="root taken"
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

# %% wrong="summed before squaring"
def l2_penalty(params, lam):
    return lam / 2 * sum(w.sum() for w, b in params) ** 2

# %% wrong="each layer summed before squaring"
def l2_penalty(params, lam):
    return lam / 2 * sum(w.sum() ** 2 for w, b in params)

# %% wrong="`w.T @ w` summed"
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(w.T @ w) for w, b in params)

# %% wrong="`w @ w.T` summed"
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.sum(w @ w.T) for w, b in params)

# %% wrong="root taken in each layer" title="norms not squared"
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.linalg.norm(w) for w, b in params)

# %% wrong="averaged in each layer"
def l2_penalty(params, lam):
    return 0.5 * lam * sum(np.mean(w**2) for w, b in params)

# %% wrong="averaged over the layers" loses="test_l2_penalty"
def l2_penalty(params, lam):
    return lam / (2 * len(params)) * sum(np.sum(w**2) for w, b in params)

# %% wrong="0 whatever the weights are" title="whole-number division"
def l2_penalty(params, lam):
    return 1 // 2 * lam * sum(np.sum(w**2) for w, b in params)
