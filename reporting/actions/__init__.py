"""What is done with reports: ordered, made, handed over, issued, corrected, rewritten.

`order` freezes the data of a draft and has its file made. A status note is handed over by one
person and issued by another; a return is reported to the funder by one. What is issued never
changes: a correction is the next edition.
"""
