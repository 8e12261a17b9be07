# %% right="calls mse"
def psnr(pred, target, peak):
    error = mse(pred, target)
    if error == 0:
        return float("inf")
    return 10 * np.log10(peak * peak / error)

# %% right="20 times the logarithm of a root, dividing by 0"
def psnr(pred, target, peak):
    rmse = np.sqrt(np.mean((pred.astype(np.float64) - target) ** 2))
    return 20 * np.log10(peak / rmse)

# %% right="math and a difference of logarithms"
import math

def psnr(a, b, peak):
    total = sum((float(p) - float(q)) ** 2 for p, q in zip(a.flat, b.flat))
    if not total:
        return math.inf
    return 10 * (2 * math.log10(peak) - math.log10(total / a.size))

# %% wrong="natural logarithm"
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else 10 * np.log(peak**2 / error)

# %% wrong="20 instead of 10"
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else 20 * np.log10(peak**2 / error)

# %% wrong="peak not squared"
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else 10 * np.log10(peak / error)

# %% wrong="sum of the squares"
def psnr(pred, target, peak):
    error = np.sum((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else 10 * np.log10(peak**2 / error)

# %% wrong="root of the MSE"
def psnr(pred, target, peak):
    error = np.sqrt(np.mean((pred.astype(float) - target) ** 2))
    return np.inf if error == 0 else 10 * np.log10(peak**2 / error)

# %% wrong="upside down"
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else 10 * np.log10(error / peak**2)

# %% wrong="no 10"
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else np.log10(peak**2 / error)

# %% wrong="division by 0" title="equal pictures stop it"
def psnr(pred, target, peak):
    error = float(np.mean((pred.astype(float) - target) ** 2))
    return 10 * np.log10(peak**2 / error)

# %% wrong="another number for infinity" title="a small number under the fraction"
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return 10 * np.log10(peak**2 / (error + 1e-10))

# %% wrong="another number for infinity" title="100 for equal pictures"
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return 100.0 if error == 0 else 10 * np.log10(peak**2 / error)

# %% wrong="wrapped around at 0 and 255"
def psnr(pred, target, peak):
    error = np.mean((pred - target) ** 2)
    return np.inf if error == 0 else 10 * np.log10(peak**2 / error)

# %% wrong="nothing returned"
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    print(10 * np.log10(peak**2 / error)) if error < 0 else None

# %% wrong="another number for infinity" title="minus infinity for equal pictures"
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return -np.inf if error == 0 else 10 * np.log10(peak**2 / error)
