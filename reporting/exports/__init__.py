"""A return's tables as files for a spreadsheet program: real numbers and dates, and no text that
runs.

They are made of the report's frozen data when they are asked for: the same row gives the same
bytes.
"""

from reporting.exports.csv import csv_bytes
from reporting.exports.report import csv_of, workbook_of
from reporting.exports.xlsx import xlsx_bytes

__all__ = ["csv_bytes", "csv_of", "workbook_of", "xlsx_bytes"]
