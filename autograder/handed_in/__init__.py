"""From a platform's archive or a folder to the notebook that is graded."""
