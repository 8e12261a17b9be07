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

# %% wrong="0 divided by 0" why="Two zeros agree, but their size is 0 and cannot be divided by." loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    return float(np.max(np.abs(a - n) / np.maximum(np.abs(a), np.abs(n))))

# %% wrong="averaged over the entries" why="The worst entry decides; a mean lets many good entries hide a bad one."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    return float(np.mean(np.abs(a - n) / np.where(size > 0, size, 1)))

# %% wrong="summed up" why="The worst entry decides; a sum grows with the number of entries."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    return float(np.sum(np.abs(a - n) / np.where(size > 0, size, 1)))

# %% wrong="signs ignored" why="The difference is taken between the sizes of the two; -1 and 1 are as far apart as can be." loses="test_relative_error"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    a, n = np.abs(a), np.abs(n)
    size = np.maximum(a, n)
    return float(np.max(np.abs(a - n) / np.where(size > 0, size, 1)))

# %% wrong="difference without absolute value" why="A difference may be negative, and then it never is the largest; its size counts."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    return float(np.max((a - n) / np.where(size > 0, size, 1)))

# %% wrong="no error raised" title="stretches unlike shapes" loses="test_relative_error_care"
def relative_error(a, n):
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    return float(np.max(np.abs(a - n) / np.where(size > 0, size, 1)))

# %% wrong="no error raised" title="compares the sizes alone" loses="test_relative_error_care"
def relative_error(a, n):
    if a.size != n.size:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    return float(np.max(np.abs(a - n) / np.where(size > 0, size, 1)))

# %% wrong="not divided by the size" why="A difference is large or small beside the slopes; divide it by their size."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    return float(np.max(np.abs(a - n)))

# %% wrong="divided by the sum of both" why="The difference is divided by the larger of the two, not by both together."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    size = np.abs(a) + np.abs(n)
    return float(np.max(np.abs(a - n) / np.where(size > 0, size, 1)))

# %% wrong="not divided by the larger" title="divided by the second" why="Divide by the larger of the two sizes, whichever of the arrays it comes from."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    size = np.abs(n)
    return float(np.max(np.abs(a - n) / np.where(size > 0, size, 1)))

# %% wrong="measured as a whole" why="Largest difference and largest size come from different entries; each entry has its own size."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    size = max(np.abs(a).max(), np.abs(n).max())
    return float(np.abs(a - n).max() / size) if size else 0.0

# %% wrong="something added to the size" why="Beside tiny slopes even a tiny number is large; only a size of exactly 0 needs care." loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    return float(np.max(np.abs(a - n) / (np.maximum(np.abs(a), np.abs(n)) + 1e-8)))

# %% wrong="one pair of zeros settles it" why="Zeros in one place say nothing of the others: only that entry's error is 0." loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes differ")
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    off = np.abs(a - n) / np.where(size > 0, size, 1)
    return 0.0 if (size == 0).any() else float(off.max())

# %% wrong="the best entry decides" why="The largest error counts, not the smallest."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes differ")
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    off = np.abs(a - n) / np.where(size > 0, size, 1)
    return float(off.min())

# %% wrong="difference squared" why="The difference itself is divided by the size, not its square."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes differ")
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    off = np.abs(a - n) / np.where(size > 0, size, 1)
    return float(np.max(off * np.abs(a - n)))

# %% wrong="sizes squared" why="The size is `max(|a|, |n|)`; its square belongs to nothing."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes differ")
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    off = np.abs(a - n) / np.where(size > 0, size, 1)
    return float(np.max(off / np.where(size > 0, size, 1)))

# %% wrong="both squared" why="The error is the difference over the size, not the square of that."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes differ")
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    off = np.abs(a - n) / np.where(size > 0, size, 1)
    return float(np.max(off**2))

# %% wrong="a ratio of norms" title="by both norms together" why="A norm mixes all entries; the worst entry decides, measured by its own size."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes differ")
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    off = np.abs(a - n) / np.where(size > 0, size, 1)
    return float(np.linalg.norm(a - n) / (np.linalg.norm(a) + np.linalg.norm(n) + 1e-300))

# %% wrong="a ratio of norms" title="by the larger norm" why="A norm mixes all entries; the worst entry decides, measured by its own size."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes differ")
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    off = np.abs(a - n) / np.where(size > 0, size, 1)
    return float(np.linalg.norm(a - n) / max(np.linalg.norm(a), np.linalg.norm(n), 1e-300))

# %% wrong="divided by the product of both" why="The difference is divided by the larger of the two, not by both multiplied."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes differ")
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    off = np.abs(a - n) / np.where(size > 0, size, 1)
    return float(np.max(off * size / np.where(a * n == 0, 1, np.abs(a * n))))

