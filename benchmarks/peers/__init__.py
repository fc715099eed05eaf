"""The same letter as the peers read it: Typst source, and HTML with CSS, each in the measures of the same sheet."""
