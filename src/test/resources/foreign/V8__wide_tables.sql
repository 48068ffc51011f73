-- Tables too wide for a Java constructor, which takes 255 slots, of which a long or a double fills
-- two and this fills one. Built in a loop, since nobody wants to read them either.

-- 300 columns of every common type; each fifteenth is required.
do $$
declare
    types constant text[] := array['integer', 'text', 'boolean', 'numeric(12, 2)', 'date', 'timestamptz', 'uuid'];
begin
    execute (
        select format('create table wide_300 (id bigint generated always as identity primary key, %s)',
            string_agg(
                format('%I %s%s',
                    'attribute_' || n,
                    types[1 + n % cardinality(types)],
                    case when n % 15 = 0 then ' not null' else '' end),
                ', ' order by n))
        from generate_series(1, 299) as n
    );
end
$$;

-- 600 columns, most of which fill two slots; the first forty are required.
do $$
begin
    execute (
        select format('create table wide_600 (id bigint generated always as identity primary key, %s)',
            string_agg(
                case
                    when n <= 40 then format('required_%s bigint not null', n)
                    when n % 3 = 0 then format('measure_%s double precision', n)
                    when n % 3 = 1 then format('counter_%s bigint not null default 0', n)
                    else format('flag_%s boolean', n)
                end,
                ', ' order by n))
        from generate_series(1, 599) as n
    );
end
$$;

-- Just below, at, and just beyond the limit, once in columns of two slots and once in columns of one.
do $$
declare
    width integer;
begin
    foreach width in array array[126, 127, 128] loop
        execute (
            select format('create table slots_bigint_%s (%s)', width,
                string_agg(format('c%s bigint', n), ', ' order by n))
            from generate_series(1, width) as n
        );
    end loop;

    foreach width in array array[253, 254, 255, 256] loop
        execute (
            select format('create table slots_integer_%s (%s)', width,
                string_agg(format('c%s integer', n), ', ' order by n))
            from generate_series(1, width) as n
        );
    end loop;
end
$$;

-- More columns than the largest numbered row type of any library, all of them required.
do $$
begin
    execute (
        select format('create table required_100 (%s)',
            string_agg(format('c%s text not null', n), ', ' order by n))
        from generate_series(1, 100) as n
    );
end
$$;
