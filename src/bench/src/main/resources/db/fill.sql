-- About 370,000 rows, the same at every run: nothing here is random.

-- 200 first words, so that each is in one of 200 names: that is what is searched for.
insert into customers (company_name, contact_name, contact_title, address, city, postal_code, region, country, phone, fax)
select
    (array['Amber', 'Birch', 'Cedar', 'Dawn', 'Elder', 'Fern', 'Gold', 'Haven', 'Iron', 'Juniper',
        'Kestrel', 'Laurel', 'Maple', 'North', 'Oak', 'Pine', 'Quarry', 'River', 'Silver', 'Thorn'])[1 + n % 20]
        || (array['ford', 'gate', 'hall', 'mere', 'moor', 'port', 'ridge', 'stead', 'well', 'wick'])[1 + n / 20 % 10]
        || (array[' Trading', ' & Sons', ' Imports', ' Provisions', ' Market'])[1 + n % 5] || ' ' || n,
    'Contact ' || n * 7919 % 10007,
    (array['Owner', 'Sales Agent', 'Marketing Manager', 'Accounting Manager'])[1 + n % 4],
    n % 999 || ' High Street',
    'City ' || n % 500,
    case when n % 10 > 0 then lpad((n * 37 % 100000)::text, 5, '0') end,
    case when n % 3 = 0 then 'Region ' || n % 50 end,
    'Country ' || n % 40,
    '555-' || lpad((n * 7919 % 10000)::text, 4, '0'),
    case when n % 2 = 0 then '556-' || lpad((n * 104729 % 10000)::text, 4, '0') end
from generate_series(1, 10000) n;

insert into employees (last_name, first_name, title, title_of_courtesy, birth_date, hire_date, address, city,
    postal_code, country, home_phone, extension, notes, recipient_id)
select
    'Last ' || n,
    case when n % 10 > 0 then 'First ' || n end,
    (array['Sales Representative', 'Sales Manager', 'Coordinator'])[1 + n % 3],
    (array['Ms.', 'Mr.', 'Dr.'])[1 + n % 3],
    date '1960-01-01' + n * 37 % 12000,
    date '2000-01-01' + n * 53 % 7000,
    n || ' Mill Lane',
    'City ' || n % 50,
    lpad((n * 91 % 100000)::text, 5, '0'),
    'Country ' || n % 5,
    '557-' || lpad(n::text, 4, '0'),
    1000 + n,
    repeat('Speaks of the work as it is. ', 1 + n % 8),
    case when n > 10 then 1 + n % 10 end
from generate_series(1, 200) n;

insert into suppliers (company_name, contact_name, contact_title, address, city, region, postal_code, country, phone)
select
    'Supplier ' || n,
    'Contact ' || n * 7919 % 1009,
    'Export Administrator',
    n % 400 || ' Harbour Road',
    'City ' || n % 200,
    case when n % 4 = 0 then 'Region ' || n % 20 end,
    lpad((n * 73 % 100000)::text, 5, '0'),
    'Country ' || n % 40,
    '558-' || lpad((n * 7919 % 10000)::text, 4, '0')
from generate_series(1, 1000) n;

insert into products (name, qt_per_unit, unit_price, units_in_stock, units_on_order, reorder_level, discontinued,
    supplier_id)
select
    'Product ' || n,
    1 + n % 48 || ' boxes of ' || 1 + n % 20,
    (100 + n * 7919 % 20000) / 100.0,
    n * 31 % 500,
    n * 17 % 100,
    n % 30,
    (n % 25 = 0)::integer,
    1 + n * 7919 % 1000
from generate_series(1, 5000) n;

insert into orders (order_date, required_date, shipped_date, ship_via, freight, ship_name, ship_city, ship_region,
    ship_postal_code, ship_country, customer_id, employee_id)
select
    date '2015-01-01' + n * 13 % 3650,
    date '2015-01-29' + n * 13 % 3650,
    case when n % 20 > 0 then date '2015-01-08' + n * 13 % 3650 + n % 14 end,
    1 + n % 3,
    (n * 7919::bigint % 100000) / 100.0,
    'Ship to ' || n % 10000,
    'City ' || n % 500,
    case when n % 3 = 0 then 'Region ' || n % 50 end,
    case when n % 10 > 0 then lpad((n * 37::bigint % 100000)::text, 5, '0') end,
    'Country ' || n % 40,
    1 + n * 7919::bigint % 10000,
    1 + n % 200
from generate_series(1, 50000) n;

-- The products of an order are neighbours in a cycle of all, hence different ones.
insert into order_details (unit_price, quantity, discount, order_id, product_id)
select
    (100 + (n * 31::bigint + line * 7919) % 20000) / 100.0,
    1 + (n + line * 7) % 60,
    (n + line) % 6 * 5 / 100.0,
    n,
    1 + (n * 7919::bigint + line * 1009) % 5000
from generate_series(1, 50000) n,
    generate_series(1, case when n <= 49000 then 6 when n <= 49100 then 50 else 1 end) line
order by n, line;

insert into accounts (id) select generate_series(1, 1000);
