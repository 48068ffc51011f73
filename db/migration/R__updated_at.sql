-- Keeps updated_at current. Repeatable: a table that gains the column is added to the list below.

create or replace function touch_updated_at()
returns trigger
language plpgsql
as $$
begin
    new.updated_at := now();
    return new;
end
$$;

comment on function touch_updated_at() is 'Sets updated_at of a changed row to the start of the transaction.';

-- An update that changes nothing leaves the time alone, hence the condition.
create or replace trigger users_touch_updated_at
    before update on users
    for each row when (old.* is distinct from new.*)
    execute function touch_updated_at();

create or replace trigger posts_touch_updated_at
    before update on posts
    for each row when (old.* is distinct from new.*)
    execute function touch_updated_at();

create or replace trigger products_touch_updated_at
    before update on products
    for each row when (old.* is distinct from new.*)
    execute function touch_updated_at();

create or replace trigger orders_touch_updated_at
    before update on orders
    for each row when (old.* is distinct from new.*)
    execute function touch_updated_at();
