"""An attachment: a scan, a document or a photograph that came with a report, by whichever channel.

Written by the reporter desk (online, before and after sending) and the hotline desk (the scan of a letter or fax, what a caller
sends after). What is kept is never what was sent: a file is known by its content, read by a process of its own under limits, and
written anew without programs, hidden files, place or camera. It is sealed before it is stored, and shown through the doors only.
RSMo 210.150 (confidential), 210.130 (photographs and X-rays belong to a report).
"""
