create table documents (
    id bigint generated always as identity primary key,
    title text not null,
    version int not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null default now()
);
-- without a primary key, it has no DAO that could fill them
create table remarks (text text not null, version text, created_at int);
