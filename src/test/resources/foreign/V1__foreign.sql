-- The foundations of the foreign schema: namespaces, extensions, types and sequences.
--
-- Everything in this directory imitates a database another company grew over twenty years. Each
-- oddity is legal PostgreSQL, and each has broken some code generator.

create extension if not exists citext;
create extension if not exists hstore;

-- One differs from a standard schema by case, one is a word generators use, one is a keyword, and
-- one cannot be a Java package at all.
create schema "Public";
create schema "tables";
create schema "class";
create schema "My Schema";


-- Enums

create type currency_code as enum ('EUR', 'USD', 'GBP', 'CHF', 'JPY', 'SEK');
create type document_state as enum ('draft', 'submitted', 'approved', 'rejected', 'posted', 'void');
create type priority as enum ('low', 'normal', 'high', 'urgent');
create type movement_kind as enum ('receipt', 'issue', 'transfer', 'count', 'scrap');
create type weekday as enum ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun');

-- No two of these labels may become the same Java constant, and some are no identifiers.
create type "odd-labels" as enum (
    '', ' ', 'a-b', 'A_B', 'a_b', 'a b', 'aB', 'AB', '1', '1st', '-1', '_', '__', '$', '%', '*/',
    'class', 'enum', 'null', 'NULL', 'true', 'new', 'values', 'valueOf', 'name', 'ordinal',
    'ü', 'Ü', 'ß', '名前', '🚀', 'it''s', '"quoted"', 'back\slash', '\u0041', 'line
break',
    'sixty-three bytes is the longest label an enum may have, so see'
);

create type "enum" as enum ('enum');
create type no_labels as enum ();

-- The same name twice, once as an enum and once, elsewhere, as a table or as another enum.
create type "class"."order" as enum ('ascending', 'descending');
create type "Public".priority as enum ('P1', 'P2', 'P3');
create type "tables"."Priority" as enum ('p1', 'p2', 'p3');
create type "My Schema"."My Enum" as enum ('My Value', 'my value', 'my_value');


-- Domains

create domain quantity as numeric(18, 6);
create domain amount as numeric(18, 2) not null default 0;
create domain percent as numeric(5, 2) check (value >= 0) check (value <= 100);
create domain country_code as char(2) check (value ~ '^[A-Z]{2}$');
create domain iban as varchar(34) check (length(value) between 15 and 34);
create domain yes_no as char(1) not null default 'N' check (value in ('Y', 'N'));
create domain email as citext check (value like '%@%');
create domain positive_quantity as quantity check (value > 0);
create domain tag_list as text[] check (cardinality(value) <= 20);
create domain workday as weekday check (value not in ('sat', 'sun'));
create domain "2nd" as integer;
create domain "My Schema"."int" as bigint;


-- Composite types

create type address as (
    street       text,
    house_number varchar(10),
    postal_code  varchar(12),
    city         text,
    country      country_code
);

create type money_amount as (
    value    numeric(18, 2),
    currency currency_code
);

create type contact as (
    name      text,
    addresses address[],
    limits    money_amount,
    days      weekday[]
);

create type "class"."class" as (
    "class"    text,
    "getClass" text,
    get_class  text,
    "1"        integer,
    " "        integer,
    "from"     date
);

create type "record" as ("record" text);
create type no_attributes as ();

-- A domain over a composite type, and a range over a type that has none.
create domain home_address as address check ((value).country is not null);
create type float_range as range (subtype = double precision);


-- Sequences

create sequence document_number;
create sequence invoice_number as integer start with 2000001 increment by 1 no cycle;
create sequence countdown increment by -1 minvalue -1000 maxvalue -1 start with -1 cycle;
create sequence small as smallint minvalue 0 maxvalue 99 start with 0 cycle cache 10;
create sequence "Document Number" increment by 10;
create sequence "class"."sequence";
create sequence "My Schema".document_number;
