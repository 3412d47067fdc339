"""From the form and the deal to the tree: plan, words, notation, departures."""
