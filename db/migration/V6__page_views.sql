-- Page views come in by the million, so they are kept in one partition per year.

-- No identity here: partitions inherit one only since PostgreSQL 17, a default they always do.
create table page_views (
    id        uuid not null default gen_random_uuid(),
    viewed_at timestamptz not null default now(),
    post_id   bigint not null,
    user_id   bigint,
    address   inet,
    referrer  text,

    -- A key of a partitioned table has to contain the column it is partitioned by.
    constraint page_views_pkey primary key (viewed_at, id),
    constraint page_views_post_id_fkey foreign key (post_id) references posts (id) on delete cascade,
    constraint page_views_user_id_fkey foreign key (user_id) references users (id) on delete set null
)
partition by range (viewed_at);

create table page_views_2025 partition of page_views
    for values from ('2025-01-01 00:00:00+00') to ('2026-01-01 00:00:00+00');

create table page_views_2026 partition of page_views
    for values from ('2026-01-01 00:00:00+00') to ('2027-01-01 00:00:00+00');

create table page_views_default partition of page_views default;

create index page_views_post_id_idx on page_views (post_id, viewed_at);

comment on table page_views is 'One visit to one post.';
comment on table page_views_2025 is 'The visits of the year 2025, UTC.';
comment on table page_views_2026 is 'The visits of the year 2026, UTC.';
comment on table page_views_default is 'The visits no other partition wants.';
comment on column page_views.viewed_at is 'When the page was requested; decides the partition.';
comment on column page_views.user_id is 'The reader, or null if nobody was signed in.';
comment on column page_views.address is 'Where the request came from.';
comment on column page_views.referrer is 'The page that led here, if the browser told.';
