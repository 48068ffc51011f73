create table transfers (
    id              bigint generated always as identity primary key,
    request         uuid not null unique,
    from_account_id bigint not null references accounts (id),
    to_account_id   bigint not null references accounts (id),
    amount          bigint not null check (amount > 0),
    created_at      timestamptz not null default now(),

    check (from_account_id <> to_account_id)
);

create index on transfers (from_account_id);
create index on transfers (to_account_id);

comment on column transfers.request is 'Chosen by who asks for it: asked for twice, it is done once.';
