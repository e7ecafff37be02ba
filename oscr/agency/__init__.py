"""The agency: offices, the people who work in them and who is on call.

What lives here changes on an ordinary Tuesday (a phone number, a roster, a new worker), so it is tables and not law.
`permissions` says which role may do which act; the desks' authorization table says which role may open which page.
"""
