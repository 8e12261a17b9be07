# %% right="the graph by formula"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% right="through the gates, in NumPy"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    dx, dy = dout * np.array([y, x])
    return dx, dy

def max_gate_backward(dout, x, y):
    first = x >= y
    return dout * first, dout * (not first)

def copy_gate_backward(dout1, dout2):
    return sum([dout1, dout2])

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1, x + y, z)
    return *add_gate_backward(dsum, x, y), dz

# %% right="names the local derivatives"
def add_gate_backward(up, p, q):
    local = 1.0
    return up * local, up * local

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(up, p, q):
    if q > p:
        return 0, up
    return up, 0

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    total = x + y
    df = 1.0
    dtotal, dz = df * z, df * total
    return dtotal * 1.0, dtotal * 1.0, dz

# %% right="a list of results"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return [z, z, x + y]

# %% right="gates that are objects"
class Gate:
    def __init__(self, name, local): self.__name__, self.local = name, local
    def __call__(self, dout, x, y): return tuple(dout * s for s in self.local(x, y))
add_gate_backward = Gate("add", lambda x, y: (1, 1))
mul_gate_backward = Gate("mul", lambda x, y: (y, x))
max_gate_backward = Gate("max", lambda x, y: (float(x >= y), float(x < y)))
def copy_gate_backward(dout1, dout2): return dout1 - -dout2
def grad_of_xyz(x, y, z):
    a = mul_gate_backward(1.0, x + y, z)
    b = add_gate_backward(a[0], x, y)
    return b + a[1:]

# %% wrong="the sum and z mixed up" why="`x` and `y` got the slope that belongs to `z`, and `z` theirs: along one factor the slope is the other, here or in `mul_gate_backward`." loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dz, dsum = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="factors not swapped" why="An input's slope is the other factor: how fast `x * y` grows with `x` is `y`." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * x, dout * y

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="factors not swapped" title="factors not swapped, graph and all" why="An input's slope is the other factor: how fast `x * y` grows with `x` is `y`."
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * x, dout * y

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="1 in place of what comes down" why="`x` and `y` get 1: the plus gate takes what the times gate hands down, and passes that on, not 1." loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dx, dy = add_gate_backward(1.0, x, y)
    return dx, dy, x + y

# %% wrong="upstream gradient forgotten" title="multiplication without upstream" why="What the gate returns lacks `dout`: downstream is upstream times local." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return y, x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="upstream gradient forgotten" title="addition without upstream" why="What the gate returns lacks `dout`: downstream is upstream times local." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return 1.0, 1.0

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="upstream gradient forgotten" title="addition without upstream, graph and all" why="What the gate returns lacks `dout`: downstream is upstream times local."
def add_gate_backward(dout, x, y):
    return 1.0, 1.0

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="upstream gradient forgotten" title="maximum without upstream" why="What the gate returns lacks `dout`: downstream is upstream times local." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (1.0, 0.0) if x >= y else (0.0, 1.0)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="shared out" title="addition shares out" why="A sum grows by 1 with each of its inputs, so each gets all of `dout`, not a part of it." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout / 2, dout / 2

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="shared out" title="addition shares out, graph and all" why="A sum grows by 1 with each of its inputs, so each gets all of `dout`, not a part of it."
def add_gate_backward(dout, x, y):
    return dout / 2, dout / 2

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="averaged instead of summed" title="copies averaged" why="Both copies change the result: their gradients add up." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return (dout1 + dout2) / 2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="only one copy counted" why="Both copies change the result: their gradients add up." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="only one copy counted" title="the second copy overwrites the first" why="Both copies change the result: their gradients add up." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    dx = dout1
    dx = dout2
    return dx

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="multiplied" title="copies multiplied" why="Both copies change the result: their gradients add up." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 * dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="signs ignored" title="sizes of the copies added" why="A copy may pull the other way: the gradients add up as they are, signs and all." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return abs(dout1) + abs(dout2)

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="goes to the smaller" why="The maximum is the larger input, so a nudge of the smaller one changes nothing." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x <= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="both get it" why="Only the larger input moves the maximum; the other one gets 0." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return dout, dout

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="passes on the value" why="The larger input receives `dout`; its value only decides which one it is." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (x, 0.0) if x >= y else (0.0, y)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="value instead of slope" title="addition times its sum" why="The slope of a sum is 1 along each input, whatever the sum is: `dout` goes on unchanged."
def add_gate_backward(dout, x, y):
    return dout * (x + y), dout * (x + y)

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="value instead of slope" title="addition passes on the values, graph and all" why="A sum grows as fast as its input does: its slope is 1, whatever the input's value."
def add_gate_backward(dout, x, y):
    return dout * x, dout * y

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="value instead of slope" title="multiplication passes on the product, graph and all" why="How fast `x * y` grows with `x` is `y`; the gate hands down `dout` times that."
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * x * y, dout * x * y

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="upstream gradient forgotten" title="multiplication passes on the product alone" why="What the gate returns lacks `dout`: downstream is upstream times local."
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return x * y, x * y

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="added instead of multiplied" why="Downstream is upstream times local: `dout` is multiplied by the other input, not added to it."
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout + y, dout + x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="divided by the factor" why="Downstream is `dout` times the other factor; nothing is divided."
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout / x, dout / y

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="wrong sign" title="addition turns dy around" why="A sum grows with both of its inputs: both get `dout` as it is."
def add_gate_backward(dout, x, y):
    return dout, -dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="one copy subtracted" why="Both copies change the result: their gradients add up." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 - dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="one copy counted twice" why="The first copy is counted twice, the second not at all: add the two." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return 2 * dout1

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="one copy counted twice" title="the second copy counted twice" why="The second copy is counted twice, the first not at all: add the two." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return 2 * dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="dz is the product" why="`f` is the sum of `x` and `y`, times `z`: along `z` it grows by that sum, not by `x * y`." loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x * y

