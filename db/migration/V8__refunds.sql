-- The second year: orders can be refunded, and nobody sends faxes any more.

-- Added in the middle, so the sort order of an enum is not the order of its creation.
alter type order_status add value 'refunded' before 'cancelled';

-- A dropped column leaves a hole in the numbering of the columns for good.
alter table customers drop column fax;

alter table customers
    add column phone text,
    add column vat_rate percentage not null default 20;

comment on column customers.phone is 'Where to reach the customer about a delivery.';
comment on column customers.vat_rate is 'The value added tax to charge, in percent.';

alter table orders rename column ship_by to promised_on;

comment on column orders.promised_on is 'The day by which the order must leave the house, if one was promised.';
