# %% right="calls weighted_sum"
def perceptron_predict(x, w, b):
    return (weighted_sum(x, w, b) > 0).astype(int)

# %% right="np.where"
def perceptron_predict(x, w, b):
    return np.where(np.dot(x, w) > -b, 1, 0)

# %% right="a loop"
def perceptron_predict(x, w, b):
    out = []
    for sample in x:
        out.append(1 if np.sum(sample * w) + b > 0 else 0)
    return np.array(out, dtype=np.int32)

# %% right="heaviside"
def perceptron_predict(x, w, b):
    return np.heaviside(np.einsum("nd,d->n", x, w) + b, 0).astype(np.int8)

# %% wrong="fires at exactly 0" loses="test_perceptron_predict_threshold"
def perceptron_predict(x, w, b):
    return (x @ w + b >= 0).astype(int)

# %% wrong="booleans instead of numbers"
def perceptron_predict(x, w, b):
    return x @ w + b > 0

# %% wrong="-1 and 1 instead of 0 and 1"
def perceptron_predict(x, w, b):
    return np.where(x @ w + b > 0, 1, -1)

# %% wrong="`b` subtracted instead of added"
def perceptron_predict(x, w, b):
    return (x @ w - b > 0).astype(int)

# %% wrong="`b` left out"
def perceptron_predict(x, w, b):
    return (x @ w > 0).astype(int)

# %% wrong="floats instead of integers"
def perceptron_predict(x, w, b):
    return np.where(x @ w + b > 0, 1.0, 0.0)

# %% wrong="0 and 1 swapped"
def perceptron_predict(x, w, b):
    return (x @ w + b <= 0).astype(int)

# %% wrong="(N, 1) instead of (N,)"
def perceptron_predict(x, w, b):
    return (x @ w.reshape(-1, 1) + b > 0).astype(int)

# %% wrong="list instead of array"
def perceptron_predict(x, w, b):
    return [int(sample @ w + b > 0) for sample in x]

# %% wrong="one truth value for a whole array" title="if on a whole array"
def perceptron_predict(x, w, b):
    if x @ w + b > 0:
        return 1
    return 0

# %% wrong="no decision, these are the sums" loses="test_perceptron_predict test_perceptron_predict_threshold"
def perceptron_predict(x, w, b):
    return x @ w + b

# %% wrong="function not called"
def perceptron_predict(x, w, b):
    return (weighted_sum > 0).astype(int)

# %% right="the sign, cut off below"
def perceptron_predict(x, w, b):
    return np.maximum(np.sign(x @ w + b), 0).astype(int)

# %% wrong="above a small number, not above 0" told="" loses="test_perceptron_predict_threshold"
def perceptron_predict(x, w, b):
    return (x @ w + b > 1e-6).astype(int)