# %% wrong="local slopes added" why="A path through two gates multiplies their slopes; along `x` and `y` the result grows by `z`." loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z + x, z + y, x + y

# %% wrong="local slopes added" title="one added to z" why="A path through two gates multiplies their slopes: 1 times `z`, not 1 plus `z`." loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z + 1, z + 1, x + y

# %% wrong="the values of the inputs" why="Slopes are wanted: how fast `f` grows with each input, not what the input is." loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return x, y, z

# %% wrong="dz is f" why="`f` is the sum times `z`; along `z` it grows by the sum alone." loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, (x + y) * z

# %% wrong="dz with a minus" why="`z` multiplies the sum of `x` and `y`: its slope is `x + y`." loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x - y

# %% wrong="slopes of f = x + y * z" why="The brackets come first: `x` is multiplied by `z` as well." loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return 1.0, z, y

# %% wrong="each input compared with 0" why="That is two ReLUs; the maximum compares `x` with `y`." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return dout * (x > 0), dout * (y > 0)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="larger by absolute value" why="-1 is larger than -4, though its size is smaller: compare the numbers as they are." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if abs(x) >= abs(y) else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="a tie goes to y" why="Where both are equal, all of the gradient goes to `x`." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x > y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="a tie is shared" why="Where both are equal, all of the gradient goes to `x`." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    first = np.heaviside(x - y, 0.5)
    return dout * first, dout * (1 - first)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="a tie is lost" why="Where both are equal, all of the gradient goes to `x`." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return dout * (x > y), dout * (y > x)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="both get it at a tie" why="Where both are equal, all of the gradient goes to `x`." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return dout * (x >= y), dout * (y >= x)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="value instead of slope" title="addition passes on the values" why="A sum grows as fast as its input does: its slope is 1, whatever the input's value." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout * x, dout * y

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="value instead of slope" title="maximum passes on the value" why="The larger input has the slope 1, whatever its value." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout * x, 0.0) if x >= y else (0.0, dout * y)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="value instead of slope" title="multiplication passes on the product" why="How fast `x * y` grows with `x` is `y`; the product itself is the gate's output." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * x * y, dout * x * y

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="nearly equal taken for a tie" why="Numbers that differ by a little are no tie: compare them as they are." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x > y or np.isclose(x, y) else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="nearly equal taken for a tie" title="compared as whole numbers" why="Numbers that differ by a little are no tie: compare them as they are." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if int(x) >= int(y) else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="sign lost" title="sizes of the factors" why="A negative factor turns the gradient around; only its size was used." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * abs(y), dout * abs(x)

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="sign lost" why="A negative factor turns the gradient around; only its size was used." title="sizes of the factors, graph and all"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * abs(y), dout * abs(x)

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="a factor of 0 passed over" why="Where a factor is 0 the other one gets no gradient at all." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * (y or 1.0), dout * (x or 1.0)

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="a factor of 0 passed over" why="Where a factor is 0 the other one gets no gradient at all." title="a factor of 0 passed over, graph and all"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * (y or 1.0), dout * (x or 1.0)

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="negative gradients cut off" title="addition passes on positive ones only" why="A gradient may be negative: a gate passes it on as it is." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return max(dout, 0.0), max(dout, 0.0)

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="negative gradients cut off" title="addition passes on positive ones only, graph and all" why="A gradient may be negative: a gate passes it on as it is."
def add_gate_backward(dout, x, y):
    return max(dout, 0.0), max(dout, 0.0)

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="adds to the call before" title="multiplication keeps a sum" why="A gate knows nothing of earlier calls: a sum outside of the function keeps them."
so_far = [0.0, 0.0]

