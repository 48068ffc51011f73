create table persons (id int primary key, parent_id int references persons, code text[] not null unique);

-- a unique key that is not the primary key, but named as one
create table stays (
    id int not null unique,
    room int,
    night date,
    guest int references persons,
    host int references persons,
    partner int,
    primary key (room, night),
    unique (guest, night),
    constraint stays_partner_1 foreign key (partner) references persons,
    constraint stays_partner_2 foreign key (partner) references persons (id) on delete cascade
);

-- a foreign key that is the primary key, and one that is unique; a key twice
create table passports (
    person_id int primary key references persons,
    number text unique,
    holder_id int references persons unique,
    constraint passports_number_again unique (number)
);

-- checked at the end of a transaction, over an expression, over some rows, beside others, and a name that is taken
create table places (
    id int primary key deferrable initially deferred,
    name text,
    position int,
    closed boolean
);
create unique index on places (lower(name));
create unique index places_open on places (name) where not closed;
create unique index "table" on places (position) include (name);
create unique index by_position on places (name, closed);

create table log (at timestamptz not null, person_id int references persons, number int unique);
create table empty (id int generated always as identity primary key);