# %% wrong="tiny numbers ignored" why="What is below some bound counts as 0; tiny numbers count as much as others." loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
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

# %% wrong="a floor under the size" why="Sizes below some bound are replaced by it, and the error of tiny slopes comes out too small." loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    return float(np.max(np.abs(a - n) / np.maximum(1e-8, size)))

# %% wrong="divided by the sum of both" why="The difference is divided by the larger of the two, not by both together." title="the sum of both, with a floor"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    return float(np.max(np.abs(a - n) / np.maximum(1e-8, np.abs(a) + np.abs(n))))

# %% wrong="a ratio of norms" why="A norm mixes all entries; the worst entry decides, measured by its own size."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    return float(np.linalg.norm(a - n) / (np.linalg.norm(a) + np.linalg.norm(n)))

# %% wrong="wrapped around" why="Whole numbers of 8 bits start again at 0 when they run over; turn them into floats first." title="subtracts whole numbers as they are" loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape: raise ValueError
    s = np.maximum(abs(a), abs(n))
    return float(np.max(abs(a - n) / np.where(s > 0, s, 1)))

# %% wrong="a floor under the size" title="a floor of 1e-20" why="Sizes below some bound are replaced by it, and the error of tiny slopes comes out too small." loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape: raise ValueError
    a, n = a * 1.0, n * 1.0
    return float(np.max(abs(a - n) / np.maximum(1e-20, np.maximum(abs(a), abs(n)))))

# %% wrong="not divided by the larger" title="divided by the first" why="Divide by the larger of the two sizes, whichever of the arrays it comes from."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    return float(np.max(np.abs(a - n) / np.where(a == 0, 1, np.abs(a))))

# %% wrong="not divided by the larger" title="divided by the smaller" why="Divide by the larger of the two sizes, whichever of the arrays it comes from."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    size = np.minimum(np.abs(a), np.abs(n))
    return float(np.max(np.abs(a - n) / np.where(size > 0, size, np.maximum(np.abs(a), np.abs(n)) + (a == n))))

# %% wrong="divided by the mean of both" why="The difference is divided by the larger of the two, not by what lies between them."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    size = (np.abs(a) + np.abs(n)) / 2
    return float(np.max(np.abs(a - n) / np.where(size > 0, size, 1)))

# %% wrong="size without absolute value" why="The larger number is not the one of larger size: -2 is smaller than 1 and twice as large."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(a, n)
    return float(np.max(np.abs(a - n) / np.where(size == 0, 1, size)))

# %% wrong="difference without absolute value" title="the second minus the first" why="A difference may be negative, and then it never is the largest; its size counts."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    return float(np.max((n - a) / np.where(size > 0, size, 1)))

# %% wrong="the error at the largest difference" why="A small difference between small slopes may be the worst one; divide first, then look for the largest." loses="test_relative_error"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float).ravel(), n.astype(float).ravel()
    worst = np.abs(a - n).argmax()
    size = max(abs(a[worst]), abs(n[worst]))
    return float(abs(a[worst] - n[worst]) / size) if size else 0.0

# %% wrong="limited to 1" why="Slopes of opposite signs have an error of up to 2; nothing is to be cut off." loses="test_relative_error"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    return float(np.clip(np.abs(a - n) / np.where(size > 0, size, 1), 0, 1).max())

# %% wrong="zeros counted as different" why="Where both are 0 they agree: the error of that entry is 0." loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    return float(np.where(size > 0, np.abs(a - n) / np.where(size > 0, size, 1), 1.0).max())

# %% wrong="tiny numbers ignored" title="close ones count as equal" why="What is below some bound counts as 0; tiny numbers count as much as others." loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    return 0.0 if np.allclose(a, n) else float(np.max(np.abs(a - n) / np.where(size > 0, size, 1)))

# %% wrong="entries with a 0 left out" why="0 against anything else is an error of 1; only where both are 0 do they agree." loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    both = (a != 0) & (n != 0)
    a, n = a[both].astype(float), n[both].astype(float)
    return float(np.max(np.abs(a - n) / np.maximum(np.abs(a), np.abs(n)), initial=0.0))

# %% wrong="something added to the size" title="1e-12 added" why="Beside tiny slopes even 1e-12 is large; only a size of exactly 0 needs care." loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    return float(np.max(np.abs(a - n) / (np.maximum(np.abs(a), np.abs(n)) + 1e-12)))

# %% wrong="something added to the size" title="the machine's epsilon added" why="Beside tiny slopes even 2e-16 is large; only a size of exactly 0 needs care." loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    return float(np.max(np.abs(a - n) / (np.maximum(np.abs(a), np.abs(n)) + np.finfo(float).eps)))

