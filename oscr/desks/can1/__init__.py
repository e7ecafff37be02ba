"""The CA/N-1: a classified report as the field reads it, on screen and on paper (manual 2.1.2.1; CWM 5.6; RSMo 210.150).

`document.of_report` puts together what the report, its decision and what came after say; `ui/can1/document.html` and
`notices/typst/can1.typ` draw the same blocks. Used by the hotline's and the county's desk. The reporter is never in it: `released`
makes the sealed page with its cover sheet, for one person and one purpose that a supervisor approved.
"""
