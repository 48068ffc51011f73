-- People, the accounts they hold, and the movements of credits between those accounts.

create table users (
    id         bigint generated always as identity,
    email      text not null,
    name       text not null,
    nickname   text,
    active     boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),

    constraint users_pkey primary key (id),
    constraint users_email_key unique (email),
    constraint users_email_check check (position('@' in email) > 1)
);

comment on table users is 'A person who can sign in, write posts and hold accounts.';
comment on column users.id is 'Assigned by the database; never reused.';
comment on column users.email is 'The address the user signs in with, unique across all users.';
comment on column users.name is 'The full name, as the user writes it.';
comment on column users.nickname is 'How the user prefers to be shown to others, or null to use the full name.';
comment on column users.active is 'Whether the user may sign in.';
comment on column users.created_at is 'When the user signed up.';
comment on column users.updated_at is 'When the row last changed; kept current by a trigger.';


create table accounts (
    id         bigint generated always as identity,
    user_id    bigint not null,
    credits    bigint not null default 0,
    created_at timestamptz not null default now(),

    constraint accounts_pkey primary key (id),
    constraint accounts_user_id_fkey foreign key (user_id) references users (id),
    constraint accounts_credits_check check (credits >= 0)
);

-- PostgreSQL indexes the referenced side of a foreign key, never the referencing one.
create index accounts_user_id_idx on accounts (user_id);

comment on table accounts is 'A purse of credits. A user may hold several.';
comment on column accounts.user_id is 'The owner of the account.';
comment on column accounts.credits is 'The balance in whole credits; an account is never overdrawn.';
comment on column accounts.created_at is 'When the account was opened.';


create table transfers (
    id              bigint generated always as identity,
    from_account_id bigint not null,
    to_account_id   bigint not null,
    amount          bigint not null,
    memo            text,
    created_at      timestamptz not null default now(),

    constraint transfers_pkey primary key (id),
    constraint transfers_from_account_id_fkey foreign key (from_account_id) references accounts (id),
    constraint transfers_to_account_id_fkey foreign key (to_account_id) references accounts (id),
    constraint transfers_amount_check check (amount > 0),
    constraint transfers_accounts_check check (from_account_id <> to_account_id)
);

create index transfers_from_account_id_idx on transfers (from_account_id, created_at);
create index transfers_to_account_id_idx on transfers (to_account_id, created_at);

comment on table transfers is 'A movement of credits from one account to another. Rows are only ever added.';
comment on column transfers.from_account_id is 'The account the credits were taken from.';
comment on column transfers.to_account_id is 'The account the credits were added to.';
comment on column transfers.amount is 'How many credits moved; always positive.';
comment on column transfers.memo is 'What the sender wrote about the transfer, if anything.';
