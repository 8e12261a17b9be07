# %% right="a loop that keeps the worst so far"
def wrong_slope(losses, slopes, x):
    worst, found = -1.0, None
    for name in losses:
        error = relative_error(slopes[name](x), numerical_gradient(losses[name], x))
        if error > worst:
            worst, found = error, name
    return found

# %% right="the first beyond a limit"
def wrong_slope(losses, slopes, x):
    for name, claimed in slopes.items():
        if relative_error(numerical_gradient(losses[name], x), claimed(x)) > 1e-5:
            return name

# %% right="np.isclose without an absolute tolerance, and other names"
def wrong_slope(functions, claims, point):
    for key in claims:
        n = numerical_gradient(functions[key], point)
        if not np.allclose(claims[key](point), n, rtol=1e-5, atol=0):
            return key

# %% right="differences of its own, sorted"
def wrong_slope(losses, slopes, x):
    def error(name):
        claimed, worst = slopes[name](x), 0.0
        for i in np.ndindex(x.shape):
            nudge = np.zeros(x.shape)
            nudge[i] = 1e-5
            n = (losses[name](x + nudge) - losses[name](x - nudge)) / 2e-5
            size = max(abs(n), abs(claimed[i]))
            worst = max(worst, abs(n - claimed[i]) / size if size else 0.0)
        return worst
    return sorted(losses, key=error)[-1]

# %% right="claims in single precision"
def wrong_slope(losses, slopes, x):
    errors = {}
    for name in slopes:
        a = slopes[name](x).astype(np.float32)
        errors[name] = relative_error(a.astype(float), numerical_gradient(losses[name], x))
    return max(errors, key=errors.get)

# %% right="a mean of relative differences finds it as well"
def wrong_slope(losses, slopes, x):
    def off(name):
        a, n = slopes[name](x), numerical_gradient(losses[name], x)
        size = np.maximum(abs(a), abs(n))
        return np.mean(abs(a - n) / np.where(size == 0, 1, size))
    return max(slopes, key=off)

# %% wrong="compared by absolute differences" why="A difference is large or small beside the slopes themselves; `relative_error` divides by their size." loses="test_wrong_slope_subtle"
def wrong_slope(losses, slopes, x):
    errors = {n: np.abs(slopes[n](x) - numerical_gradient(f, x)).max() for n, f in losses.items()}
    return max(errors, key=errors.get)

# %% wrong="compared by absolute differences" title="an absolute limit" why="A difference is large or small beside the slopes themselves; `relative_error` divides by their size."
def wrong_slope(losses, slopes, x):
    found = ""
    for name in losses:
        if np.abs(slopes[name](x) - numerical_gradient(losses[name], x)).max() > 0.01:
            found = name
    return found

# %% wrong="compared by absolute differences" title="a small absolute limit, and then nothing" why="A difference is large or small beside the slopes themselves; `relative_error` divides by their size."
def wrong_slope(losses, slopes, x):
    for name, f in losses.items():
        if np.abs(slopes[name](x) - numerical_gradient(f, x)).max() > 1e-4:
            return name

# %% wrong="compared by absolute differences" title="an absolute limit, in the order of the slopes" why="A difference is large or small beside the slopes themselves; `relative_error` divides by their size."
def wrong_slope(losses, slopes, x):
    for name in slopes:
        if np.abs(slopes[name](x) - numerical_gradient(losses[name], x)).max() > 1e-3:
            return name

# %% wrong="a tolerance for tiny numbers" title="a tolerance for tiny numbers, and then nothing" why="An absolute tolerance, such as the `atol` of `np.allclose`, lets any tiny slope pass." loses="test_wrong_slope_subtle"
def wrong_slope(losses, slopes, x):
    for name in losses:
        if not np.allclose(slopes[name](x), numerical_gradient(losses[name], x)):
            return name

