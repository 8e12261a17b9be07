# %% right="an array of corners, and a product with the numbers in front"
def hat(x, left, peak, right):
    corners = np.array([left, peak, right], dtype=float)
    up, down = 1 / (peak - left), 1 / (right - peak)
    return relu(x[..., None] - corners) @ np.array([up, -up - down, down])

# %% right="einsum, in single precision"
def hat(values, begin, top, end):
    rise, fall = np.float32(1 / (top - begin)), np.float32(1 / (end - top))
    bent = [relu(values.astype(np.float32) - np.float32(k)) for k in (begin, top, end)]
    return np.einsum("k,k...->...", np.array([rise, -rise - fall, fall], dtype=np.float32), np.stack(bent))

# %% right="a loop over the corners"
def hat(x, left, peak, right):
    slopes = [0, 1 / (peak - left), -1 / (right - peak), 0]
    out = np.zeros(x.shape)
    for k, before, after in zip((left, peak, right), slopes, slopes[1:]):
        out += (after - before) * relu(x - k)
    return out

# %% right="a ramp up and a ramp down, four terms"
def ramp(x, start, stop):
    return (relu(x - start) - relu(x - stop)) / (stop - start)

def hat(x, left, peak, right):
    return ramp(x, left, peak) - ramp(x, peak, right)

# %% right="from the right, mirrored"
def hat(x, left, peak, right):
    up, down = 1 / (peak - left), 1 / (right - peak)
    return down * relu(right - x) - (up + down) * relu(peak - x) + up * relu(left - x)

# %% right="scaled inside"
def hat(x, left, peak, right):
    u, v = (x - left) / (peak - left), (x - right) / (right - peak)
    return relu(u) - relu((x - peak) / (peak - left)) - relu((x - peak) / (right - peak)) + relu(v)

# %% right="number by number"
def hat(x, left, peak, right):
    out = np.zeros(x.shape)
    for place, value in np.ndenumerate(x):
        one, two, three = relu(np.array([value - left, value - peak, value - right], dtype=float))
        out[place] = (one - two) / (peak - left) - (two - three) / (right - peak)
    return out

# %% right="another name for relu"
bend = relu

def hat(x, left, peak, right):
    def term(change, corner):
        return change * bend(x - corner)
    up, down = (peak - left) ** -1.0, (right - peak) ** -1.0
    return sum([term(up, left), term(-up - down, peak), term(down, right)])

# %% wrong="slopes of 1 everywhere" why="These are the numbers of the hat from -1 to 1. A wider side is less steep: it has to come to 1 just at the peak." loses="test_hat"
def hat(x, left, peak, right):
    return relu(x - left) - 2 * relu(x - peak) + relu(x - right)

# %% wrong="up, and not down again" why="Right of the peak it stays at 1: there the slope must become negative, not 0." loses="test_hat"
def hat(x, left, peak, right):
    return (relu(x - left) - relu(x - peak)) / (peak - left)

# %% wrong="no bend at the right end" why="Right of `right` it goes on falling: a third ReLU must end the slope there." loses="test_hat"
def hat(x, left, peak, right):
    up, down = 1 / (peak - left), 1 / (right - peak)
    return up * relu(x - left) - (up + down) * relu(x - peak)

# %% wrong="the slope goes on rising" why="No ReLU bends the line at the peak; it should turn down there." loses="test_hat"
def hat(x, left, peak, right):
    up, down = 1 / (peak - left), 1 / (right - peak)
    return up * relu(x - left) + down * relu(x - right)

# %% wrong="the slope itself, not its change" why="The number in front of a ReLU is by how much the slope changes: at the peak from going up to going down, both together." loses="test_hat"
def hat(x, left, peak, right):
    up, down = 1 / (peak - left), 1 / (right - peak)
    return up * relu(x - left) - down * relu(x - peak) + down * relu(x - right)

# %% wrong="twice the way up at the peak" why="The way down has a steepness of its own: the slope changes at the peak by both, not by twice the first." loses="test_hat"
def hat(x, left, peak, right):
    up, down = 1 / (peak - left), 1 / (right - peak)
    return up * relu(x - left) - 2 * up * relu(x - peak) + up * relu(x - right)

