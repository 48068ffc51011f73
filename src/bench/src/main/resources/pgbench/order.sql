\set id random(1, 49000)
select o.id, o.order_date, o.required_date, o.shipped_date, o.ship_via, o.freight, o.ship_name, o.ship_city, o.ship_region,
    o.ship_postal_code, o.ship_country, o.customer_id, o.employee_id, lines.data
from orders o
left join lateral (
    select coalesce(json_agg(json_build_array(d.unit_price, d.quantity, d.discount, d.order_id, d.product_id, product.data)
        order by d.product_id), '[]'::json) as data
    from order_details d
    left join lateral (
        select json_build_array(p.id, p.name, p.qt_per_unit, p.unit_price, p.units_in_stock, p.units_on_order,
            p.reorder_level, p.discontinued, p.supplier_id) as data
        from products p where p.id = d.product_id
    ) product on true
    where d.order_id = o.id
) lines on true
where o.id = :id;
