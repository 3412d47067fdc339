"""From a form and a deal to a document: plan, words, notation, departures, numbers."""
