"""What goes back to a learning platform: its gradebook filled in, and the feedback pages."""
