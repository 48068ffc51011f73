create table readings (at date primary key, value int not null);
insert into readings values ('2026-01-01', 1);
create view small_readings as select * from readings where value < 10;
create materialized view "it's $$a ?{0} ""view"""
    as select at, value from readings with no data;
create unique index days on "it's $$a ?{0} ""view""" (at);
create materialized view sums as select sum(value) as sum from readings with no data;

create schema reports;
create materialized view reports.sums as select max(value) as most from public.readings with no data;
