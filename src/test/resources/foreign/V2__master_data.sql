-- Master data: who we are, whom we deal with, what we deal in. The tidy, oldest module.

create table country (
    code       country_code primary key,
    name       text not null,
    eu_member  boolean not null default false,
    dial_code  varchar(6)
);

create table region (
    country    country_code not null references country,
    code       varchar(6) not null,
    name       text not null,
    primary key (country, code)
);

create table currency (
    code       currency_code primary key,
    name       text not null,
    decimals   smallint not null default 2 check (decimals between 0 and 4)
);

create table exchange_rate (
    base       currency_code not null references currency,
    quote      currency_code not null references currency,
    valid_on   date not null,
    rate       numeric(18, 9) not null check (rate > 0),
    primary key (base, quote, valid_on),
    check (base <> quote)
);

create table language (
    tag        varchar(12) primary key,
    name       text not null
);

create table company (
    id           serial primary key,
    code         char(4) not null unique,
    name         text not null,
    seat         address not null,
    currency     currency_code not null references currency,
    parent_id    integer references company,
    tax_number   varchar(30),
    founded_on   date
);

create table plant (
    id           serial primary key,
    company_id   integer not null references company,
    code         char(4) not null,
    name         text not null,
    location     point,
    time_zone    text not null default 'Europe/Zurich',
    workdays     weekday[] not null default '{mon,tue,wed,thu,fri}',
    unique (company_id, code)
);

create table warehouse (
    id           serial primary key,
    plant_id     integer not null references plant,
    code         varchar(8) not null,
    name         text not null,
    cooled       yes_no,
    unique (plant_id, code)
);

create table storage_bin (
    warehouse_id integer not null references warehouse,
    aisle        smallint not null,
    rack         smallint not null,
    level        smallint not null,
    max_load_kg  quantity,
    blocked      boolean not null default false,
    primary key (warehouse_id, aisle, rack, level)
);

create table cost_center (
    company_id   integer not null references company,
    number       varchar(10) not null,
    name         text not null,
    manager_id   bigint,
    parent       varchar(10),
    primary key (company_id, number),
    constraint cost_center_parent_fkey foreign key (company_id, parent) references cost_center (company_id, number)
);

create table unit_of_measure (
    code         varchar(6) primary key,
    name         text not null,
    dimension    varchar(20) not null
);

create table unit_conversion (
    from_unit    varchar(6) not null references unit_of_measure,
    to_unit      varchar(6) not null references unit_of_measure,
    factor       numeric not null check (factor > 0),
    primary key (from_unit, to_unit)
);

create table business_partner (
    id            bigserial primary key,
    number        bigint not null default nextval('document_number') unique,
    kind          varchar(10) not null check (kind in ('person', 'company')),
    name          text not null,
    search_name   text generated always as (lower(name)) stored,
    email         email,
    home          home_address,
    addresses     address[] not null default '{}',
    contacts      contact[],
    language      varchar(12) references language,
    tags          tag_list,
    extra         hstore,
    blocked_since timestamptz
);

create table partner_relationship (
    left_id      bigint not null references business_partner,
    right_id     bigint not null references business_partner,
    kind         varchar(20) not null,
    valid        daterange not null default '(,)',
    primary key (left_id, right_id, kind)
);

create table customer (
    partner_id    bigint primary key references business_partner,
    credit_limit  money_amount,
    discount      percent,
    price_list_id integer,
    delivery_days workday[]
);

create table supplier (
    partner_id    bigint primary key references business_partner,
    lead_time     interval not null default '14 days',
    rating        smallint check (rating between 1 and 5),
    preferred     yes_no
);

create table bank_account (
    id            bigserial primary key,
    partner_id    bigint references business_partner,
    company_id    integer references company,
    iban          iban not null unique,
    bic           varchar(11),
    holder        text,
    -- Exactly one owner: the classic substitute for a foreign key to either of two tables.
    constraint bank_account_owner_check check (num_nonnulls(partner_id, company_id) = 1)
);

create table item_group (
    id            serial primary key,
    parent_id     integer references item_group,
    name          text not null,
    path          text not null unique
);

create table item (
    id            uuid primary key default gen_random_uuid(),
    number        varchar(40) not null unique,
    description   text not null,
    group_id      integer references item_group,
    base_unit     varchar(6) not null references unit_of_measure,
    weight        quantity,
    volume        positive_quantity,
    shelf_life    interval,
    drawing       bytea,
    attributes    jsonb,
    search        tsvector generated always as (to_tsvector('simple', description)) stored
);

create table item_text (
    item_id       uuid not null references item on delete cascade,
    language      varchar(12) not null references language,
    body          text not null,
    primary key (item_id, language)
);

create table item_barcode (
    barcode       varchar(14) primary key,
    item_id       uuid not null references item on delete cascade,
    unit          varchar(6) not null references unit_of_measure
);

create table item_plant (
    item_id       uuid not null references item,
    plant_id      integer not null references plant,
    reorder_point quantity not null default 0,
    safety_stock  quantity not null default 0,
    planner       varchar(3),
    primary key (item_id, plant_id)
);

create table item_supplier (
    item_id       uuid not null references item,
    supplier_id   bigint not null references supplier,
    their_number  text,
    price         money_amount,
    primary key (item_id, supplier_id)
);

create table price_list (
    id            serial primary key,
    name          text not null,
    currency      currency_code not null references currency,
    valid         daterange not null
);

alter table customer add foreign key (price_list_id) references price_list;

create table price_list_item (
    price_list_id integer not null references price_list on delete cascade,
    item_id       uuid not null references item,
    from_quantity quantity not null default 1,
    price         amount,
    primary key (price_list_id, item_id, from_quantity)
);

create table tax_code (
    country       country_code not null references country,
    code          varchar(4) not null,
    rate          percent not null,
    primary key (country, code)
);

create table payment_term (
    code          varchar(8) primary key,
    days          smallint not null,
    discount      percent,
    discount_days smallint
);

create index business_partner_name_idx on business_partner (lower(name) text_pattern_ops, id desc);
create index business_partner_extra_idx on business_partner using gin (extra);
create index item_search_idx on item using gin (search);
create index item_attributes_idx on item using gin (attributes jsonb_path_ops);
create index item_color_idx on item ((attributes ->> 'color')) where attributes ? 'color';
create index plant_location_idx on plant using gist (location);
create unique index bank_account_holder_key on bank_account (lower(holder), coalesce(partner_id, 0));
