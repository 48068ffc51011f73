-- Sales, purchasing and stock. Written by a contractor who abbreviated, numbered and prefixed.

create table sd_quote (
    quote_no      bigint primary key default nextval('document_number'),
    customer_id   bigint not null references customer,
    company_id    integer not null references company,
    state         document_state not null default 'draft',
    valid_until   date,
    remarks       text
);

create table sd_quote_pos (
    quote_no      bigint not null references sd_quote on delete cascade,
    pos           smallint not null,
    item_id       uuid references item,
    qty           positive_quantity,
    price         amount,
    discount      percent,
    primary key (quote_no, pos)
);

-- Four foreign keys to the same table.
create table sd_order (
    order_no      bigint primary key default nextval('document_number'),
    quote_no      bigint references sd_quote,
    sold_to       bigint not null references business_partner,
    ship_to       bigint not null references business_partner,
    bill_to       bigint not null references business_partner,
    payer         bigint references business_partner,
    plant_id      integer not null references plant,
    prio          priority not null default 'normal',
    state         document_state not null default 'draft',
    ordered_at    timestamp not null default localtimestamp,
    total         money_amount,
    ship_address  address
);

create table sd_order_pos (
    order_no      bigint not null references sd_order on delete cascade,
    pos           smallint not null,
    item_id       uuid not null references item,
    qty           positive_quantity,
    unit          varchar(6) not null references unit_of_measure,
    price         amount,
    net           numeric(24, 8) generated always as (qty * price) stored,
    parent_pos    smallint,
    primary key (order_no, pos),
    -- A part of a kit points at the kit, within the same order.
    foreign key (order_no, parent_pos) references sd_order_pos (order_no, pos)
);

create table sd_order_pos_schedule (
    order_no      bigint not null,
    pos           smallint not null,
    line          smallint not null,
    deliver_on    date not null,
    qty           positive_quantity,
    primary key (order_no, pos, line),
    foreign key (order_no, pos) references sd_order_pos on delete cascade
);

create table sd_delivery (
    delivery_no   bigserial primary key,
    order_no      bigint not null references sd_order,
    warehouse_id  integer not null references warehouse,
    carrier_id    bigint references business_partner,
    left_at       timestamptz,
    tracking      text[]
);

create table sd_delivery_pos (
    delivery_no   bigint not null references sd_delivery on delete cascade,
    pos           smallint not null,
    order_no      bigint not null,
    order_pos     smallint not null,
    qty           positive_quantity,
    primary key (delivery_no, pos),
    foreign key (order_no, order_pos) references sd_order_pos (order_no, pos)
);

create table sd_invoice (
    invoice_no    integer primary key default nextval('invoice_number'),
    order_no      bigint references sd_order,
    cancels       integer unique references sd_invoice,
    issued_on     date not null default current_date,
    term          varchar(8) references payment_term,
    pdf           bytea,
    ubl           xml
);

create table sd_invoice_pos (
    invoice_no    integer not null references sd_invoice,
    pos           smallint not null,
    text          text not null,
    net           amount,
    tax_country   country_code,
    tax_code      varchar(4),
    primary key (invoice_no, pos),
    -- Half a tax code is worse than none.
    foreign key (tax_country, tax_code) references tax_code (country, code) match full
);

create table sd_dunning (
    invoice_no    integer not null references sd_invoice,
    level         smallint not null check (level between 1 and 3),
    sent_on       date not null,
    fee           amount,
    primary key (invoice_no, level)
);

create table mm_requisition (
    id            bigserial primary key,
    item_id       uuid references item,
    free_text     text,
    qty           quantity not null,
    needed_on     date,
    requested_by  bigint,
    constraint mm_requisition_what_check check (item_id is not null or free_text is not null)
);

create table mm_order (
    order_no      bigint primary key default nextval('document_number'),
    supplier_id   bigint not null references supplier,
    company_id    integer not null references company,
    state         document_state not null default 'draft',
    ordered_on    date,
    incoterm      char(3),
    terms         varchar(8) references payment_term
);

create table mm_order_pos (
    order_no      bigint not null references mm_order on delete cascade,
    pos           smallint not null,
    requisition   bigint references mm_requisition,
    item_id       uuid references item,
    qty           quantity not null,
    price         amount,
    primary key (order_no, pos)
);

create table mm_receipt (
    id            bigserial primary key,
    order_no      bigint not null,
    pos           smallint not null,
    received_at   timestamptz not null default now(),
    qty           quantity not null,
    accepted      boolean,
    foreign key (order_no, pos) references mm_order_pos (order_no, pos)
);

create table mm_invoice (
    id            bigserial primary key,
    supplier_id   bigint not null references supplier,
    their_number  text not null,
    dated         date not null,
    gross         amount,
    currency      currency_code not null default 'EUR',
    unique (supplier_id, their_number, dated)
);

create table mm_invoice_receipt (
    invoice_id    bigint not null references mm_invoice,
    receipt_id    bigint not null references mm_receipt,
    primary key (invoice_id, receipt_id)
);

create table wm_lot (
    item_id       uuid not null references item,
    lot           varchar(20) not null,
    produced_on   date,
    expires_on    date,
    certificate   jsonb,
    primary key (item_id, lot)
);

create table wm_serial (
    item_id       uuid not null references item,
    serial        varchar(40) not null,
    lot           varchar(20),
    owner_id      bigint references business_partner,
    primary key (item_id, serial),
    foreign key (item_id, lot) references wm_lot (item_id, lot)
);

-- Nine columns, five of them references, and no key at all.
create table wm_movement (
    moved_at      timestamptz not null default now(),
    kind          movement_kind not null,
    item_id       uuid not null references item,
    lot           varchar(20),
    from_wh       integer references warehouse,
    to_wh         integer references warehouse,
    qty           quantity not null,
    document      bigint,
    moved_by      bigint,
    foreign key (item_id, lot) references wm_lot (item_id, lot)
);

create table wm_stock (
    warehouse_id  integer not null,
    aisle         smallint not null,
    rack          smallint not null,
    level         smallint not null,
    item_id       uuid not null references item,
    lot           varchar(20),
    qty           quantity not null default 0,
    -- Two nulls are no conflict, so an item without lots can occur twice in one bin. Nobody noticed.
    unique (warehouse_id, aisle, rack, level, item_id, lot),
    foreign key (warehouse_id, aisle, rack, level) references storage_bin
);

create table wm_count (
    id            serial primary key,
    warehouse_id  integer not null references warehouse,
    during        tstzrange not null,
    counted_by    bigint[] not null default '{}',
    -- One count at a time, wherever.
    constraint wm_count_during_excl exclude using gist (during with &&)
);

create table wm_count_line (
    count_id      integer not null references wm_count on delete cascade,
    line          integer generated always as identity,
    item_id       uuid not null references item,
    expected      quantity,
    found         quantity,
    difference    quantity generated always as (found - expected) stored,
    primary key (count_id, line)
);

create index sd_order_open_idx on sd_order (prio desc, ordered_at) where state not in ('posted', 'void');
create index wm_movement_moved_at_idx on wm_movement using brin (moved_at);
create index wm_movement_document_idx on wm_movement using hash (document);
create index sd_invoice_year_idx on sd_invoice (date_part('year', issued_on), invoice_no) include (order_no);
