-- Keys, references, partitions and inheritance, as found.

-- Five columns of key, referenced whole, and referenced again in another order
create table five_keys (
    a               integer not null,
    b               text not null,
    c               date not null,
    d               uuid not null,
    e               priority not null,
    payload         text,
    constraint five_keys_pkey primary key (c, a, e, b, d)
);

create table five_references (
    id              serial primary key,
    a               integer,
    b               text,
    c               date,
    d               uuid,
    e               priority,
    constraint five_references_fkey foreign key (e, d, c, b, a) references five_keys (e, d, c, b, a)
);

-- The same foreign key names on every table, and names that differ only by case or underscore
create table airport (code char(3) primary key, name text not null);

create table flight (
    id              bigserial primary key,
    origin          char(3) not null,
    destination     char(3) not null,
    alternate       char(3),
    "Alternate"     char(3),
    constraint fk_1 foreign key (origin) references airport (code),
    constraint fk1 foreign key (destination) references airport (code),
    constraint "FK_1" foreign key (alternate) references airport (code),
    constraint "fk 1" foreign key ("Alternate") references airport (code)
);

create table airport_lounge (
    id              serial primary key,
    airport         char(3) not null,
    constraint fk_1 foreign key (airport) references airport (code)
);

-- Named like the column, the child, and the parent
create table airport_gate (
    airport         char(3) not null,
    gate            varchar(4) not null,
    closest         varchar(4),
    constraint airport_gate_pkey primary key (airport, gate),
    constraint airport foreign key (airport) references airport (code),
    constraint airport_gate foreign key (airport, closest) references airport_gate (airport, gate)
);

-- The same reference twice over, by mistake, under two names
create table twice_referenced (
    id              serial primary key,
    airport         char(3),
    constraint twice_1 foreign key (airport) references airport (code),
    constraint twice_2 foreign key (airport) references airport (code) on delete cascade
);

-- A table that refers to itself, again and again
create table family (
    id              serial primary key,
    mother          integer references family,
    father          integer references family,
    guardian        integer references family on delete set null,
    family          integer references family on delete set default
);

-- A circle of three, none of which can be written first
create table chicken (id integer primary key, hatched_from integer not null);
create table egg (id integer primary key, laid_in integer not null);
create table nest (id integer primary key, built_by integer not null);

alter table chicken add constraint circle foreign key (hatched_from) references egg deferrable initially deferred;
alter table egg add constraint circle foreign key (laid_in) references nest deferrable initially deferred;
alter table nest add constraint circle foreign key (built_by) references chicken deferrable initially deferred;

-- A primary key that is also a foreign key, and a chain of those
create table one (id integer primary key);
create table two (id integer primary key references one);
create table three (id integer primary key references two, unique_one integer unique references one);

-- References to a unique constraint, to a unique index, and across schemas in both directions
create table by_number (id serial primary key, number text not null, year integer not null, unique (year, number));
create unique index by_number_number_key on by_number (number);

create table to_number (
    id              serial primary key,
    number          text references by_number (number),
    year            integer,
    foreign key (year, number) references by_number (year, number) on update cascade on delete restrict
);

create table "My Schema"."My Child" (
    "My Id"         serial primary key,
    "My Parent"     integer references "My Schema"."My Table",
    "Their User"    bigint constraint "My Foreign Key" references public.users,
    "Our User"      bigint constraint "My Other Key" references "My Schema".users,
    "Her Order"     integer references "tables"."order",
    "class"         "class"."order" references "class".item
);

create table public.to_my_schema (
    id              serial primary key,
    parent          integer references "My Schema"."My Table",
    users           bigint references "class".users,
    "Users"         bigint references "Users",
    "USERS"         bigint references "USERS"
);

-- A link table that carries data, one that links a table with itself, and one of three
create table users_foo_bar (
    users_id        bigint not null references users,
    foo_bar_id      integer not null references foo_bar,
    since           date not null default current_date,
    primary key (users_id, foo_bar_id)
);

create table users_users (
    users_id        bigint not null references users,
    friend_id       bigint not null references users,
    primary key (users_id, friend_id)
);

create table ternary (
    one             integer references one,
    two             integer references two,
    three           integer references three,
    primary key (one, two, three)
);