# %% wrong="a floor under the size" title="a floor of 1e-12" why="Sizes below some bound are replaced by it, and the error of tiny slopes comes out too small." loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    a, n = a.astype(float), n.astype(float)
    return float(np.max(np.abs(a - n) / np.maximum(np.maximum(np.abs(a), np.abs(n)), 1e-12)))

# %% wrong="wrapped around" title="sizes of whole numbers" why="Whole numbers of 8 bits cannot hold the size of -128; turn them into floats first." loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError
    size = np.maximum(np.abs(a), np.abs(n)).astype(float)
    return float(np.max(np.abs(a.astype(float) - n) / np.where(size == 0, 1, size)))

# %% wrong="tiny numbers ignored" title="a bound of 1e-12" why="What is below some bound counts as 0; tiny numbers count as much as others." loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes differ")
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    large = size > 1e-12
    return float(np.max(np.where(large, np.abs(a - n) / np.where(large, size, 1), 0)))

# %% wrong="entries with a 0 left out" title="where the second is 0" why="0 against anything else is an error of 1; only where both are 0 do they agree." loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes differ")
    a, n = a.astype(float), n.astype(float)
    size, some = np.maximum(abs(a), abs(n)), n != 0
    return float(np.max(abs(a - n)[some] / size[some], initial=0.0))

# %% wrong="brackets missing" why="The whole difference is divided; as it stands, only the second number is."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes differ")
    a, n = abs(a.astype(float)), abs(n.astype(float))
    size = np.maximum(a, n)
    return float(np.max(abs(a - n / np.where(size > 0, size, 1))))

# %% wrong="brackets missing" title="brackets missing, sizes subtracted" why="The whole difference is divided; as it stands, only the second number is."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes differ")
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(abs(a), abs(n))
    return float(np.max(abs(a) - abs(n) / np.where(size > 0, size, 1)))

# %% wrong="0 for every entry" title="`//` instead of `/`" why="Is it `/`, for `//` cuts an error below 1 down to 0, and is 0 chosen only where both are 0?"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes differ")
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(abs(a), abs(n))
    return float(np.max(abs(a - n) // np.where(size > 0, size, 1)))

# %% wrong="0 for every entry" title="branches exchanged" why="Is it `/`, for `//` cuts an error below 1 down to 0, and is 0 chosen only where both are 0?"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes differ")
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(abs(a), abs(n))
    error = abs(a - n) / np.where(size == 0, 1, size)
    return float(np.max(np.where(size == 0, error, 0)))

# %% wrong="only the first entry" why="The worst of all entries decides: is `return` inside the loop?"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes differ")
    for p, q in zip(a.ravel().tolist(), n.ravel().tolist()):
        return float(abs(p - q) / max(abs(p), abs(q), 1e-300))

# %% wrong="only the last entry" why="Each entry overwrites the one before; keep the largest."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes differ")
    for p, q in zip(a.ravel().tolist(), n.ravel().tolist()):
        error = abs(p - q) / max(abs(p), abs(q), 1e-300)
    return float(error)

# %% wrong="Python's `max` instead of NumPy's" why="Python's `max` goes through an array row by row; `np.max` looks at every entry."
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("the shapes differ")
    a, n = a.astype(float), n.astype(float)
    size = np.maximum(np.abs(a), np.abs(n))
    return max(np.abs(a - n) / np.where(size > 0, size, 1))

# %% wrong="something added to the size" title="1e-9 added to the size" why="Beside tiny slopes even a tiny number is large; only a size of exactly 0 needs care." loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes")
    a, n = a.astype(float), n.astype(float)
    return float((np.abs(a - n) / (np.maximum(np.abs(a), np.abs(n)) + 1e-9)).max())

# %% wrong="something added to the size" title="1e-10 added to the size" why="Beside tiny slopes even a tiny number is large; only a size of exactly 0 needs care." loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes")
    a, n = a.astype(float), n.astype(float)
    return float((np.abs(a - n) / (np.maximum(np.abs(a), np.abs(n)) + 1e-10)).max())

# %% wrong="something added to the size" title="1e-12 added to the size" why="Beside tiny slopes even a tiny number is large; only a size of exactly 0 needs care." loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes")
    a, n = a.astype(float), n.astype(float)
    return float((np.abs(a - n) / (np.maximum(np.abs(a), np.abs(n)) + 1e-12)).max())

# %% wrong="0/0 passed over" why="`nanmax` passes over 0/0, and where there is nothing else nothing is left: let 0/0 count as 0." loses="test_relative_error_care"
def relative_error(a, n):
    if a.shape != n.shape:
        raise ValueError("shapes")
    a, n = a.astype(float), n.astype(float)
    with np.errstate(invalid="ignore"):
        return float(np.nanmax(np.abs(a - n) / np.maximum(np.abs(a), np.abs(n))))
