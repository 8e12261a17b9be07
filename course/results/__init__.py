"""Which exercises pass: kept in the reader's own data folder, drawn as a small figure."""
