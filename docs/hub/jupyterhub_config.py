"""JupyterHub for this course; `jupyterhub -f jupyterhub_config.py`, in the folder of this file.

How users log in and where their servers run is yours to choose: set
c.JupyterHub.authenticator_class and c.JupyterHub.spawner_class. Without them users are those of
this machine, by PAM.
"""

import os
import shutil
import sys
from pathlib import Path

c = get_config()  # type: ignore[name-defined]  # noqa: F821

HERE = Path(__file__).resolve().parent
BIN = os.path.dirname(sys.executable)

# The proxy of Python's own index; JupyterHub's usual one needs Node.
c.ConfigurableHTTPProxy.command = [
    shutil.which("configurable-http-proxy", path=BIN) or "configurable-http-proxy"
]
c.Spawner.cmd = [os.path.join(BIN, "jupyterhub-singleuser")]
c.Spawner.default_url = "/lab"
c.Spawner.environment = {
    # Where nbgrader_config.py is found that tells course and exchange.
    "JUPYTER_CONFIG_PATH": str(HERE),
    # The commands nbgrader, gitpuller and git's own.
    "PATH": os.pathsep.join([BIN, os.environ["PATH"]]),
}
