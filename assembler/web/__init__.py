"""The local page: the terms of a deal on the left, the deal on the right. It runs in the browser of this machine only."""
