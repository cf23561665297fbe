"""The review page: `pst serve OUTPUT`, a local web application in French.

`app` binds addresses to handlers, `guard` lets in who holds the token, `plans` lists the output
folder, `session` is one plan under review, `rows` what the page shows of its nodes, `actions` what
a request asks for as an entry of the corrections file, `document` and `pdf` the source beside the
tree, `intake` takes documents dropped on the page. Nothing is fetched from outside the machine.
Importing this package loads nothing.
"""
