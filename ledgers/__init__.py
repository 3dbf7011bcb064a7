"""Ledgers: the spreadsheets in which offices keep their institutions, courses, teachers, workdays.

sheets        a file of any kind as numbered rows, read once and whole before anything is done
csv_files     text files, in whatever encoding offices save them
workbooks     .xlsx, read by a process of its own (`workbook_reading`)
sheet_xml     what calamine leaves out: errors, formulas without a result, what is hidden
reports       what of a file was read, and what was not
layouts       columns as data: headings, their aliases, what each means
headings      which row is the header, and which column is which
cells         what stands in a cell, as dates, money, words, numbers
formulas      texts that a spreadsheet would take for formulas
repeats       rows of one file that repeat or contradict one another
institutions  rows of each ledger as changes of the register, by the register's own rules
courses
teachers
authorities   rows that administrators enter: bureaus, officers, the calendar
officers
workdays
versions      rows of an export that is older than the register
values_out    values of the register as a ledger writes them
importing     a file into the register, chunk by chunk
rejections    rejected rows, reported and written to a file for correction
exporting     the register as a ledger
templates     an empty ledger that explains itself
"""
