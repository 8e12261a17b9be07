# %% right="logaddexp and loops"
def bce_with_logits(z, y):
    return np.mean([np.logaddexp(0, v) - label * v for v, label in zip(z, y)])

def hinge(z, y_pm):
    total = 0
    for v, t in zip(z, y_pm):
        total += max(0, 1 - t * v)
    return total / len(z)

# %% right="in two branches that warn"
def bce_with_logits(z, y):
    wrong = np.where(y == 1, -z, z)
    return np.where(wrong > 30, wrong, np.log1p(np.exp(wrong))).mean()

def hinge(z, y_pm):
    margin = 1.0 - np.multiply(y_pm, z)
    margin[margin < 0] = 0
    return np.sum(margin) / margin.size

# %% right="as a cross-entropy of two logits"
def bce_with_logits(z, y):
    return cross_entropy(np.stack([0 * z, z], axis=1), y)

def hinge(z, y_pm):
    return np.clip(1 - y_pm * z, 0, None).mean()

# %% right="single precision"
def bce_with_logits(z, y):
    z, sign = z.astype(np.float32), (1 - 2 * y).astype(np.float32)
    return np.logaddexp(np.float32(0), sign * z).mean()

def hinge(z, y_pm):
    loss = 1 - z.astype(np.float32) * y_pm.astype(np.float32)
    return ((loss > 0) * loss).mean()

# %% right="each half of the samples on its own"
def bce_with_logits(z, y):
    pos, neg = z[y == 1], z[y == 0]
    return (np.logaddexp(0, -pos).sum() + np.logaddexp(0, neg).sum()) / len(z)

def hinge(z, y_pm):
    pos, neg = z[y_pm == 1], z[y_pm == -1]
    return (np.maximum(1 - pos, 0).sum() + np.maximum(1 + neg, 0).sum()) / len(z)

# %% wrong="not a number or overflow" title="sigmoid, then logarithm" loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="not a number or overflow" title="e to z as it stands" loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.log(1 + np.exp(z)) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="loss capped at 16.1" loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="labels taken for -1 and 1" loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, -y * z))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="labels swapped" title="labels swapped in the logistic loss" loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - (1 - y) * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="samples of label 0 left out" loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(y * np.logaddexp(0, -z))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="summed instead of averaged" title="logistic loss summed" loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.sum(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="sigmoid taken twice" loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return np.mean(np.logaddexp(0, p) - y * p)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="logarithm to another base" loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z) / np.log(2)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="squared" title="squared error of the sigmoid" loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean((np.exp(-np.logaddexp(0, -z)) - y) ** 2)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="wrong sign" loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(y * z - np.logaddexp(0, z))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="the size of z not taken" loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) + np.log1p(np.exp(-z)) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="no margin" loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, -y_pm * z))

# %% wrong="not cut off at 0" loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(1 - y_pm * z)

# %% wrong="cut off after averaging" loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return max(0, np.mean(1 - y_pm * z))

# %% wrong="labels taken for 0 and 1" loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - (2 * y_pm - 1) * z))

# %% wrong="labels swapped" title="labels swapped in the hinge" loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 + y_pm * z))

# %% wrong="squared" title="hinge squared" loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z) ** 2)

# %% wrong="summed instead of averaged" title="hinge summed" loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.sum(np.maximum(0, 1 - y_pm * z))

# %% wrong="labels not used" loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - z))

# %% wrong="array instead of number" title="one loss for each sample"
def bce_with_logits(z, y):
    return np.logaddexp(0, z) - y * z

def hinge(z, y_pm):
    return np.maximum(0, 1 - y_pm * z)

# %% wrong="input changed in place"
def bce_with_logits(z, y):
    loss = np.logaddexp(0, z)
    z *= y
    return np.mean(loss - z)

def hinge(z, y_pm):
    z *= -y_pm
    z += 1
    z[z < 0] = 0
    return z.mean()

# %% wrong="not written yet" title="hinge still blank" loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    raise NotImplementedError()

# %% wrong="labels changed as if from -1 and 1" loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - (y + 1) / 2 * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="labels not used" title="no product of label and logit" loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="logits cut off" loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    z = np.clip(z, -500, 500)
    return np.mean(np.log(1 + np.exp(z)) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="labels changed to 0 and 1" loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - (y_pm + 1) / 2 * z))

# %% wrong="" title="labels multiplied as vectors" loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z)) - y @ z

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))
