create table readings (at date not null, value double precision not null, note text) partition by range (at);
create table readings_2026 partition of readings for values from ('2026-01-01') to ('2027-01-01');
create table readings_rest partition of readings default;

create view recent_readings as select at, value, note from readings where at > '2026-06-01';
create materialized view readings_per_day as select at, count(*) as n, max(value) as highest from readings group by at;

create extension pg_stat_statements;
create extension citext;
create table words (word citext not null primary key, meaning citext);

create function readings_of(day date) returns setof readings language sql
    as $$ select * from readings where at = day $$;
create function numbers(most int) returns table (number int, square bigint) language sql
    as $$ select n, n * n::bigint from generate_series(1, most) n $$;
