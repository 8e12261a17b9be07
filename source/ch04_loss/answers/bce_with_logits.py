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

# %% wrong="`exp` of a large number" title="the probability of the true label" why="`exp` of 1000 is too large for a float; take the larger of 0 and z out of the sum first." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(np.log(np.where(y == 1, p, 1 - p)))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="logarithm of 0 or less" why="A sigmoid that has become 0 has no logarithm; write the loss with z itself, as ln(1 + e^z) - yz." title="sigmoid, then logarithm" loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="infinite for a large logit" why="`exp(1000)` is too large, and a sigmoid that has become 0 has no logarithm: take the larger of 0 and z out of the sum in ln(1 + e^z) - yz." title="e to z as it stands" loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.log(1 + np.exp(z)) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="labels taken for -1 and 1" why="The labels are 0 and 1 here; with label 0 the product `y * z` is 0." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, -y * z))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="labels swapped" why="Samples of one label got the loss of the other." title="labels swapped in the logistic loss" loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - (1 - y) * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="samples of label 0 left out" why="Both labels have a loss; that of label 0 is missing." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(y * np.logaddexp(0, -z))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="summed instead of averaged" why="The loss is the average over the samples." title="logistic loss summed" loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.sum(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="sigmoid taken twice" why="The formula takes logits; the sigmoid is in it already." loses="test_bce_with_logits test_bce_with_logits_large"
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

# %% wrong="squared" why="The loss is a logarithm, or a hinge, without squares." title="squared error of the sigmoid" loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean((np.exp(-np.logaddexp(0, -z)) - y) ** 2)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="wrong sign" loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(y * z - np.logaddexp(0, z))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="|z| in the wrong place" why="Outside of the logarithm stands max(z, 0), in its exponent -|z|; here one of the two is wrong for negative z." title="z without bars" loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) + np.log1p(np.exp(-z)) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="no margin" why="The hinge wants z at least 1 on the right side: max(0, 1 - tz)." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, -y_pm * z))

# %% wrong="not cut off at 0" why="A loss is never below 0: each sample's is cut off there." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(1 - y_pm * z)

# %% wrong="not cut off sample by sample" title="cut off after averaging" why="Each sample's loss is cut off at 0 first, and averaged then." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return max(0, np.mean(1 - y_pm * z))

# %% wrong="labels taken for 0 and 1" why="The labels are -1 and 1 here; they need no change." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - (2 * y_pm - 1) * z))

# %% wrong="labels swapped" why="The loss is to fall as tz grows: 1 - tz, with t as it comes." title="labels swapped in the hinge" loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 + y_pm * z))

# %% wrong="squared" why="The loss is a logarithm, or a hinge, without squares." title="hinge squared" loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z) ** 2)

# %% wrong="summed instead of averaged" why="The loss is the average over the samples." title="hinge summed" loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.sum(np.maximum(0, 1 - y_pm * z))

# %% wrong="labels not used" why="The label decides on which side of 0 the logit should be." loses="test_bce_with_logits_hinge"
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

# %% wrong="labels changed as if from -1 and 1" why="The labels are 0 and 1 already; `(y + 1) / 2` makes them a half and 1." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - (y + 1) / 2 * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="labels not used" why="The label decides on which side of 0 the logit should be." title="no product of label and logit" loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="labels changed to 0 and 1" why="With label 0 the logit no longer counts; the hinge wants -1 and 1." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - (y_pm + 1) / 2 * z))

