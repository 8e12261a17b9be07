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

# %% wrong="factors not swapped" loses="test_grad_of_xyz_gates"
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

# %% wrong="factors not swapped" title="factors not swapped, graph and all"
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
    return *add_gate_backward(dsum, x, y), dz

# %% wrong="upstream gradient forgotten" title="multiplication without upstream" loses="test_grad_of_xyz_gates"
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

# %% wrong="upstream gradient forgotten" title="addition without upstream" loses="test_grad_of_xyz_gates"
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

# %% wrong="upstream gradient forgotten" title="maximum without upstream" loses="test_grad_of_xyz_gates"
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

# %% wrong="shared out" title="addition shares out" loses="test_grad_of_xyz_gates"
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

# %% wrong="averaged instead of summed" title="copies averaged" loses="test_grad_of_xyz_gates"
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

# %% wrong="only one copy counted" loses="test_grad_of_xyz_gates"
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

# %% wrong="multiplied" title="copies multiplied" loses="test_grad_of_xyz_gates"
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

# %% wrong="a tie goes to y" loses="test_grad_of_xyz_gates"
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

# %% wrong="a tie is shared" loses="test_grad_of_xyz_gates"
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

# %% wrong="a tie is lost" loses="test_grad_of_xyz_gates"
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

# %% wrong="both get it at a tie" loses="test_grad_of_xyz_gates"
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

# %% wrong="goes to the smaller" loses="test_grad_of_xyz_gates"
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

# %% wrong="stops at the first gate" loses="test_grad_of_xyz_graph"
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

# %% wrong="a tie goes to y" title="a tie of negative numbers goes to y" loses="test_grad_of_xyz_gates"
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
