"""Stories through the whole running system: real server, identity provider, second factor, mail."""
