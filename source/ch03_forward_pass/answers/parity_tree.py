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

# %% wrong="as many levels as gates" title="a chain instead of a tree" why="The gates of a level stand side by side: joining in pairs halves the number of values, rounded up, level by level."
def parity_tree(bits):
    parity = bits[:, 0]
    for i in range(1, bits.shape[1]):
        parity = parity ^ bits[:, i]
    return parity, bits.shape[1] - 1, bits.shape[1] - 1

# %% wrong="a level with an unpaired value not counted" why="A level with an unpaired value is a level, too: 3 values become 2, then 1."
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

# %% wrong="last bit left out" why="Where a level has an odd number of values, the last goes up unpaired." title="the last of an odd number dropped"
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

# %% wrong="neurons counted instead of gates" why="The gates are counted; that an XOR takes three neurons comes later."
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2, 3 * (n - 1), (n - 1).bit_length()

# %% wrong="bits counted instead of gates" why="Each gate makes one value of two, so n bits take n - 1 gates."
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

# %% wrong="one thing instead of a tuple" title="the parity alone"
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

# %% wrong="a value that waits till the end" why="A value without a partner goes up to the next level, where it may find one; here it waits."
def parity_tree(bits):
    level, waiting, units, depth = list(bits.T), [], 0, 0
    while len(level) > 1:
        if len(level) % 2:
            waiting.append(level.pop())
        level = [p ^ q for p, q in zip(level[::2], level[1::2])]
        units, depth = units + len(level), depth + 1
    parity = level[0]
    for value in waiting:
        parity, units, depth = parity ^ value, units + 1, depth + 1
    return parity, units, depth

# %% wrong="swapped outputs" title="depth before gates"
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2, (n - 1).bit_length(), n - 1

# %% wrong="a gate for an unpaired value" why="A value without a partner goes up without a gate."
def parity_tree(bits):
    level, units, depth = list(bits.T), 0, 0
    while len(level) > 1:
        units, depth = units + (len(level) + 1) // 2, depth + 1
        rest = [level[-1]] if len(level) % 2 else []
        level = [p ^ q for p, q in zip(level[::2], level[1::2])] + rest
    return level[0], units, depth

# %% wrong="gates counted for every sample" why="One tree serves all rows: its gates are counted once."
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2, len(bits) * (n - 1), (n - 1).bit_length()

# %% wrong="OR instead of XOR" why="XOR of two ones is 0; OR makes it 1."
def parity_tree(bits):
    n = bits.shape[1]
    return bits.any(axis=1).astype(int), n - 1, (n - 1).bit_length()

# %% wrong="a level too many" title="depth from the length of n" why="Each level halves the number of values: 8 bits become 4, 2 and 1, in 3 levels. A count of levels begins at 0."
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2, n - 1, n.bit_length()

# %% wrong="a level with an unpaired value not counted" title="log2 rounded to the nearest" why="A level with an unpaired value is a level, too: 3 values become 2, then 1."
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2, n - 1, int(np.round(np.log2(n)))

# %% wrong="one bit given a gate" why="One bit is its own parity, without gates and levels."
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2, max(1, n - 1), max(1, (n - 1).bit_length())

# %% wrong="the number of ones" why="The parity is 1 where the number of ones is odd, and 0 where it is even."
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1), n - 1, (n - 1).bit_length()

# %% wrong="samples counted as bits" why="The rows of `bits` are samples; its columns are the n bits."
def parity_tree(bits):
    n = len(bits)
    return bits.sum(axis=1) % 2, n - 1, (n - 1).bit_length()

# %% wrong="only the first level" why="The results are joined in pairs again, until a single value is left."
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2, n // 2, int(n > 1)

# %% wrong="a level for one bit" why="One bit is its own parity, without gates and levels."
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2, n - 1, max(1, (n - 1).bit_length())

# %% wrong="a level too many" title="levels counted from 1" why="Each level halves the number of values: 8 bits become 4, 2 and 1, in 3 levels. A count of levels begins at 0."
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2, n - 1, 1 + (n - 1).bit_length()

# %% wrong="only the first level" title="the pairs of the first level" why="The results are joined in pairs again, until a single value is left."
def parity_tree(bits):
    n = bits.shape[1]
    pairs = bits[:, : n - 1 : 2] ^ bits[:, 1::2]
    return np.hstack([pairs, bits[:, n - n % 2 :]]), n // 2, 1

# %% wrong="AND instead of XOR" why="XOR is 1 where exactly one of two is 1; AND wants both."
def parity_tree(bits):
    n = bits.shape[1]
    return bits.all(axis=1).astype(int), n - 1, (n - 1).bit_length()

# %% wrong="natural logarithm" why="Each level halves the number of values: the logarithm is to base 2, `np.log2`."
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2, n - 1, int(np.ceil(np.log(n)))

# %% wrong="levels counted instead of gates" why="A level has a gate for each pair in it; all of them are counted."
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2, (n - 1).bit_length(), (n - 1).bit_length()

# %% wrong="each value in two pairs" why="The pairs of a level do not overlap: 0 with 1, 2 with 3, and so on."
def parity_tree(bits):
    level, units, depth = list(bits.T), 0, 0
    while len(level) > 1:
        level = [p ^ q for p, q in zip(level, level[1:])]
        units, depth = units + len(level), depth + 1
    return level[0], units, depth

# %% wrong="`//` instead of `%`" why="The rest of a division by 2 tells odd from even: `% 2`."
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) // 2, n - 1, (n - 1).bit_length()

# %% wrong="-1 and 1 instead of 0 and 1" title="the product of signs"
def parity_tree(bits):
    n = bits.shape[1]
    return np.prod(1 - 2 * bits, axis=1), n - 1, (n - 1).bit_length()

# %% wrong="only the first level's gates" why="Every level has gates; n bits take n - 1 in all."
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2, n // 2, (n - 1).bit_length()

# %% wrong="combinations counted" why="The tree has a gate for each pair it joins, n - 1 in all, not one for each row of the table."
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2, 2**n - 1, (n - 1).bit_length()

# %% wrong="stops at two values" why="The last two values are joined, too: a level goes on until a single value is left."
def parity_tree(bits):
    level, units, depth = list(bits.T), 0, 0
    while len(level) > 2:
        pairs = [p ^ q for p, q in zip(level[::2], level[1::2])]
        level = pairs + level[2 * len(pairs) :]
        units, depth = units + len(pairs), depth + 1
    return level[0], units, depth

# %% wrong="exactly one" why="Three ones have odd parity, too: what counts is whether the number of ones is odd."
def parity_tree(bits):
    n = bits.shape[1]
    return (bits.sum(axis=1) == 1).astype(int), n - 1, (n - 1).bit_length()

# %% wrong="difference instead of XOR" why="0 minus 1 is -1; XOR makes it 1."
def parity_tree(bits):
    level, units, depth = list(bits.T), 0, 0
    while len(level) > 1:
        pairs = [p - q for p, q in zip(level[::2], level[1::2])]
        level = pairs + level[2 * len(pairs) :]
        units, depth = units + len(pairs), depth + 1
    return level[0], units, depth

# %% wrong="half as many levels as bits" why="A level halves the number of values; it does not take two of them away. 16 values become 8, 4, 2, 1."
def parity_tree(bits):
    n = bits.shape[1]
    return bits.sum(axis=1) % 2, n - 1, n // 2
