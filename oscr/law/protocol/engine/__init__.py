"""A book made ready to decide, and one call decided.

`engine` holds what is built once for a book. Exact answers (what can still change the outcome) come from the decision
diagram: `ordering`, `diagram`, `logic`, `joint`. Reasons come from the conditions, all read at once as bits: `reader`,
`reasons`, `asking`, `view`. The bare decision is one generated function: `algebra`, `compiled`. `kleene` says once and
plainly what the fast ones compute. `deciding` puts them together.
"""
