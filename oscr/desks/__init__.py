"""Who sits where: the only code that speaks HTTP.

Each desk is a folder of urls, views, forms and templates, and does not know the others. `doors` is how every view is
entered, `authorization.toml` says who may enter it, `interview` holds the questions that the reporter's portal and the
hotline's phone form both ask, `drawn` puts the law's pictures into drawings.
"""
