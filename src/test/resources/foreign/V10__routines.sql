-- Functions and procedures: overloaded, defaulted, polymorphic, oddly named.

-- Overloads: by type, by number, by nothing but an array, and one as a procedure next door
create function price() returns numeric language sql immutable as 'select 0::numeric';
create function price(item integer) returns numeric language sql immutable as 'select 1::numeric';
create function price(item bigint) returns numeric language sql immutable as 'select 2::numeric';
create function price(item text) returns numeric language sql immutable as 'select 3::numeric';
create function price(item text[]) returns numeric[] language sql immutable as 'select array[4::numeric]';
create function price(item item) returns numeric language sql immutable as 'select 5::numeric';
create function price(item uuid, on_day date) returns money_amount language sql stable as $$
    select row(6, 'EUR')::money_amount
$$;
create function "Price"(item text) returns text language sql immutable as 'select item';
create function "tables".price(item integer) returns integer language sql immutable as 'select item';

-- Parameters: defaulted, nameless, variadic, by name only, and named like keywords
create function defaults_everywhere(a integer, b text default 'it''s', c date default current_date, d integer[] default '{}')
returns text language sql stable as $$
    select a || b || c || d::text
$$;

create function nameless(integer, text, "odd-labels") returns integer language sql immutable as 'select $1';
create function half_named(integer, named text, bigint) returns bigint language sql immutable as 'select $3';
create function total_of(variadic amounts numeric[]) returns numeric language sql immutable as $$
    select sum(amount) from unnest(amounts) as amount
$$;

create function "class"."new"(
    "class" text, "int" integer, "this" "class"."class", "_" integer, "a b" integer, "aB" integer, "a_b" integer
)
returns "class"."class" language sql immutable as 'select $3';

-- Results: of nothing, by parameters, one row, many rows, any rows
create function returns_void(a integer) returns void language sql as 'select';
create function returns_out(out result integer) language sql immutable as 'select 1';
create function returns_outs(a integer, out "class" integer, inout b text, out "value" priority) language sql immutable as $$
    select a, b, 'high'::priority
$$;
create function returns_enum(a text) returns priority language sql immutable as 'select a::priority';
create function returns_domain(a text) returns email language sql immutable as 'select a::email';
create function returns_array_of_composites() returns address[] language sql immutable as 'select array[]::address[]';
create function returns_row() returns users language sql stable as 'select * from users limit 1';
create function returns_rows(at_least bigint default 0) returns setof users language sql stable rows 10 as $$
    select * from users where id >= at_least
$$;
create function returns_scalars(n integer) returns setof integer language sql immutable as 'select generate_series(1, n)';
create function returns_table(a integer, b integer default 1) returns table (id integer, "class" text, "Id" integer) language sql immutable as $$
    select a, 'x', b
$$;
create function returns_one_column_table() returns table ("value" text) language sql immutable as $$
    select 'x'
$$;
create function returns_set_of_outs(out a integer, out b text) returns setof record language sql immutable as $$
    values (1, 'one'), (2, 'two')
$$;
create function returns_record() returns record language sql immutable as $$
    select 1, 'a'
$$;
create function returns_records() returns setof record language sql immutable as $$
    select 1, 'a'
$$;

-- Polymorphic
create function first_of(variadic choices anyarray) returns anyelement language sql immutable as 'select choices[1]';
create function same_as(a anycompatible, b anycompatible) returns boolean language sql immutable as 'select a = b';
create function enum_name(a anyenum) returns text language sql immutable as 'select a::text';
create function bounds(a anyrange, out low anyelement, out high anyelement) language sql immutable as 'select lower(a), upper(a)';

-- Named like tables, methods and nothing in particular
create function users() returns bigint language sql stable as 'select count(*) from users';
create function "toString"(a integer) returns text language sql immutable as 'select a::text';
create function "getClass"() returns text language sql immutable as $$ select 'x' $$;
create function "wait"() returns void language sql as 'select';
create function "my function"("my parameter" integer) returns integer language sql immutable as 'select $1';
create function "größe"("länge" integer) returns integer language sql immutable as 'select $1';
create function "🚀"() returns text language sql immutable as $fire$ select '$$;$$' $fire$;
create function "*/"() returns text language sql immutable as $$ select '/* -- ''; ' $$;
create function "My Schema"."My Function"("My Parameter" "My Schema"."My Enum")
returns "My Schema"."int" language sql immutable as 'select 1::bigint';

-- Called with a row, a function reads like a column: users.shout
create function shout(users) returns text language sql immutable as 'select upper($1.name)';

-- Procedures
create procedure do_nothing() language plpgsql as $$ begin end $$;
create procedure rename_user(user_id bigint, new_name text default 'nobody') language sql as $$
    update users set name = new_name where id = user_id
$$;
create procedure rename_user(user_id bigint, new_name text, shout boolean) language plpgsql as $$
begin
    update users set name = case when shout then upper(new_name) else new_name end where id = user_id;
end
$$;
create procedure count_users(out total bigint, inout factor integer default 1) language plpgsql as $$
begin
    select count(*) * factor into total from users;
end
$$;
create procedure "My Schema"."call"("class" integer) language plpgsql as $$ begin null; end $$;

-- Aggregates, an operator and a cast
create aggregate product_of(numeric) (sfunc = numeric_mul, stype = numeric, initcond = '1');
create aggregate "class"."all"(anycompatible) (sfunc = array_append, stype = anycompatiblearray, initcond = '{}');

create function same_currency(a money_amount, b money_amount) returns boolean language sql immutable as 'select a.currency = b.currency';
create operator =~= (leftarg = money_amount, rightarg = money_amount, function = same_currency, commutator = =~=);

create function to_numeric(a money_amount) returns numeric language sql immutable as 'select a.value';
create cast (money_amount as numeric) with function to_numeric(money_amount);

-- Triggers, several on one table, one named like another on another table
create function refuse() returns trigger language plpgsql as $$
begin
    raise exception 'Refused: % on %', tg_op, tg_table_name using errcode = 'restrict_violation', hint = tg_argv[0];
end
$$;

create trigger refuse before delete on foo_bar for each row execute function refuse('never');
create trigger refuse before truncate on foobar for each statement execute function refuse('it''s forbidden');
create trigger "Refuse" before update of value on foo_bar for each row when (new.value < 0) execute function refuse('negative');
create constraint trigger refuse_later after insert on foo_bar deferrable initially deferred
    for each row when (new.value = 13) execute function refuse('unlucky');

create rule no_delete as on delete to "system" do instead nothing;

-- Computed by a function of our own
create index shouting_idx on "Users" (upper(name), "toString"(id::integer));