# %% wrong="summed instead of averaged" why="`y @ z` adds up over all samples; each sample's own product belongs into the average." title="labels multiplied as vectors" loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z)) - y @ z

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="loss capped by a small number" title="1e-7 in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the sigmoid." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="loss capped by a small number" title="1e-8 in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the sigmoid." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p + 1e-8) + (1 - y) * np.log(1 - p + 1e-8))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="loss capped by a small number" title="1e-9 in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the sigmoid." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p + 1e-9) + (1 - y) * np.log(1 - p + 1e-9))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="loss capped by a small number" title="1e-10 in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the sigmoid." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p + 1e-10) + (1 - y) * np.log(1 - p + 1e-10))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="loss capped by a small number" title="1e-12 in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the sigmoid." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="loss capped by a small number" title="1e-15 in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the sigmoid." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p + 1e-15) + (1 - y) * np.log(1 - p + 1e-15))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="loss capped by a small number" title="1e-16 in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the sigmoid." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p + 1e-16) + (1 - y) * np.log(1 - p + 1e-16))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="loss capped by a small number" title="1e-20 in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the sigmoid." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p + 1e-20) + (1 - y) * np.log(1 - p + 1e-20))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="loss capped by a small number" title="1e-300 in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the sigmoid." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p + 1e-300) + (1 - y) * np.log(1 - p + 1e-300))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="loss capped by a small number" title="np.finfo(float).eps in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the sigmoid." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p + np.finfo(float).eps) + (1 - y) * np.log(1 - p + np.finfo(float).eps))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="loss capped by a small number" title="np.finfo(float).tiny in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the sigmoid." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p + np.finfo(float).tiny) + (1 - y) * np.log(1 - p + np.finfo(float).tiny))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="loss capped by a small number" title="np.finfo(np.float32).eps in the logarithm" why="A small number in the logarithm, or clipped probabilities, set a highest loss; do not finish the sigmoid." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p + np.finfo(np.float32).eps) + (1 - y) * np.log(1 - p + np.finfo(np.float32).eps))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="logits cut off" title="logits cut off at 20" why="Logits beyond a limit count as the limit, so the loss stops growing there." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    z = np.clip(z, -20, 20)
    return np.mean(np.log(1 + np.exp(z)) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="logits cut off" title="logits cut off at 30" why="Logits beyond a limit count as the limit, so the loss stops growing there." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    z = np.clip(z, -30, 30)
    return np.mean(np.log(1 + np.exp(z)) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="logits cut off" title="logits cut off at 50" why="Logits beyond a limit count as the limit, so the loss stops growing there." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    z = np.clip(z, -50, 50)
    return np.mean(np.log(1 + np.exp(z)) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="logits cut off" title="logits cut off at 100" why="Logits beyond a limit count as the limit, so the loss stops growing there." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    z = np.clip(z, -100, 100)
    return np.mean(np.log(1 + np.exp(z)) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="logits cut off" title="logits cut off at 500" why="Logits beyond a limit count as the limit, so the loss stops growing there." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    z = np.clip(z, -500, 500)
    return np.mean(np.log(1 + np.exp(z)) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="logits cut off" title="logits cut off at 700" why="Logits beyond a limit count as the limit, so the loss stops growing there." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    z = np.clip(z, -700, 700)
    return np.mean(np.log(1 + np.exp(z)) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="logits cut off" title="logits cut off at 709" why="Logits beyond a limit count as the limit, so the loss stops growing there." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    z = np.clip(z, -709, 709)
    return np.mean(np.log(1 + np.exp(z)) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="every logit met every label" why="A column met a row, so each logit was paired with all labels." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z)[:, None] - z[:, None] * y)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="the logarithm left out" why="`max(z, 0) - yz` is only its main part; the logarithm is added to it." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="`max(z, 0)` left out" why="The logarithm of 1 + e^-|z| is only the small part; `max(z, 0)` is added to it." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.log1p(np.exp(-np.abs(z))) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="base 2 for the logarithm only" why="The logarithm is the natural one, `np.log`." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) + np.log2(1 + np.exp(-np.abs(z))) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="each label averaged apart" why="The average is over all samples at once, whatever their labels." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    loss = np.logaddexp(0, z) - y * z
    return np.mean([loss[y == k].mean() for k in np.unique(y)])

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="divided twice" why="`np.mean` divides by the number of samples already." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z) / len(z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="samples of label 1 left out" why="Both labels have a loss; that of label 1 is missing." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean((1 - y) * np.logaddexp(0, z))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="wrong sign of the logits" title="yz added" why="The loss of label 1 falls as z grows; here it rises." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) + y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="fractions cut off" title="losses in the dtype of z" why="The losses were put into an array of integers, as the logits may be." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    loss = np.zeros_like(z)
    loss[...] = np.logaddexp(0, z) - y * z
    return loss.mean()

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="every logit met every label" title="every logit met every label in the hinge" why="A column met a row, so each logit was paired with all labels." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - z[:, None] * y_pm))

# %% wrong="only the samples with a loss averaged" why="Samples without a loss count as well: divide by the number of all." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    loss = np.maximum(0, 1 - y_pm * z)
    return loss.sum() / max(np.count_nonzero(loss), 1)

# %% wrong="magnitude instead of cut off" why="What lies beyond 1 on the right side costs nothing; a magnitude makes it cost." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.abs(1 - y_pm * z))

# %% wrong="divided twice" title="the hinge divided twice" why="`np.mean` divides by the number of samples already." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z)) / len(z)

# %% wrong="hinge of a squashed logit" why="The hinge takes the logit itself, not its sigmoid or tanh." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * np.tanh(z)))

# %% wrong="hinge of a squashed logit" title="hinge of a sigmoid" why="The hinge takes the logit itself, not its sigmoid or tanh." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm / (1 + np.exp(-z))))

# %% wrong="cut off at 1" why="The loss is cut off at 0 from below; here it cannot exceed 1." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.clip(1 - y_pm * z, 0, 1))

# %% wrong="|z| in the wrong place" title="|z| for max(z, 0)" why="Outside of the logarithm stands max(z, 0), in its exponent -|z|; here one of the two is wrong for negative z." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.abs(z) + np.log1p(np.exp(-np.abs(z))) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="`z` instead of `max(z, 0)`" why="Where z is negative, `max(z, 0)` is 0, and not z." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(z + np.log1p(np.exp(-np.abs(z))) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="min instead of max" why="`max(z, 0)` is the larger of the two." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.minimum(z, 0) + np.log1p(np.exp(-np.abs(z))) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="the minus in the exponent left out" why="The exponent is -|z|, never above 0, so that nothing overflows." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) + np.log1p(np.exp(np.abs(z))) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="`exp` left out" why="In the logarithm stands e to the -|z|, not |z| itself." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) + np.log1p(np.abs(z)) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="the 1 left out" why="In the logarithm 1 is added to the exponential; without it only the exponent is left." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) + np.log(np.exp(-np.abs(z))) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="1 added twice" why="`np.log1p(a)` is ln(1 + a) already." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) + np.log1p(1 + np.exp(-np.abs(z))) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="labels turned into -1 and 1" why="In `yz` the labels are 0 and 1, as they come." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))) - (2 * y - 1) * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="labels not used" title="z subtracted from every sample" why="`z` is subtracted where the label is 1 only: it is multiplied by `y`." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))) - z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="logarithm of the logits" why="A logit is no probability; the sigmoid would make one of it, and the formula does without." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(-(y * np.log(np.abs(z)) + (1 - y) * np.log(np.abs(1 - z))))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="infinite losses made 0" why="A loss that came out infinite should be large, not 0; write it with the logit itself." loses="test_bce_with_logits_large"
def bce_with_logits(z, y):
    p = 1 / (1 + np.exp(-z))
    losses = -np.where(y == 1, np.log(p), np.log(1 - p))
    return np.where(np.isfinite(losses), losses, 0).mean()

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="each label averaged apart" title="each label averaged, and added" why="The average is over all samples at once, whatever their labels." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    loss = np.logaddexp(0, z) - y * z
    return sum(loss[y == k].mean() for k in set(y.tolist()))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="first sample only" why="The loss of all samples is averaged; a `return` inside the loop ends it after the first." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    for a, k in zip(z, y):
        loss = np.logaddexp(0, a) - k * a
        return loss

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="first sample only" title="first sample, divided by N" why="The loss of all samples is averaged; a `return` inside the loop ends it after the first." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    for a, k in zip(z, y):
        loss = np.logaddexp(0, a) - k * a
        return loss / len(z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="last sample only" why="The losses of all samples are added up; here each one replaced those before." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    for a, k in zip(z, y):
        loss = np.logaddexp(0, a) - k * a
    return loss / len(z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="first sample only" title="the hinge of the first sample" why="The loss of all samples is averaged; a `return` inside the loop ends it after the first." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    for a, t in zip(z, y_pm):
        loss = max(0, 1 - t * a)
        return loss

# %% wrong="last sample only" title="the hinge of the last sample" why="The losses of all samples are added up; here each one replaced those before." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    for a, t in zip(z, y_pm):
        loss = max(0, 1 - t * a)
    return loss / len(z)

# %% wrong="cut off in the wrong place" why="`max` goes around `1 - tz` as a whole, not around `tz`." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(1 - np.maximum(0, y_pm * z))

# %% wrong="min instead of max" title="min in the hinge" why="A loss is never below 0: the larger of 0 and `1 - tz` counts." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.minimum(0, 1 - y_pm * z))

# %% wrong="the largest loss only" why="`np.max` picks one loss; each is cut off at 0, as by `np.maximum`, and all are averaged." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.max(1 - y_pm * z)

# %% wrong="label minus logit" why="The label multiplies the logit, and is subtracted with it from 1: 1 - tz." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, y_pm - z))

# %% wrong="only the sign of the logit" why="How far the logit is from 0 counts, not only its sign." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * np.sign(z)))

# %% wrong="samples with a loss counted" why="A sample that costs something costs `1 - tz`; here each of them cost 1." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(y_pm * z < 1)

# %% wrong="labels taken for 0 and 1" title="a term for each of two labels" why="The labels are -1 and 1 here; a factor `1 - t` is 2 or 0, not 1 or 0." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(y_pm * np.maximum(0, 1 - z) + (1 - y_pm) * np.maximum(0, 1 + z))

# %% wrong="logarithm of the logits" title="logarithm of the logits, as they are" why="A logit is no probability, and may be negative; the sigmoid would make one of it, and the formula does without." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return -np.mean(y * np.log(z) + (1 - y) * np.log(1 - z))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="halved" title="the hinge halved" why="The hinge is not halved." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z)) / 2

# %% wrong="one largest logit for all" title="np.max of z and 0" why="`np.max(z, 0)` is the largest of all logits; `np.maximum(z, 0)` compares each with 0." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.max(z, 0) + np.log(1 + np.exp(-np.abs(z))) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="the label itself subtracted" why="The label multiplies the logit: what is subtracted is `y * z`." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) + np.log(1 + np.exp(-np.abs(z))) - y)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="logarithm to another base" title="log10 in the logistic loss" why="The logarithm is the natural one, `np.log`." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) + np.log10(1 + np.exp(-np.abs(z))) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="wrong answers counted" why="The loss tells how wrong each answer is, not only whether it is wrong." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean((z > 0) != y)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="squared distance of the logit" why="A logit is no prediction of 0 or 1: the loss is minus the logarithm of a probability." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean((z - y) ** 2)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="1 - y left out" why="`ln(1 - p)` counts for label 0 only: it is multiplied by 1 - y." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return -np.mean(y * np.log(1 / (1 + np.exp(-z))) + np.log(1 - 1 / (1 + np.exp(-z))))

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="halved" title="the logistic loss halved" why="The loss is the average itself, not half of it." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) + np.log(1 + np.exp(-np.abs(z))) - y * z) / 2

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="first sample only" title="hinge of the first sample" why="The losses of all samples are averaged; a `return` inside the loop ends it after the first." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) + np.log(1 + np.exp(-np.abs(z))) - y * z)

