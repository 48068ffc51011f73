-- Table names that collide with keywords, with java.lang and java.util, with what generators
-- generate, with each other, and with file systems.

-- Keywords and types

create table "order" (id integer primary key, "order" integer);
create table "class" (id integer primary key, "class" text);
create table "user" (id integer primary key, "user" text);
create table "row" (id integer primary key, "row" integer);
create table "table" (id integer primary key, "table" text);
create table "string" (id integer primary key, "string" text);
create table "integer" (id integer primary key, "integer" integer);
create table "object" (id integer primary key, "object" text);
create table "list" (id integer primary key, "list" integer[]);
create table "map" (id integer primary key, "map" hstore);
create table "optional" (id integer primary key, "optional" text);
create table "override" (id integer primary key, "override" boolean);
create table "system" (id integer primary key, "system" text);
create table "void" (id integer primary key);
create table "java" (id integer primary key, "lang" text);
create table "select" ("select" integer primary key, "from" integer, "where" integer);
create table "null" ("null" integer primary key);
create table "default" ("default" integer primary key default 1);

-- V1 has taken the name "record" for a type, and a table makes a type, so this one lives elsewhere.
create table "Public"."record" (id integer primary key, "record" text);

-- Names of generated code

create table "tables" (id integer primary key, name text);
create table "keys" (id integer primary key, name text);
create table "indexes" (id integer primary key, name text);
create table "sequences" (id integer primary key, name text);
create table "routines" (id integer primary key, name text);
create table "domains" (id integer primary key, name text);
create table "public" (id integer primary key, name text);
create table "default_catalog" (id integer primary key, name text);
create table schema_version (version varchar(50) primary key, applied_at timestamp, checksum integer);

-- Four names that are one and the same class, give or take a capital, and two derived ones

create table users (id bigint generated always as identity primary key, name text not null);
create table "Users" (id bigint generated always as identity primary key, name text not null);
create table "USERS" (id bigint generated always as identity primary key, name text not null);
create table "uSERS" (id bigint generated always as identity primary key, name text not null);
create table users_row (id bigint generated always as identity primary key, users_id bigint references users);
create table users_insert (id bigint generated always as identity primary key, users_id bigint references users);

-- Underscores, which conversion to camel case loses. PostgreSQL itself calls the array type of
-- foo_bar _foo_bar, and renames it when a table claims that name.

create table foo_bar (id integer primary key, value integer);
create table foobar (id integer primary key, value integer);
create table "FooBar" (id integer primary key, value integer);
create table "fooBar" (id integer primary key, value integer);
create table "FOO_BAR" (id integer primary key, value integer);
create table foo__bar (id integer primary key, value integer);
create table _foo_bar (id integer primary key, value integer);
create table foo_bar_ (id integer primary key, value integer);
create table foo_1 (id integer primary key);
create table foo1 (id integer primary key);
create table "foo-1" (id integer primary key);

-- Names made of anything

create table "Mixed Case" ("Id" integer primary key, "Some Value" text);
create table "2fa" (id integer primary key, secret text);
create table "_" (id integer primary key);
create table "__" (id integer primary key);
create table "1" ("1" integer primary key);
create table "$" (id integer primary key);
create table "%" (id integer primary key);
create table "?" (id integer primary key);
create table " " (id integer primary key);
create table " padded " (id integer primary key);
create table "a.b" ("a.b" integer primary key);
create table "a"".""b" (id integer primary key);
create table "a$b" (id integer primary key);
create table "a/b" (id integer primary key);
create table "..\..\escape" (id integer primary key);
create table "../../escape" (id integer primary key);
create table "it's" (id integer primary key);
create table "say ""hi""" (id integer primary key);
create table "semi;colon" (id integer primary key);
create table "dash--dash" (id integer primary key);
create table "slash/*star*/" (id integer primary key);
create table "\u0041" (id integer primary key);
create table ":name" (id integer primary key);
create table "{braces}" (id integer primary key);
create table "<T extends Comparable<T>>" (id integer primary key);
create table "con" (id integer primary key);
create table "größe" (id integer primary key, "länge" integer, "LÄNGE" integer);
create table "名前" ("識別子" integer primary key, "姓" text, "名" text);
create table "🚀" (id integer primary key, "🔑" text);
create table "e" (id integer primary key);

-- Composed and decomposed: these look alike on every screen and are different names.
create table "é" (id integer primary key);
create table "é" (id integer primary key);

-- 63 bytes, the most a name can have: two alike but for the last byte, and one of 21 characters
create table a_name_as_long_as_postgresql_allows_which_is_sixty_three_bytes1 (id integer primary key);
create table a_name_as_long_as_postgresql_allows_which_is_sixty_three_bytes2 (id integer primary key);
create table "名名名名名名名名名名名名名名名名名名名名名" (id integer primary key);

-- The same names in every schema

create table "Public".users (id bigint primary key, name text, level "Public".priority);
create table "tables".users (id bigint primary key, name text, level "tables"."Priority");
create table "class".users (id bigint primary key, name text, sort "class"."order");
create table "My Schema".users (id bigint primary key, name text, level priority);

create table "Public"."order" (id integer primary key, currency currency_code);
create table "tables"."order" (id integer primary key, currency currency_code);
create table "My Schema"."order" (id integer primary key, currency currency_code);

create table "tables"."tables" (id integer primary key);
create table "Public"."Public" (id integer primary key);
create table "My Schema"."My Schema" (id "My Schema"."int" primary key, "My Enum" "My Schema"."My Enum");
create table "My Schema"."My Table" ("My Id" integer primary key, "My Value" text not null default 'My Default');

-- A label of the type is a name of the table is a name of the column.
create table "class".item ("order" "class"."order" not null, "class" "class"."class", primary key ("order"));
