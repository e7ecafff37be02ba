"""How OSCR looks: form renderer, components, static files."""
