create table documents (
    id bigint generated always as identity primary key,
    title text not null,
    version smallint not null,
    created_at timestamptz not null,
    updated_at timestamp not null
);
create table notes (day date, number int, version bigint not null default 5, primary key (day, number));