# %% wrong="a limit that lets small errors pass" title="a limit that lets small errors pass, and then nothing" why="The wrong one may be off by as little as 0.0001; right ones stay far below that."
def wrong_slope(losses, slopes, x):
    for name in losses:
        if relative_error(slopes[name](x), numerical_gradient(losses[name], x)) > 1e-2:
            return name

# %% wrong="a tolerance for tiny numbers" why="An absolute tolerance, such as the `atol` of `np.allclose`, lets any tiny slope pass." loses="test_wrong_slope_subtle"
def wrong_slope(losses, slopes, x):
    found = ""
    for name in losses:
        if not np.allclose(slopes[name](x), numerical_gradient(losses[name], x)):
            found = name
    return found

# %% wrong="a limit that lets small errors pass" why="The wrong one may be off by as little as 0.0001; right ones stay far below that."
def wrong_slope(losses, slopes, x):
    found = ""
    for name in losses:
        if relative_error(slopes[name](x), numerical_gradient(losses[name], x)) > 1e-2:
            found = name
    return found

# %% wrong="paired by order, not by name" why="The two dicts may list the names in different orders; look both up by the same name."
def wrong_slope(losses, slopes, x):
    errors = [relative_error(g(x), numerical_gradient(f, x)) for f, g in zip(losses.values(), slopes.values())]
    return list(losses)[int(np.argmax(errors))]

# %% wrong="paired by order, not by name" title="paired by order, the name of the slopes" why="The two dicts may list the names in different orders; look both up by the same name."
def wrong_slope(losses, slopes, x):
    errors = [relative_error(g(x), numerical_gradient(f, x)) for f, g in zip(losses.values(), slopes.values())]
    return list(slopes)[int(np.argmax(errors))]

# %% wrong="paired by order, not by name" title="paired by order, the first beyond a limit" why="The two dicts may list the names in different orders; look both up by the same name."
def wrong_slope(losses, slopes, x):
    for (name, f), g in zip(losses.items(), slopes.values()):
        if relative_error(g(x), numerical_gradient(f, x)) > 1e-5:
            return name

# %% wrong="paired by order, not by name" title="paired by order, the first beyond a limit, the name of the slopes" why="The two dicts may list the names in different orders; look both up by the same name."
def wrong_slope(losses, slopes, x):
    for f, (name, g) in zip(losses.values(), slopes.items()):
        if relative_error(g(x), numerical_gradient(f, x)) > 1e-5:
            return name

# %% wrong="paired by order, not by name" title="paired by order, the last beyond a limit" why="The two dicts may list the names in different orders; look both up by the same name."
def wrong_slope(losses, slopes, x):
    found = ""
    for (name, f), g in zip(losses.items(), slopes.values()):
        if relative_error(g(x), numerical_gradient(f, x)) > 1e-5:
            found = name
    return found

# %% wrong="signs ignored" why="A slope of the wrong sign is wrong; compare the slopes, not their sizes." loses="test_wrong_slope"
def wrong_slope(losses, slopes, x):
    errors = {n: relative_error(abs(slopes[n](x)), abs(numerical_gradient(f, x))) for n, f in losses.items()}
    return max(errors, key=errors.get)

# %% wrong="sums compared" why="The slopes are added up before they are compared; entries that are exchanged have the same sum." loses="test_wrong_slope"
def wrong_slope(losses, slopes, x):
    errors = {}
    for name in losses:
        a, n = slopes[name](x).sum(keepdims=True), numerical_gradient(losses[name], x).sum(keepdims=True)
        errors[name] = relative_error(a, n)
    return max(errors, key=errors.get)

# %% wrong="only the first entry compared" why="A single entry may be wrong, and it may be any."
def wrong_slope(losses, slopes, x):
    errors = {n: relative_error(slopes[n](x).ravel()[:1], numerical_gradient(f, x).ravel()[:1]) for n, f in losses.items()}
    return max(errors, key=errors.get)

