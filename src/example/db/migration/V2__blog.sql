create type visibility as enum ('draft', 'public', 'archived');

create table posts (
    id           bigint generated always as identity primary key,
    user_id      bigint not null references users (id),
    title        text not null,
    body         text not null,
    visibility   visibility not null default 'draft',
    published_at timestamptz
);

create index posts_user_id on posts (user_id);
create index posts_newest on posts (published_at desc) where visibility = 'public';

comment on column posts.published_at is 'When it was first shown; null as long as it is a draft.';

create table comments (
    id         bigint generated always as identity primary key,
    post_id    bigint not null references posts (id) on delete cascade,
    user_id    bigint not null references users (id),
    body       text not null,
    created_at timestamptz not null default now()
);

create index comments_post_id on comments (post_id);
create index comments_user_id on comments (user_id);
