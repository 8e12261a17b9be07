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

# %% wrong="natural logarithm" why="A decibel counts powers of 10: `np.log10`, not `np.log`."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else 10 * np.log(peak**2 / error)

# %% wrong="20 instead of 10" why="10 belongs to the ratio of squares; 20 would belong to the ratio of their roots."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else 20 * np.log10(peak**2 / error)

# %% wrong="peak not squared" why="The error is squared, and so is the peak."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else 10 * np.log10(peak / error)

# %% wrong="sum of the squares" why="The squares are averaged: the MSE, not the SSE."
def psnr(pred, target, peak):
    error = np.sum((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else 10 * np.log10(peak**2 / error)

# %% wrong="root of the MSE" why="The MSE itself stands under the peak's square, not its root."
def psnr(pred, target, peak):
    error = np.sqrt(np.mean((pred.astype(float) - target) ** 2))
    return np.inf if error == 0 else 10 * np.log10(peak**2 / error)

# %% wrong="wrong sign, or upside down" why="A smaller error gives a larger ratio: the peak stands above the error, and no minus in front."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else 10 * np.log10(error / peak**2)

# %% wrong="no 10" why="A tenth of the error gives 10 dB more: the logarithm is multiplied by 10."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else np.log10(peak**2 / error)

# %% wrong="division by 0" title="equal pictures stop it"
def psnr(pred, target, peak):
    error = float(np.mean((pred.astype(float) - target) ** 2))
    return 10 * np.log10(peak**2 / error)

# %% wrong="another number for infinity" why="Of equal pictures the result is `np.inf`." title="a small number under the fraction"
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return 10 * np.log10(peak**2 / (error + 1e-10))

# %% wrong="another number for infinity" why="Of equal pictures the result is `np.inf`." title="100 for equal pictures"
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return 100.0 if error == 0 else 10 * np.log10(peak**2 / error)

# %% wrong="wrapped around at 0 and 255" why="`uint8` cannot hold a number below 0 or above 255: make floats before subtracting."
def psnr(pred, target, peak):
    error = np.mean((pred - target) ** 2)
    return np.inf if error == 0 else 10 * np.log10(peak**2 / error)

# %% wrong="nothing returned"
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    print(10 * np.log10(peak**2 / error)) if error < 0 else None

# %% wrong="another number for infinity" why="Of equal pictures the result is `np.inf`." title="minus infinity for equal pictures"
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return -np.inf if error == 0 else 10 * np.log10(peak**2 / error)

# %% wrong="mean absolute error" why="The errors are squared, then averaged."
def psnr(pred, target, peak):
    error = np.mean(np.abs(pred.astype(float) - target))
    return np.inf if error == 0 else 10 * np.log10(peak**2 / error)

# %% wrong="another number for infinity" title="0 for equal pictures" why="Of equal pictures the result is `np.inf`."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return 0.0 if error == 0 else 10 * np.log10(peak**2 / error)

# %% wrong="another number for infinity" title="nan for equal pictures" why="Of equal pictures the result is `np.inf`."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.nan if error == 0 else 10 * np.log10(peak**2 / error)

# %% wrong="another number for infinity" title="1e-12 under the fraction" why="A small number added to the MSE keeps the result finite; of equal pictures it is `np.inf`."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return 10 * np.log10(peak**2 / (error + 1e-12))

# %% wrong="another number for infinity" title="1e-8 under the fraction" why="A small number added to the MSE keeps the result finite; of equal pictures it is `np.inf`."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return 10 * np.log10(peak**2 / (error + 1e-8))

# %% wrong="the largest value as peak" why="The peak is given: the largest value that is possible, not the largest that occurs."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else 10 * np.log10(target.max() ** 2 / error)

# %% wrong="255 instead of `peak`" why="The peak is given, and is not always 255."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else 10 * np.log10(255**2 / error)

# %% wrong="infinite for nearly equal pictures" why="Only equal pictures have an infinite ratio; a small error has a large one."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error < 1e-6 else 10 * np.log10(peak**2 / error)

# %% wrong="infinite where one pixel is equal" why="Only if all pixels are equal is the ratio infinite."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if np.any(pred == target) else 10 * np.log10(peak**2 / error)

# %% wrong="infinite where the means are equal" why="Only if all pixels are equal is the ratio infinite."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 or np.mean(pred) == np.mean(target) else 10 * np.log10(peak**2 / error)

# %% wrong="capped" why="A ratio has no upper end: the smaller the error, the larger it is."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else min(60.0, 10 * np.log10(peak**2 / error))

# %% wrong="the mean error subtracted" why="`np.var` measures the distance from the mean error; the MSE measures it from 0."
def psnr(pred, target, peak):
    error = np.var(pred.astype(float) - target)
    return np.inf if error == 0 else 10 * np.log10(peak**2 / error)

# %% wrong="divided by the number of rows" why="The mean is over all numbers, not over rows: `size` counts them, `len` does not."
def psnr(pred, target, peak):
    error = np.sum((pred.astype(float) - target) ** 2) / len(pred)
    return np.inf if error == 0 else 10 * np.log10(peak**2 / error)

# %% wrong="the largest value as peak" title="the largest predicted value as peak" why="The peak is given: the largest value that is possible, not the largest that occurs."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    if error == 0:
        return np.inf
    return 10 * np.log10(pred.max() ** 2 / error)

# %% wrong="no logarithm" why="The ratio is told in decibels: 10 times its logarithm to base 10."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    if error == 0:
        return np.inf
    return peak**2 / error

# %% wrong="no logarithm" title="10 times the ratio" why="The ratio is told in decibels: 10 times its logarithm to base 10."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    if error == 0:
        return np.inf
    return 10 * peak**2 / error

# %% wrong="peak doubled instead of squared" why="The error is squared, and so is the peak."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    if error == 0:
        return np.inf
    return 10 * np.log10(2 * peak / error)

# %% wrong="logarithm to base 2" why="A decibel counts powers of 10: `np.log10`."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    if error == 0:
        return np.inf
    return 10 * np.log2(peak**2 / error)

# %% wrong="the smallest value subtracted from the peak" why="The peak is given, and counts from 0."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    if error == 0:
        return np.inf
    return 10 * np.log10((peak - target.min()) ** 2 / error)

# %% wrong="the MSE squared, too" why="Only the peak is squared; the MSE holds squares already." title="the whole ratio squared"
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    if error == 0:
        return np.inf
    return 10 * np.log10((peak / error) ** 2)

# %% wrong="infinite where the pictures differ" why="Equal pictures have an infinite ratio, and only these; here it was the other way round."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error != 0 else 10 * np.log10(peak**2 / error)

# %% wrong="divided after the logarithm" why="The logarithm is taken of the whole ratio, peak squared over MSE."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else 10 * np.log10(peak**2) / error

# %% wrong="10 inside the logarithm" why="The 10 multiplies the logarithm; inside of it, it would only add 1."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else np.log10(10 * peak**2 / error)

# %% wrong="whole-number division" why="`//` cuts off the fraction of the ratio; `/` keeps it."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else 10 * np.log10(peak**2 // error)

# %% wrong="subtracted instead of divided" why="The ratio is a fraction: peak squared over MSE."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else 10 * np.log10(peak**2 - error)

# %% wrong="10 instead of 20 for the roots" why="10 belongs to the ratio of squares; before the ratio of peak and root it is 20."
def psnr(pred, target, peak):
    error = np.sqrt(np.mean((pred.astype(float) - target) ** 2))
    return np.inf if error == 0 else 10 * np.log10(peak / error)

# %% wrong="the largest value as peak" title="the range of the target as peak" why="The peak is given: the largest value that is possible, not what occurs."
def psnr(pred, target, peak):
    error = np.mean((pred.astype(float) - target) ** 2)
    return np.inf if error == 0 else 10 * np.log10(np.ptp(target) ** 2 / error)
