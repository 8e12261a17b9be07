"""What an instructor runs: text to notebook, notebook to release, submission to grade."""

import os

# Set before NumPy is loaded here and in every kernel started from here: arrays are small, and
# threads of the linear algebra that wait for each other make them many times slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
