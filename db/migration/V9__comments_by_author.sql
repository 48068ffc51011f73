-- Built without blocking writers, which PostgreSQL only does outside a transaction.
create index concurrently comments_author_id_idx on comments (author_id);
