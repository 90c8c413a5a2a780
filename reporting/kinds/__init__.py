"""The kinds of report. A new one is a module here, its data, its template, and a name in
ReportKind."""
