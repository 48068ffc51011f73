insert into orders (order_date, required_date, ship_via, freight, ship_name, ship_city, ship_country, customer_id, employee_id)
values ('2025-03-14', '2025-04-11', 2, 12.5, 'Ship to the harbour', 'City 1', 'Country 1', 1, 1)
returning id, order_date, required_date, shipped_date, ship_via, freight, ship_name, ship_city, ship_region, ship_postal_code, ship_country, customer_id, employee_id;
