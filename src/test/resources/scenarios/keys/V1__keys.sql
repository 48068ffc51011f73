create table persons (id int primary key, parent_id int references persons, codes text[] not null unique);
create table stays (
    id int not null unique,
    room int,
    night date,
    guest int references persons,
    partner int,
    primary key (room, night),
    unique (guest, night),
    foreign key (partner) references persons,
    foreign key (partner) references persons (id) on delete cascade
);
create table pages (id int primary key, slug text, "odd ""column" int, closed boolean not null default false);
create unique index "pages'open" on pages (slug) where not closed and slug <> '"\?{0}:x';
create unique index on pages (lower(slug));
create unique index on pages ("odd ""column");
create table files (digest bytea primary key, name text not null);