def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    so_far[0] += dout * y
    so_far[1] += dout * x
    return tuple(so_far)

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="dz is z itself" why="The slope along `z` is the other factor of the times gate, the sum of `x` and `y`." loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, z

# %% wrong="dz is 1" why="The slope along `z` is the other factor of the times gate, the sum of `x` and `y`." loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, 1.0

# %% wrong="dz of one input only" why="`z` is multiplied by the sum of `x` and `y`; both belong to its slope." loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x

# %% wrong="dz of one input only" title="dz of y only" why="`z` is multiplied by the sum of `x` and `y`; both belong to its slope." loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, y

# %% wrong="value instead of slope" title="slopes times their inputs" why="Along `x` the result grows by `z` for each unit, whatever the value of `x`." loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return x * z, y * z, (x + y) * z

# %% wrong="slopes of x * y * z" why="`x` and `y` are added, not multiplied: each reaches the result through the plus gate." loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return y * z, x * z, x * y

# %% wrong="f itself as upstream" why="At the far right stands the slope of f along itself, 1, and not its value." loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    f = (x + y) * z
    return f * z, f * z, f * (x + y)

# %% wrong="numbers of the figure" why="These are the slopes at one place; calculate them from `x`, `y` and `z`." loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return -4.0, -4.0, 3.0

# %% wrong="swapped outputs" title="dz first" loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return x + y, z, z

# %% wrong="not written yet" title="the graph left blank" loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    raise NotImplementedError()

# %% wrong="a tie goes to y" title="a tie of negative numbers goes to y" why="Where both are equal, all of the gradient goes to `x`, also at negative numbers." loses="test_grad_of_xyz_gates"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x > y or (x == y and x > 0) else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    return z, z, x + y

# %% wrong="only one input gets it" why="A sum grows with both of its inputs: `dout` goes to both of them."
def add_gate_backward(dout, x, y):
    return dout, 0.0

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="the slope along z for all" why="All three got the slope along `z`, which is the sum; along the sum the slope is `z`." loses="test_grad_of_xyz_graph"
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dz, x, y)
    return dx, dy, dz

# %% wrong="one factor not swapped" why="Each input gets `dout` times the other: `y` goes to `x`, and `x` goes to `y`."
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * y, dout * y

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz

# %% wrong="one factor not swapped" title="both times x" why="Each input gets `dout` times the other: `y` goes to `x`, and `x` goes to `y`."
def add_gate_backward(dout, x, y):
    return dout, dout

def mul_gate_backward(dout, x, y):
    return dout * x, dout * x

def max_gate_backward(dout, x, y):
    return (dout, 0.0) if x >= y else (0.0, dout)

def copy_gate_backward(dout1, dout2):
    return dout1 + dout2

def grad_of_xyz(x, y, z):
    dsum, dz = mul_gate_backward(1.0, x + y, z)
    dx, dy = add_gate_backward(dsum, x, y)
    return dx, dy, dz
