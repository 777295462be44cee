"""The commands of the command line, a file each; `add` says what can be typed, and the rest what comes of it.

What takes long to load is imported where it is used: --help does without.
"""
