"""A letter goes out by e-mail: as a file, or by SMTP from an outbox that loses nothing."""
