"""The firm's own Word forms: read within limits, checked as a whole, then filled."""