# %% wrong="multiplied by the width, not divided" why="The wider a side, the less steep it is: the height 1 is divided by the width." loses="test_hat"
def hat(x, left, peak, right):
    up, down = peak - left, right - peak
    return up * relu(x - left) - (up + down) * relu(x - peak) + down * relu(x - right)

# %% wrong="shifted the wrong way" why="`relu(x + k)` has its bend at -k." loses="test_hat"
def hat(x, left, peak, right):
    up, down = 1 / (peak - left), 1 / (right - peak)
    return up * relu(x + left) - (up + down) * relu(x + peak) + down * relu(x + right)

# %% wrong="the two sides swapped" why="The way up has the width `peak - left`, the way down `right - peak`." loses="test_hat"
def hat(x, left, peak, right):
    up, down = 1 / (right - peak), 1 / (peak - left)
    return up * relu(x - left) - (up + down) * relu(x - peak) + down * relu(x - right)

# %% wrong="upside down" why="It dips to -1 where it should rise to 1: every sign is turned round." loses="test_hat"
def hat(x, left, peak, right):
    up, down = 1 / (peak - left), 1 / (right - peak)
    return -up * relu(x - left) + (up + down) * relu(x - peak) - down * relu(x - right)

# %% wrong="the worked hat alone" why="Every call gives the hat from -1 over 0 to 1; `left`, `peak` and `right` say which hat is wanted." loses="test_hat"
def hat(x, left, peak, right):
    return relu(x + 1) - 2 * relu(x) + relu(x - 1)

# %% wrong="one width for both sides" why="Half the whole width was taken for both sides; the peak need not be in the middle." loses="test_hat"
def hat(x, left, peak, right):
    slope = 2 / (right - left)
    return slope * (relu(x - left) - 2 * relu(x - peak) + relu(x - right))

# %% wrong="a plateau, not a peak" why="It was built of a ramp at each end; the way down begins at the peak itself." loses="test_hat"
def hat(x, left, peak, right):
    middle = (peak + right) / 2
    up = (relu(x - left) - relu(x - peak)) / (peak - left)
    return up - (relu(x - middle) - relu(x - right)) / (right - middle)

# %% wrong="cut to whole numbers" why="`//` keeps the whole part alone; `/` divides." loses="test_hat"
def hat(x, left, peak, right):
    up, down = 1 // (peak - left), 1 // (right - peak)
    return up * relu(x - left) - (up + down) * relu(x - peak) + down * relu(x - right)

# %% wrong="computed without relu" title="np.interp" loses="test_hat_relus"
def hat(x, left, peak, right):
    return np.interp(x, [left, peak, right], [0.0, 1.0, 0.0])

# %% wrong="computed without relu" title="np.maximum in place of relu" loses="test_hat_relus"
def hat(x, left, peak, right):
    up, down = (x - left) / (peak - left), (right - x) / (right - peak)
    return np.maximum(np.minimum(up, down), 0.0)

# %% wrong="not made of relu alone" title="relu called for show" loses="test_hat_relus"
def hat(x, left, peak, right):
    relu(x)
    return np.interp(x, [left, peak, right], [0.0, 1.0, 0.0])

# %% wrong="not made of relu alone" title="one formula for each side" loses="test_hat_relus"
def hat(x, left, peak, right):
    up, down = relu(x - left) / (peak - left), relu(right - x) / (right - peak)
    return np.where(x < peak, up, down)

# %% wrong="not made of relu alone" title="a distance and one relu" loses="test_hat_relus"
def hat(x, left, peak, right):
    up, down = (x - left) / (peak - left), (right - x) / (right - peak)
    return relu(np.minimum(up, down)) * (x > left)

# %% wrong="not a sum of ReLUs" title="a relu of relus" loses="test_hat_relus"
def hat(x, left, peak, right):
    return relu(1 - relu(x - peak) / (right - peak) - relu(peak - x) / (peak - left))

