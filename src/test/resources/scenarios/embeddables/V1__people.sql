create table people (
    id bigint generated always as identity primary key,
    street text not null,
    name text not null,
    zip int not null default 1,
    city text
);
