"""Two readings compared: what differs, where, and why."""
