create table users (id int primary key, name text not null);
create table users_dao (id int primary key, users int not null references users);
create table users_insert (id int primary key, users_dao int unique references users_dao);
create table dao (dao int primary key, insert int not null, patch int not null, lookup int unique);
create table insert (patch int, change int, mode int, id int, note text, primary key (patch, change, mode, id));
create table odd (
    id int generated always as identity primary key,
    assignments int not null,
    "this" int not null,
    notify int not null,
    equals int,
    "set" int,
    set_ int,
    defaults int,
    overriding_id int,
    find int unique,
    session int unique,
    wait bigint,
    to_string text
);
create schema dao;
create table dao.users (id int primary key references public.users, session int unique);
