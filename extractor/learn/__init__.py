"""Plans that a person marked done → a model of the institution's own (`pst learn`).

In: cases, each a document with the corrected plan. `cases` makes them and counts what a person
would have to correct; `words` proposes words of levels, `habits` of `structure` says how looks get
ranks, `weights` refits the structure layer, `calibration` the confidence; `model` tries them on
plans left out in turn and keeps what is better. `sources` finds the plans of an output. Importing
this package loads nothing.
"""
