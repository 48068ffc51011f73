\set from random(1, 1000)
\set to 1 + :from % 1000
\startpipeline
begin;
update accounts set credits = credits - 1 where id = :from;
update accounts set credits = credits + 1 where id = :to;
commit;
\endpipeline
