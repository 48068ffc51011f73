-- A small shop: customers fill carts and place orders made of numbered lines.

create type order_status as enum ('new', 'paid', 'shipped', 'delivered', 'cancelled');

comment on type order_status is 'How far an order has come.';

-- Used by hand: the application draws the number first, to print it before the order exists.
create sequence order_numbers as bigint start with 100000;

comment on sequence order_numbers is 'Hands out the numbers customers quote when they call about an order.';


create table customers (
    id         bigint generated always as identity,
    user_id    bigint,
    name       text not null,
    email      text not null,
    fax        text,
    created_at timestamptz not null default now(),

    constraint customers_pkey primary key (id),
    constraint customers_user_id_key unique (user_id),
    constraint customers_user_id_fkey foreign key (user_id) references users (id) on delete set null
);

comment on table customers is 'Someone who buys from the shop.';
comment on column customers.user_id is 'The user behind the customer, or null for a guest. At most one customer per user.';
comment on column customers.name is 'The name that goes on the invoice.';
comment on column customers.email is 'Where order confirmations are sent.';


create table products (
    id         bigint generated always as identity,
    sku        varchar(32) not null,
    name       text not null,
    price      numeric(12, 2) not null,
    weight_kg  numeric(8, 3),
    attributes jsonb not null default '{}',
    keywords   text[] not null default '{}',
    on_sale    daterange,
    updated_at timestamptz not null default now(),

    constraint products_pkey primary key (id),
    constraint products_sku_key unique (sku),
    constraint products_price_check check (price >= 0),
    constraint products_weight_kg_check check (weight_kg > 0)
);

create index products_attributes_idx on products using gin (attributes);
create index products_name_idx on products (lower(name));

comment on table products is 'Something the shop sells.';
comment on column products.sku is 'The stock keeping unit, as printed on the box.';
comment on column products.price is 'The current price of one piece, before tax.';
comment on column products.weight_kg is 'The shipping weight in kilograms, or null for goods that are not shipped.';
comment on column products.attributes is 'Whatever else is known about the product, as a JSON object.';
comment on column products.keywords is 'Extra words the search should find the product by.';
comment on column products.on_sale is 'The days on which the product can be bought, or null for always.';


create table carts (
    id             uuid not null default gen_random_uuid(),
    customer_id    bigint not null,
    opened_at      timestamptz not null default now(),
    checked_out_at timestamptz,

    constraint carts_pkey primary key (id),
    constraint carts_customer_id_fkey foreign key (customer_id) references customers (id) on delete cascade,
    constraint carts_checked_out_at_check check (checked_out_at >= opened_at)
);

-- A customer keeps every cart ever checked out, but fills only one at a time.
create unique index carts_one_open_per_customer on carts (customer_id) where checked_out_at is null;

comment on table carts is 'What a customer is about to buy.';
comment on column carts.id is 'Random, because the cart is addressed from a cookie.';
comment on column carts.checked_out_at is 'When the cart became an order, or null while it is open.';


create table orders (
    id          bigint generated always as identity,
    number      bigint not null,
    customer_id bigint not null,
    cart_id     uuid,
    status      order_status not null default 'new',
    placed_at   timestamptz not null default now(),
    ship_by     date,
    updated_at  timestamptz not null default now(),

    constraint orders_pkey primary key (id),
    constraint orders_number_key unique (number),
    constraint orders_cart_id_key unique (cart_id),
    constraint orders_customer_id_fkey foreign key (customer_id) references customers (id),
    constraint orders_cart_id_fkey foreign key (cart_id) references carts (id) on delete set null
);

create index orders_customer_id_idx on orders (customer_id, placed_at desc);

comment on table orders is 'A purchase.';
comment on column orders.number is 'The number the customer knows, drawn from the sequence order_numbers.';
comment on column orders.cart_id is 'The cart the order came from, or null if it was placed by phone.';
comment on column orders.status is 'How far the order has come.';
comment on column orders.ship_by is 'The day by which the order must leave the house, if one was promised.';


create table order_items (
    order_id   bigint not null,
    line_no    integer not null,
    product_id bigint not null,
    quantity   integer not null default 1,
    unit_price numeric(12, 2) not null,
    total      numeric(14, 2) generated always as (quantity * unit_price) stored,

    constraint order_items_pkey primary key (order_id, line_no),
    constraint order_items_order_id_fkey foreign key (order_id) references orders (id) on delete cascade,
    constraint order_items_product_id_fkey foreign key (product_id) references products (id),
    constraint order_items_line_no_check check (line_no > 0),
    constraint order_items_quantity_check check (quantity > 0)
);

create index order_items_product_id_idx on order_items (product_id);

comment on table order_items is 'One line of an order.';
comment on column order_items.line_no is 'The position within the order, from 1.';
comment on column order_items.quantity is 'How many pieces were ordered.';
comment on column order_items.unit_price is 'The price of one piece on the day of the order, which the product may since have left.';
comment on column order_items.total is 'Quantity times unit price, computed by the database.';


create table returns (
    id          bigint generated always as identity,
    order_id    bigint not null,
    line_no     integer not null,
    quantity    integer not null,
    reason      text,
    received_at timestamptz not null default now(),

    constraint returns_pkey primary key (id),
    constraint returns_order_item_fkey foreign key (order_id, line_no) references order_items (order_id, line_no),
    constraint returns_quantity_check check (quantity > 0)
);

create index returns_order_item_idx on returns (order_id, line_no);

comment on table returns is 'Pieces of an order line that came back.';
comment on column returns.reason is 'Why the customer sent them back, if they said so.';
