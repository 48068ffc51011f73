create table readings (at date primary key, value double precision);
create view recent_readings as select * from readings where at > '2026-06-01';
create materialized view readings_by_day as select at, value from readings;
create unique index readings_by_day_at on readings_by_day (at);
create materialized view readings_by_year as select extract(year from at) as year, max(value) from readings group by 1;
create unique index readings_by_year_some on readings_by_year (year) where year > 2000;
comment on materialized view readings_by_year is 'Filled at night.';
