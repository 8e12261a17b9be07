# %% right="a loop"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    worst = 0.0
    for p, q in zip(a.ravel().tolist(), n.ravel().tolist()):
        if p != q:
            worst = max(worst, abs(p - q) / max(abs(p), abs(q)))
    return float(worst)

# %% right="divides where it can"
def relative_error(a, n):
    if np.shape(a) != np.shape(n):
        raise ValueError("unlike shapes")
    a, n = a + 0.0, n + 0.0
    size = np.maximum(abs(a), abs(n))
    out = np.zeros(a.shape)
    np.divide(abs(a - n), size, out=out, where=size != 0)
    return out.max()

# %% right="0/0 and what comes of it, with a warning"
def relative_error(first, second):
    if first.shape != second.shape:
        raise ValueError("shapes")
    first, second = first.astype(np.float64), np.float64(second)
    ratio = np.abs(first - second) / np.maximum(np.abs(first), np.abs(second))
    return np.nanmax(np.append(ratio, 0.0))

# %% right="the smallest float added"
def relative_error(a, n):
    if a.ndim != n.ndim or a.shape != n.shape:
        raise ValueError
    a = 1.0 * a
    return float((np.abs(a - n) / (np.maximum(np.abs(a), np.abs(1.0 * n)) + 1e-300)).max())

# %% wrong="0 divided by 0" loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    return float(np.max(np.abs(a - n) / np.maximum(np.abs(a), np.abs(n))))

# %% wrong="averaged over the entries"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    size = np.maximum(np.abs(a), np.abs(n))
    return float(np.mean(np.abs(a - n) / np.where(size > 0, size, 1)))

# %% wrong="summed up" loses="test_relative_error"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    return float(np.sum(np.abs(a - n) / np.where(size > 0, size, 1)))

# %% wrong="signs ignored" loses="test_relative_error"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    a, n = np.abs(a), np.abs(n)
    size = np.maximum(a, n)
    return float(np.max(np.abs(a - n) / np.where(size > 0, size, 1)))

# %% wrong="difference without absolute value"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    size = np.maximum(np.abs(a), np.abs(n))
    return float(np.max((a - n) / np.where(size > 0, size, 1)))

# %% wrong="no error raised" title="stretches unlike shapes" loses="test_relative_error_care"
def relative_error(a, n):
    size = np.maximum(np.abs(a), np.abs(n))
    return float(np.max(np.abs(a - n) / np.where(size > 0, size, 1)))

# %% wrong="no error raised" title="compares the sizes alone" loses="test_relative_error_care"
def relative_error(a, n):
    if a.size != n.size:
        raise ValueError
    size = np.maximum(np.abs(a), np.abs(n))
    return float(np.max(np.abs(a - n) / np.where(size > 0, size, 1)))

# %% wrong="not divided by the size"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    return float(np.max(np.abs(a - n)))

# %% wrong="divided by the sum of both"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    size = np.abs(a) + np.abs(n)
    return float(np.max(np.abs(a - n) / np.where(size > 0, size, 1)))

# %% wrong="divided by one of the two"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    size = np.abs(n)
    return float(np.max(np.abs(a - n) / np.where(size > 0, size, 1)))

# %% wrong="measured as a whole" loses="test_relative_error"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    size = max(np.abs(a).max(), np.abs(n).max())
    return float(np.abs(a - n).max() / size) if size else 0.0

# %% wrong="something added to the size" loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    return float(np.max(np.abs(a - n) / (np.maximum(np.abs(a), np.abs(n)) + 1e-8)))

# %% wrong="tiny numbers ignored" loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    size = np.maximum(np.abs(a), np.abs(n))
    return float(np.max(np.where(size > 1e-8, np.abs(a - n) / np.where(size > 0, size, 1), 0)))

# %% wrong="array instead of number" title="an error for each entry"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    size = np.maximum(np.abs(a), np.abs(n))
    return np.abs(a - n) / np.where(size > 0, size, 1)

# %% wrong="input changed in place"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    size = np.maximum(np.abs(a), np.abs(n))
    a -= n
    return float(np.max(np.abs(a) / np.where(size > 0, size, 1)))

# %% wrong="nothing returned"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    size = np.maximum(np.abs(a), np.abs(n))
    worst = float(np.max(np.abs(a - n) / np.where(size > 0, size, 1)))

# %% wrong="a floor of 1e-8" loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    size = np.maximum(np.abs(a), np.abs(n))
    return float(np.max(np.abs(a - n) / np.maximum(1e-8, size)))

# %% wrong="divided by the sum of both" title="the sum of both, with a floor"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    return float(np.max(np.abs(a - n) / np.maximum(1e-8, np.abs(a) + np.abs(n))))

# %% wrong="a ratio of norms"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    return float(np.linalg.norm(a - n) / (np.linalg.norm(a) + np.linalg.norm(n)))

# %% wrong="wrapped around" title="subtracts whole numbers as they are" loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape: raise ValueError
    s = np.maximum(abs(a), abs(n))
    return float(np.max(abs(a - n) / np.where(s > 0, s, 1)))

# %% wrong="tiny numbers ignored" title="a floor of 1e-20" loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape: raise ValueError
    a, n = a * 1.0, n * 1.0
    return float(np.max(abs(a - n) / np.maximum(1e-20, np.maximum(abs(a), abs(n)))))
