"""Articles in JATS (ANSI/NISO Z39.96), and in the NLM's tag sets before it, become the model's `Letter`.

`article` is the door. Knows the elements and what publishers make of them; knows nothing of looks, numbers or files
but the one that is read.
"""
