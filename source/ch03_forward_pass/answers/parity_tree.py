# %% right="recursion by halves of pairs"
def parity_tree(bits):
    n = bits.shape[1]
    if n == 1:
        return bits[:, 0], 0, 0
    pairs = bits[:, 0 : n - 1 : 2] ^ bits[:, 1::2]
    rest = bits[:, n - n % 2 :]
    parity, units, depth = parity_tree(np.hstack([pairs, rest]))
    return parity, units + n // 2, depth + 1

# %% right="the sum of ones, gates counted apart"
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2, n - 1, (n - 1).bit_length()

# %% right="xor by != and reduce"
def parity_tree(bits):
    level = [bits[:, i] for i in range(bits.shape[1])]
    units = depth = 0
    while len(level) > 1:
        above = []
        for i in range(0, len(level) - 1, 2):
            above.append((level[i] != level[i + 1]).astype(int))
            units += 1
        if len(level) % 2 == 1:
            above.append(level[-1])
        level = above
        depth += 1
    return level[0], units, depth

# %% right="NumPy's own integers"
def parity_tree(bits):
    n = bits.shape[1]
    return np.bitwise_xor.reduce(bits, axis=1), np.int64(n - 1), int(np.ceil(np.log2(n)))

# %% wrong="a chain instead of a tree"
def parity_tree(bits):
    parity = bits[:, 0]
    for i in range(1, bits.shape[1]):
        parity = parity ^ bits[:, i]
    return parity, bits.shape[1] - 1, bits.shape[1] - 1

# %% wrong="log2 rounded down"
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2, n - 1, int(np.log2(n))

# %% wrong="floats instead of integers" title="depth as a float"
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2, n - 1, np.ceil(np.log2(n))

# %% wrong="index out of range" title="fails for an odd number of values"
def parity_tree(bits):
    level, units, depth = list(bits.T), 0, 0
    while len(level) > 1:
        level = [level[i] ^ level[i + 1] for i in range(0, len(level), 2)]
        units, depth = units + len(level), depth + 1
    return level[0], units, depth

# %% wrong="last bit left out" title="the last of an odd number dropped"
def parity_tree(bits):
    level, units, depth = list(bits.T), 0, 0
    while len(level) > 1:
        level = [level[2 * i] ^ level[2 * i + 1] for i in range(len(level) // 2)]
        units, depth = units + len(level), depth + 1
    return level[0], units, depth

# %% wrong="name not defined" title="fails for one bit"
def parity_tree(bits):
    level, units, depth = list(bits.T), 0, 0
    while len(level) > 1:
        pairs = [p ^ q for p, q in zip(level[::2], level[1::2])]
        units, depth = units + len(pairs), depth + 1
        level = pairs + ([level[-1]] if len(level) % 2 else [])
        parity = level[0]
    return parity, units, depth

# %% wrong="neurons counted instead of gates"
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2, 3 * (n - 1), (n - 1).bit_length()

# %% wrong="off by one" title="bits counted instead of gates"
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2, n, (n - 1).bit_length()

# %% wrong="0 and 1 swapped" title="even instead of odd"
def parity_tree(bits):
    n = bits.shape[1]
    return 1 - bits.sum(axis=1) % 2, n - 1, (n - 1).bit_length()

# %% wrong="booleans instead of numbers"
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2 == 1, n - 1, (n - 1).bit_length()

# %% wrong="wrong axis"
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=0) % 2, n - 1, (n - 1).bit_length()

# %% wrong="number instead of array" title="one parity for all rows"
def parity_tree(bits):
    n = bits.shape[1]
    return int(bits.sum() % 2), n - 1, (n - 1).bit_length()

# %% wrong="one thing instead of tuple" title="the parity alone"
def parity_tree(bits):
    return bits.sum(axis=1) % 2

# %% wrong="input changed in place"
def parity_tree(bits):
    n = bits.shape[1]
    for i in range(1, n):
        bits[:, 0] ^= bits[:, i]
    return bits[:, 0], n - 1, (n - 1).bit_length()

# %% wrong="not written yet"
def parity_tree(bits):
    raise NotImplementedError()

# %% wrong="lost a dimension" title="squeezed"
def parity_tree(bits):
    n = bits.shape[1]
    return np.squeeze(bits.sum(axis=1) % 2), n - 1, (n - 1).bit_length()
