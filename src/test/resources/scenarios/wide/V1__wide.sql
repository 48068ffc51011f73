-- as many columns as a table may have; and as many that have to be set as a test can bear to name
do $$
begin
    execute (
        select format('create table widest (id integer generated always as identity primary key, %s)',
            string_agg(
                format('c%s %s', n, case n % 3 when 0 then 'text' when 1 then 'integer not null default 7' else 'text[]' end),
                ', ' order by n))
        from generate_series(1, 1599) n
    );
    execute (
        select format('create table long_keys (%s, primary key (k1, k2, k3), note text)',
            string_agg(format('k%s double precision not null', n), ', ' order by n))
        from generate_series(1, 200) n
    );
end
$$;