# %% wrong="not a sum of ReLUs" title="the smaller of two" loses="test_hat_relus"
def hat(x, left, peak, right):
    return np.minimum(relu(x - left) / (peak - left), relu(right - x) / (right - peak))

# %% wrong="a number of its own added" title="a constant and two ReLUs, cut off" loses="test_hat_relus"
def hat(x, left, peak, right):
    return np.clip(1 - relu(x - peak) / (right - peak) - relu(peak - x) / (peak - left), 0, None)

# %% wrong="a number of its own added" title="1 minus ReLUs" loses="test_hat_relus"
def hat(x, left, peak, right):
    up, down = 1 / (peak - left), 1 / (right - peak)
    out = 1 - down * relu(x - peak) + down * relu(x - right)
    return out - up * relu(peak - x) + up * relu(left - x)

# %% wrong="relu makes no difference" title="zeros" why="What `relu` gives does not go into the result."
def hat(x, left, peak, right):
    relu(x - left)
    return np.zeros(x.shape)

# %% wrong="integer truncation" loses="test_hat"
def hat(x, left, peak, right):
    out = np.zeros_like(x)
    up, down = 1 / (peak - left), 1 / (right - peak)
    out[...] = up * relu(x - left) - (up + down) * relu(x - peak) + down * relu(x - right)
    return out

# %% wrong="input changed in place"
def hat(x, left, peak, right):
    up, down = 1 / (peak - left), 1 / (right - peak)
    x -= left
    out = up * relu(x) - (up + down) * relu(x + left - peak) + down * relu(x + left - right)
    return out

# %% wrong="nothing returned"
def hat(x, left, peak, right):
    relu(x - left) / (peak - left)

# %% wrong="number instead of array" title="the pieces summed up" why="`np.sum` adds up all numbers of an array; the three terms are added place by place, with `+`."
def hat(x, left, peak, right):
    up, down = 1 / (peak - left), 1 / (right - peak)
    return np.sum([up * relu(x - left), -(up + down) * relu(x - peak), down * relu(x - right)])

# %% wrong="three terms side by side" why="The terms were kept one beside the other; they have to be added up." loses="test_hat test_hat_relus"
def hat(x, left, peak, right):
    up, down = 1 / (peak - left), 1 / (right - peak)
    return np.stack([up * relu(x - left), -(up + down) * relu(x - peak), down * relu(x - right)])

# %% wrong="bent before relu" title="the smaller of two lines, into relu" loses="test_hat_relus"
def hat(x, left, peak, right):
    return relu(np.minimum((x - left) / (peak - left), (right - x) / (right - peak)))

# %% wrong="bent before relu" title="the distance from the peak" loses="test_hat_relus"
def hat(x, left, peak, right):
    away = np.abs(x - peak) / np.where(x < peak, peak - left, right - peak)
    return relu(1 - away)

# %% wrong="the way down's width for both sides" why="The way up got the width `right - peak`; its own is `peak - left`." loses="test_hat"
def hat(x, left, peak, right):
    return (relu(x - 2 * peak + right) - 2 * relu(x - peak) + relu(x - right)) / (right - peak)

# %% wrong="the way down's width for both sides" title="one relu of a distance" why="The way up got the width `right - peak`; its own is `peak - left`." loses="test_hat test_hat_relus"
def hat(x, left, peak, right):
    return relu(1 - np.abs(x - peak) / (right - peak))

# %% wrong="the way up's width for both sides" why="The way down got the width `peak - left`; its own is `right - peak`." loses="test_hat"
def hat(x, left, peak, right):
    return (relu(x - left) - 2 * relu(x - peak) + relu(x - 2 * peak + left)) / (peak - left)

# %% wrong="twice the way down at the peak" why="At the peak the slope changes by the way up and the way down together, not by twice the second." loses="test_hat"
def hat(x, left, peak, right):
    up, down = 1 / (peak - left), 1 / (right - peak)
    return up * relu(x - left) - 2 * down * relu(x - peak) + down * relu(x - right)
