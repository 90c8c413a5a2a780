"""The calendar walk: the demo's clock goes through its years by itself, and on many days everything
that is shown is read as each role and held against rules that are true on every day."""
