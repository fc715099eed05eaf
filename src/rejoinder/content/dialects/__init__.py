"""Front matter as other tools spell it: Quarto, Pandoc, MyST, JOSS, Manubot and CITATION.cff.

A tree of YAML nodes in, one in our own terms out, before `letter.py` reads it; every node keeps its place. What these
tools have in common is in `people.py`, `money.py` and `licences.py`, what only one of them has in a module of its name.
Knows keys and the shapes of their values; knows nothing of letters.
"""