# %% wrong="the best in place of the worst" why="The smallest error belongs to a slope that is right."
def wrong_slope(losses, slopes, x):
    errors = {n: relative_error(slopes[n](x), numerical_gradient(f, x)) for n, f in losses.items()}
    return min(errors, key=errors.get)

# %% wrong="the name that is last in the alphabet" why="`max` of a dict compares its keys; with `key=` it compares what belongs to them."
def wrong_slope(losses, slopes, x):
    errors = {n: relative_error(slopes[n](x), numerical_gradient(f, x)) for n, f in losses.items()}
    return max(errors)

# %% wrong="always the first name" title="stops after the first" why="A `return` ends the loop in its first round, or slopes that agree but for rounding count as different."
def wrong_slope(losses, slopes, x):
    worst, found = -1.0, None
    for name in losses:
        error = relative_error(slopes[name](x), numerical_gradient(losses[name], x))
        if error > worst:
            worst, found = error, name
        return found

# %% wrong="always the first name" title="to the last digit" why="A `return` ends the loop in its first round, or slopes that agree but for rounding count as different."
def wrong_slope(losses, slopes, x):
    for name, loss in losses.items():
        if not np.array_equal(slopes[name](x), numerical_gradient(loss, x)):
            return name

# %% wrong="tuple instead of text" title="the name with its error"
def wrong_slope(losses, slopes, x):
    errors = {n: relative_error(slopes[n](x), numerical_gradient(f, x)) for n, f in losses.items()}
    return max(errors.items(), key=lambda pair: pair[1])

# %% wrong="function instead of text" title="the function instead of its name"
def wrong_slope(losses, slopes, x):
    errors = {n: relative_error(slopes[n](x), numerical_gradient(f, x)) for n, f in losses.items()}
    return slopes[max(errors, key=errors.get)]

# %% wrong="always the last name" why="The loop goes on, and the name that it ends with is returned; keep the one with the largest error."
def wrong_slope(losses, slopes, x):
    found, worst = None, 0.0
    for name in losses:
        worst = max(worst, relative_error(slopes[name](x), numerical_gradient(losses[name], x)))
        found = name
    return found

# %% wrong="the error instead of the name" why="This is the largest error; wanted is the name that it belongs to."
def wrong_slope(losses, slopes, x):
    return max(relative_error(slopes[n](x), numerical_gradient(f, x)) for n, f in losses.items())

# %% wrong="the place instead of the name" why="This is the place of the largest error in a list; wanted is the name in that place."
def wrong_slope(losses, slopes, x):
    errors = [relative_error(slopes[n](x), numerical_gradient(f, x)) for n, f in losses.items()]
    return int(np.argmax(errors))

# %% wrong="a list with the name" why="Exactly one is wrong: return its name itself, not a list of names."
def wrong_slope(losses, slopes, x):
    return [n for n, f in losses.items() if relative_error(slopes[n](x), numerical_gradient(f, x)) > 1e-5]

# %% wrong="all names that are right" why="These are the names whose slopes agree; the one that does not is asked for."
def wrong_slope(losses, slopes, x):
    return [n for n, f in losses.items() if relative_error(slopes[n](x), numerical_gradient(f, x)) < 1e-5]

# %% wrong="dictionary instead of text" title="all errors"
def wrong_slope(losses, slopes, x):
    return {n: relative_error(slopes[n](x), numerical_gradient(f, x)) for n, f in losses.items()}

# %% wrong="printed instead of returned"
def wrong_slope(losses, slopes, x):
    errors = {n: relative_error(slopes[n](x), numerical_gradient(f, x)) for n, f in losses.items()}
    print(max(errors, key=errors.get))

# %% wrong="nothing returned" title="no return at all"
def wrong_slope(losses, slopes, x):
    errors = {n: relative_error(slopes[n](x), numerical_gradient(f, x)) for n, f in losses.items()}
    worst = max(errors, key=errors.get)

# %% wrong="a fixed name" why="The same name comes back, whatever the losses and the slopes are; find it by measuring."
def wrong_slope(losses, slopes, x):
    return "hinge"
