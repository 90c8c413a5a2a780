"""`make chaos`: workers, queue, database and disk are killed and taken away while reports and
mails are made."""
