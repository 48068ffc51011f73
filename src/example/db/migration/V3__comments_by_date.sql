-- Readers and writers of a large table go on meanwhile; such a statement needs a file of its own.
create index concurrently comments_created_at on comments (created_at);