def hinge(z, y_pm):
    total = 0
    for s, t in zip(z, y_pm):
        total += max(0, 1 - t * s)
        return total / len(z)

# %% wrong="wrong sign of the margin" why="A sample on the wrong side costs: 1 - tz, not tz - 1." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) + np.log(1 + np.exp(-np.abs(z))) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, y_pm * z - 1))

# %% wrong="the logistic loss again" why="The hinge has no logarithm: max(0, 1 - tz)." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) + np.log(1 + np.exp(-np.abs(z))) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(z, 0) + np.log(1 + np.exp(-np.abs(z))) - y_pm * z)

# %% wrong="a minus in the logarithm" why="The exponential is added to 1, not subtracted." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) + np.log(1 - np.exp(-np.abs(z))) - y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))

# %% wrong="nothing between 0 and 1" why="A sample on the right side costs, too, as long as it is nearer than 1." loses="test_bce_with_logits_hinge"
def bce_with_logits(z, y):
    return np.mean(np.maximum(z, 0) + np.log(1 + np.exp(-np.abs(z))) - y * z)

def hinge(z, y_pm):
    return np.mean(np.where(y_pm * z < 0, 1 - y_pm * z, 0))

# %% wrong="the logarithm left out" title="the product alone" why="`-yz` is only what the label takes off; the logarithm of 1 + e^z is what it is taken off." loses="test_bce_with_logits test_bce_with_logits_large"
def bce_with_logits(z, y):
    return -np.mean(y * z)

def hinge(z, y_pm):
    return np.mean(np.maximum(0, 1 - y_pm * z))
