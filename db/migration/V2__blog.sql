-- Posts, the discussion below them, and the tags they are filed under.

create table posts (
    id           bigint generated always as identity,
    user_id      bigint not null,
    slug         text not null,
    title        text not null,
    body         text not null default '',
    published_at timestamptz,
    archived_at  timestamptz,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),

    constraint posts_pkey primary key (id),
    constraint posts_user_id_fkey foreign key (user_id) references users (id),
    constraint posts_slug_check check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    constraint posts_title_check check (title <> '')
);

create index posts_user_id_idx on posts (user_id);

-- An archived post gives its slug back, so uniqueness covers the active posts alone.
create unique index posts_active_slug_key on posts (slug) where archived_at is null;

-- The front page shows the newest published posts and skips everything else.
create index posts_published_at_idx on posts (published_at desc) where published_at is not null;

comment on table posts is 'An article written by a user.';
comment on column posts.user_id is 'The author.';
comment on column posts.slug is 'The last part of the address of the post; unique among posts that are not archived.';
comment on column posts.title is 'The headline; never empty.';
comment on column posts.body is 'The text, in Markdown.';
comment on column posts.published_at is 'When the post went public, or null while it is a draft.';
comment on column posts.archived_at is 'When the post was withdrawn, or null while it is active.';
comment on column posts.updated_at is 'When the row last changed; kept current by a trigger.';


create table comments (
    id         bigint generated always as identity,
    post_id    bigint not null,
    author_id  bigint not null,
    parent_id  bigint,
    body       text not null,
    created_at timestamptz not null default now(),

    constraint comments_pkey primary key (id),
    constraint comments_post_id_fkey foreign key (post_id) references posts (id) on delete cascade,
    constraint comments_author_id_fkey foreign key (author_id) references users (id),
    constraint comments_parent_id_fkey foreign key (parent_id) references comments (id) on delete cascade,
    constraint comments_parent_check check (parent_id <> id)
);

create index comments_post_id_idx on comments (post_id, created_at);
create index comments_parent_id_idx on comments (parent_id);

comment on table comments is 'A remark below a post, or a reply to another remark.';
comment on column comments.post_id is 'The post the comment belongs to.';
comment on column comments.author_id is 'The user who wrote the comment.';
comment on column comments.parent_id is 'The comment this one answers, or null for the start of a thread.';
comment on column comments.body is 'The text, without any markup.';


create table tags (
    id          bigint generated always as identity,
    name        text not null,
    description text,

    constraint tags_pkey primary key (id),
    constraint tags_name_key unique (name)
);

comment on table tags is 'A subject that posts can be filed under.';
comment on column tags.name is 'The tag as readers see it.';
comment on column tags.description is 'What belongs under the tag, if that needs explaining.';


create table post_tags (
    post_id bigint not null,
    tag_id  bigint not null,

    constraint post_tags_pkey primary key (post_id, tag_id),
    constraint post_tags_post_id_fkey foreign key (post_id) references posts (id) on delete cascade,
    constraint post_tags_tag_id_fkey foreign key (tag_id) references tags (id) on delete cascade
);

-- The primary key finds the tags of a post; this finds the posts of a tag.
create index post_tags_tag_id_idx on post_tags (tag_id);

comment on table post_tags is 'Links posts to their tags.';
