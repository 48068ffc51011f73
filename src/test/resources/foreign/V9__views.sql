-- Views over tables, over views, and over nothing.

create view open_order as
    select
        sd_order.order_no,
        sd_order.prio,
        sd_order.total,
        (sd_order.total).value as total_value,
        (sd_order.ship_address).city as city,
        payer.name as payer_name,
        sold_to as "soldTo"
    from sd_order
    left join business_partner payer on payer.id = sd_order.payer
    where state not in ('posted', 'void');

create view open_order_line as
    select open_order.*, pos, item.number as item_number, qty, net
    from open_order
    join sd_order_pos using (order_no)
    join item on item.id = sd_order_pos.item_id;

create view open_order_summary as
    select
        order_no,
        count(*) as lines,
        sum(net) as net,
        array_agg(item_number order by pos) as item_numbers,
        array_agg(distinct prio) as priorities,
        jsonb_object_agg(pos, qty) as quantities,
        min(pos) filter (where qty > 1) as "first > 1"
    from open_order_line
    group by order_no
    having sum(net) > 0;

-- Defined by itself
create recursive view item_group_tree (id, depth, trail) as
    select id, 0, array[name]
    from item_group
    where parent_id is null
    union all
    select item_group.id, depth + 1, trail || item_group.name
    from item_group
    join item_group_tree on item_group.parent_id = item_group_tree.id;

-- Columns without names, with odd names, and without a type of their own
create view nameless as select 1;
create view odd_columns as select 1 as "class", 2 as "a b", 3 as "*/", 'x' as "?", null as "null", 4 as "größe";
create view constants as values (1, 'one', true), (2, 'two', false);
create view whole_rows as select users as "users", array[users] as "list" from users;
create view "class"."view" as select * from "class".users;
create view "My Schema"."My View" as select "My Id" as "My Id", "My Value" || '!' as "My Value!" from "My Schema"."My Table";
create view "Users View" as select * from "Users";

-- Tables in all but name: both take inserts
create view active_users with (security_barrier) as
    select id, name from users where name <> '' with cascaded check option;

create view user_names as select name from users union select name from "Users";

create function user_names_insert()
returns trigger
language plpgsql
as $$
begin
    insert into users (name) values (new.name);
    return new;
end
$$;

create trigger user_names_insert
    instead of insert on user_names
    for each row execute function user_names_insert();

create materialized view stock_by_item as
    select item_id, sum(qty) as qty, count(*) as bins, max(lot) as latest_lot
    from wm_stock
    group by item_id;

create unique index on stock_by_item (item_id);

-- Never filled: reading it is an error
create materialized view "Stock Value" as
    select stock_by_item.item_id, stock_by_item.qty * min(price) as "Value"
    from stock_by_item
    join price_list_item using (item_id)
    group by stock_by_item.item_id, stock_by_item.qty
    with no data;

create view view_over_materialized as
    select item.number, "Stock Value".*
    from "Stock Value"
    join item on item.id = item_id;