-- Unique constraints: over nullable columns, twice over the same, over the primary key, in another
-- order, deferrable, and with names that must be quoted
create table unique_in_many_ways (
    a               integer primary key,
    b               integer,
    c               text,
    d               text not null,
    constraint "unique" unique (b),
    constraint "B and C" unique (b, c),
    constraint c_and_b unique (c, b),
    constraint later unique (d) deferrable initially deferred
);

alter table unique_in_many_ways add constraint "B and C again" unique (b, c);
alter table unique_in_many_ways add constraint a_again unique (a);

create unique index unique_expression on unique_in_many_ways ((b + 1), lower(c)) where d <> '';
create unique index "unique index" on unique_in_many_ways (d desc nulls last) include (c);
create index on unique_in_many_ways ((a % 10), c collate "C");

-- Exclusion: of overlaps, of anything but, and of circles that touch
create table reservation (
    id              serial primary key,
    room            integer not null,
    during          tstzrange not null,
    cancelled       boolean not null default false,
    constraint reservation_overlap exclude using gist (int4range(room, room, '[]') with =, during with &&)
        where (not cancelled)
);

create table circles (c circle, exclude using gist (c with &&));
create table all_alike (a integer, exclude using btree (a with =));

-- Checks: on one column, on several, without a name, and on the whole row
create table checked (
    a               integer check (a > 0),
    b               integer constraint "check" check (b > 0) check (b < 100),
    c               text check (c in ('x', 'y', '*/', 'it''s')),
    constraint checked_together check (a < b),
    constraint "%" check (a % 2 = 0),
    constraint checked_row check (checked is not null),
    constraint checked_alone check (a + b > 0) no inherit
);

-- Partitions of partitions: by list, then by range, then by hash
create table measurement (
    region          text not null,
    taken_at        timestamptz not null,
    sensor          integer not null,
    value           double precision,
    constraint measurement_pkey primary key (region, taken_at, sensor)
)
partition by list (region);

create table measurement_north partition of measurement for values in ('north', 'north-east', 'north-west');
create table measurement_south partition of measurement for values in ('south') partition by range (taken_at);
create table measurement_other partition of measurement default partition by hash (sensor);

create table measurement_south_old partition of measurement_south
    for values from (minvalue) to ('2025-01-01 00:00:00+00');

create table measurement_south_new partition of measurement_south
    for values from ('2025-01-01 00:00:00+00') to (maxvalue)
    partition by list (sensor);

create table measurement_south_new_1 partition of measurement_south_new for values in (1);
create table "measurement south new *" partition of measurement_south_new default;

create table measurement_other_0 partition of measurement_other for values with (modulus 2, remainder 0);
create table measurement_other_1 partition of measurement_other for values with (modulus 2, remainder 1);

-- A partition in another schema whose columns come in another order
create table "Public".measurement_west (
    value           double precision,
    sensor          integer not null,
    taken_at        timestamptz not null,
    region          text not null
);

alter table measurement attach partition "Public".measurement_west for values in ('west');

create table measurement_note (
    id              serial primary key,
    region          text not null,
    taken_at        timestamptz not null,
    sensor          integer not null,
    note            text not null,
    foreign key (region, taken_at, sensor) references measurement
);

-- Partitioned by an expression, so without any key
create table by_expression (name text not null, at date not null) partition by range (lower(name), date_part('year', at));
create table by_expression_default partition of by_expression default;

-- Partitioned, and without a single partition
create table no_partitions (id integer not null, primary key (id)) partition by hash (id);

-- Inheritance, which hands down columns and checks, but neither keys nor references
create table vehicle (
    id              serial primary key,
    owner           bigint references users,
    top_speed       integer check (top_speed > 0)
);

create table car (doors smallint not null default 5) inherits (vehicle);
create table boat (draft numeric(4, 2) not null, primary key (id)) inherits (vehicle);
create table amphibian (top_speed integer not null, seats smallint) inherits (car, boat);
create table "class".car () inherits (public.car);

-- Unlogged, and thus lost in a crash
create unlogged table scratch (id integer generated by default as identity primary key, note text);

-- Rows that hide from those who do not own them
create table secret (id serial primary key, owner name not null default current_user, content text);
alter table secret enable row level security;
create policy secret_owner on secret using (owner = current_user);
