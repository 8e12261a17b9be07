"""What needs a browser: all files here share one, and one server (conftest.py)."""
