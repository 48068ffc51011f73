create table users (
    id         bigint generated always as identity primary key,
    email      text not null unique,
    name       text not null,
    created_at timestamptz not null default now()
);

comment on table users is 'A person who writes.';

create table accounts (
    id      bigint generated always as identity primary key,
    user_id bigint not null unique references users (id),
    credits bigint not null default 0 check (credits >= 0)
);

comment on column accounts.credits is 'Never below zero, whatever the application does.';
