-- Billing has a schema of its own, with names that also exist elsewhere.

-- A migration tool told to manage this schema has already created it.
create schema if not exists billing;

comment on schema billing is 'What customers owe, and what they have paid.';

create type billing.invoice_status as enum ('draft', 'open', 'paid', 'void');

comment on type billing.invoice_status is 'Where an invoice stands.';


create table billing.invoices (
    id        bigint generated always as identity,
    order_id  bigint not null,
    status    billing.invoice_status not null default 'draft',
    issued_on date,
    due_on    date,
    currency  char(3) not null default 'EUR',
    amount    numeric(14, 2) not null,

    constraint invoices_pkey primary key (id),
    constraint invoices_order_id_fkey foreign key (order_id) references public.orders (id),
    constraint invoices_amount_check check (amount >= 0),
    constraint invoices_issued_check check (status = 'draft' or issued_on is not null),
    constraint invoices_due_on_check check (due_on >= issued_on)
);

create index invoices_order_id_idx on billing.invoices (order_id);

-- Late payers are looked up every night among very few open invoices.
create index invoices_open_due_on_idx on billing.invoices (due_on) where status = 'open';

comment on table billing.invoices is 'A demand for payment of an order.';
comment on column billing.invoices.order_id is 'The order being charged, in the public schema.';
comment on column billing.invoices.issued_on is 'The date printed on the invoice; only a draft has none.';
comment on column billing.invoices.due_on is 'The last day to pay without a reminder.';
comment on column billing.invoices.currency is 'The ISO 4217 code of the currency of the amount.';
comment on column billing.invoices.amount is 'What is owed, tax included.';


create table billing.payments (
    id          bigint generated always as identity,
    invoice_id  bigint not null,
    amount      numeric(14, 2) not null,
    reference   text,
    received_at timestamptz not null default now(),

    constraint payments_pkey primary key (id),
    constraint payments_invoice_id_fkey foreign key (invoice_id) references billing.invoices (id),
    constraint payments_amount_check check (amount <> 0)
);

create index payments_invoice_id_idx on billing.payments (invoice_id);

comment on table billing.payments is 'Money received for an invoice, or returned if negative.';
comment on column billing.payments.reference is 'What the bank statement says about the payment.';


-- Shares its name with public.accounts: types generated for both must not collide.
create table billing.accounts (
    code   varchar(10) not null,
    name   text not null,
    closed boolean not null default false,

    constraint accounts_pkey primary key (code)
);

comment on table billing.accounts is 'An account in the books, not to be confused with the purses of credits.';
comment on column billing.accounts.code is 'The number in the chart of accounts.';
