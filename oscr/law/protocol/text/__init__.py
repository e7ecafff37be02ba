"""From TOML files to the book in force on a day: `reading` finds the entries, `loading` resolves their names.

`sources` checks what every entry must have: a citation, dates without gap or overlap.
"""
