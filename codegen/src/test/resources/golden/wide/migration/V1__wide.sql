-- 254 slots are the most that a record may have: a bigint that is not null takes two
do $$
declare
    columns text := (select string_agg(format('c%s bigint not null', n), ', ') from generate_series(1, 126) n);
begin
    execute 'create table fits (' || columns || ', label text not null, code text)';
    execute 'create table wide (' || columns || ', label text not null, code text, hash_code int, tags text[])';
    comment on column wide.label is 'What it says.';
end
$$;
