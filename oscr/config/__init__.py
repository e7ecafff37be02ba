"""The room that knows every other: settings, addresses, log-in, the embedded database, the ``oscr`` command.

Used by the command line, the web server and the job worker. It holds no casework; it names the parts and starts them.
"""
