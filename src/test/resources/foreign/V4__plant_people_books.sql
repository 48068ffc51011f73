-- Manufacturing, then personnel and the general ledger, each of the last two bought elsewhere and
-- each with its own idea of naming.

-- Manufacturing

create table pp_work_center (
    id            serial primary key,
    plant_id      integer not null references plant,
    code          varchar(10) not null,
    capacity      interval not null default '8 hours',
    cost_center   varchar(10),
    company_id    integer,
    unique (plant_id, code),
    foreign key (company_id, cost_center) references cost_center (company_id, number)
);

create table pp_shift (
    work_center   integer not null references pp_work_center,
    day           weekday not null,
    starts_at     time not null,
    ends_at       time with time zone not null,
    primary key (work_center, day, starts_at)
);

create table pp_bom (
    item_id       uuid not null references item,
    version       smallint not null default 1,
    state         document_state not null default 'draft',
    valid         daterange,
    primary key (item_id, version)
);

create table pp_bom_line (
    item_id       uuid not null,
    version       smallint not null,
    line          smallint not null,
    component_id  uuid not null references item,
    qty           positive_quantity not null,
    scrap         percent not null default 0,
    primary key (item_id, version, line),
    foreign key (item_id, version) references pp_bom on update cascade on delete cascade
);

create table pp_routing (
    id            serial primary key,
    item_id       uuid not null references item,
    name          text not null
);

create table pp_operation (
    routing_id    integer not null references pp_routing on delete cascade,
    step          smallint not null,
    work_center   integer not null references pp_work_center,
    setup         interval,
    per_piece     interval,
    instructions  text,
    primary key (routing_id, step)
);

create table pp_order (
    order_no      bigint primary key default nextval('document_number'),
    item_id       uuid not null,
    bom_version   smallint not null,
    routing_id    integer references pp_routing,
    sales_order   bigint,
    sales_pos     smallint,
    qty           positive_quantity,
    planned       tsrange,
    actual        tsrange,
    state         document_state not null default 'draft',
    foreign key (item_id, bom_version) references pp_bom (item_id, version),
    foreign key (sales_order, sales_pos) references sd_order_pos (order_no, pos)
);

create table pp_confirmation (
    id            bigserial primary key,
    order_no      bigint not null references pp_order,
    step          smallint not null,
    good          quantity not null default 0,
    scrap         quantity not null default 0,
    worked        interval,
    confirmed_at  timestamptz not null default clock_timestamp()
);

create table pp_downtime (
    work_center   integer not null references pp_work_center,
    during        tsrange not null,
    reason        text,
    constraint pp_downtime_excl exclude using gist (int4range(work_center, work_center, '[]') with =, during with &&)
);

create table qm_plan (
    id            serial primary key,
    item_id       uuid not null references item,
    sample_size   int4range not null default '[1,5]'
);

create table qm_characteristic (
    plan_id       integer not null references qm_plan on delete cascade,
    no            smallint not null,
    name          text not null,
    tolerance     float_range,
    allowed       int4multirange,
    primary key (plan_id, no)
);

create table qm_result (
    plan_id       integer not null,
    no            smallint not null,
    order_no      bigint not null references pp_order,
    sample        smallint not null,
    measured_at   timestamptz not null default now(),
    measured      double precision,
    readings      real[],
    matrix        double precision[][],
    primary key (plan_id, no, order_no, sample, measured_at),
    foreign key (plan_id, no) references qm_characteristic
);

-- Five columns of key, and all of them again wherever a result is discussed.
create table qm_complaint (
    id            bigserial primary key,
    plan_id       integer not null,
    no            smallint not null,
    order_no      bigint not null,
    sample        smallint not null,
    measured_at   timestamptz not null,
    partner_id    bigint references business_partner,
    story         text not null,
    foreign key (plan_id, no, order_no, sample, measured_at) references qm_result
);

create table pm_machine (
    id            serial primary key,
    work_center   integer references pp_work_center,
    part_of       integer references pm_machine,
    name          text not null,
    mac           macaddr,
    address       inet,
    network       cidr,
    firmware      bit varying(256)
);

create table pm_order (
    id            bigserial primary key,
    machine_id    integer not null references pm_machine,
    prio          priority not null default 'normal',
    due           timestamptz,
    done          timestamptz,
    check (done is null or due is not null)
);

-- Personnel, converted from a mainframe that had no lower case.

create table "EMPLOYEE" (
    "EMP_NO"      bigint generated by default as identity primary key,
    "LAST_NAME"   varchar(40) not null,
    "FIRST_NAME"  varchar(40) not null,
    "HIRE_DATE"   date not null default current_date,
    "LEAVE_DATE"  date,
    "BOSS_NO"     bigint references "EMPLOYEE",
    "DEPUTY_NO"   bigint references "EMPLOYEE",
    "DEPT_NO"     char(3),
    "SALARY"      money,
    "PHOTO"       bytea,
    "STATUS"      "char" not null default 'A'
);

-- A department has a head and an employee has a department: neither can be inserted first.
create table "DEPARTMENT" (
    "DEPT_NO"     char(3) primary key,
    "NAME"        varchar(40) not null unique,
    "HEAD_NO"     bigint not null references "EMPLOYEE" deferrable initially deferred
);

alter table "EMPLOYEE"
    add constraint "EMPLOYEE_DEPT_FK" foreign key ("DEPT_NO") references "DEPARTMENT" deferrable initially immediate;

create table "PAYSLIP" (
    "EMP_NO"      bigint not null references "EMPLOYEE",
    "YEAR"        smallint not null,
    "MONTH"       smallint not null check ("MONTH" between 1 and 12),
    "GROSS"       amount,
    "NET"         amount,
    primary key ("EMP_NO", "YEAR", "MONTH")
);

create table "PAYSLIP_LINE" (
    "EMP_NO"      bigint not null,
    "YEAR"        smallint not null,
    "MONTH"       smallint not null,
    "LINE"        smallint not null,
    "WAGE_TYPE"   char(4) not null,
    "AMOUNT"      amount,
    primary key ("EMP_NO", "YEAR", "MONTH", "LINE"),
    foreign key ("EMP_NO", "YEAR", "MONTH") references "PAYSLIP" on delete cascade
);

create table "ABSENCE" (
    "EMP_NO"      bigint not null references "EMPLOYEE",
    "DAYS"        daterange not null,
    "KIND"        varchar(12) not null,
    primary key ("EMP_NO", "DAYS")
);

create table "SKILL" (
    "CODE"        varchar(12) primary key,
    "NAME"        varchar(80) not null
);

create table "EMPLOYEE_SKILL" (
    "EMP_NO"      bigint not null references "EMPLOYEE",
    "SKILL_CODE"  varchar(12) not null references "SKILL",
    "LEVEL"       smallint,
    primary key ("EMP_NO", "SKILL_CODE")
);

create table "TIMESHEET" (
    "EMP_NO"      bigint not null references "EMPLOYEE",
    "DAY"         date not null,
    "IN"          timetz,
    "OUT"         timetz,
    "BREAK"       interval hour to minute,
    primary key ("EMP_NO", "DAY")
);

-- The general ledger, generated by an object mapper that quoted whatever it was given.

create table "GlAccount" (
    "accountId"       integer generated always as identity primary key,
    "companyId"       integer not null references company,
    "accountNumber"   varchar(10) not null,
    "displayName"     text not null,
    "isReconciled"    boolean not null default false,
    "parentAccountId" integer references "GlAccount",
    constraint "UQ_GlAccount_companyId_accountNumber" unique ("companyId", "accountNumber")
);

create table "GlPeriod" (
    "companyId"       integer not null references company,
    "fiscalYear"      smallint not null,
    "periodNumber"    smallint not null,
    "isClosed"        boolean not null default false,
    constraint "PK_GlPeriod" primary key ("companyId", "fiscalYear", "periodNumber")
);

create table "GlJournal" (
    "journalId"       uuid not null default gen_random_uuid() constraint "PK_GlJournal" primary key,
    "companyId"       integer not null,
    "fiscalYear"      smallint not null,
    "periodNumber"    smallint not null,
    "postedAt"        timestamp(3) without time zone,
    "reversesId"      uuid,
    "reversedById"    uuid,
    constraint "FK_GlJournal_GlPeriod" foreign key ("companyId", "fiscalYear", "periodNumber") references "GlPeriod",
    constraint "FK_GlJournal_reversesId" foreign key ("reversesId") references "GlJournal",
    constraint "FK_GlJournal_reversedById" foreign key ("reversedById") references "GlJournal"
);

create table "GlJournalLine" (
    "journalId"       uuid not null references "GlJournal" on delete cascade,
    "lineNumber"      integer not null,
    "accountId"       integer not null references "GlAccount",
    "costCenter"      varchar(10),
    "companyId"       integer not null,
    "debit"           amount,
    "credit"          amount,
    "memo"            text,
    constraint "PK_GlJournalLine" primary key ("journalId", "lineNumber"),
    -- Two foreign keys that share a column: setting one moves the other.
    constraint "FK_GlJournalLine_Company" foreign key ("companyId") references company,
    constraint "FK_GlJournalLine_CostCenter" foreign key ("companyId", "costCenter") references cost_center,
    constraint "CK_GlJournalLine_oneSided" check ("debit" = 0 or "credit" = 0)
);

create table "GlBudget" (
    "accountId"       integer not null references "GlAccount",
    "fiscalYear"      smallint not null,
    "amounts"         numeric(18, 2)[] not null,
    constraint "PK_GlBudget" primary key ("accountId", "fiscalYear"),
    constraint "CK_GlBudget_twelve" check (cardinality("amounts") = 12)
);

create table "GlOpenItem" (
    "openItemId"      bigint generated always as identity primary key,
    "partnerId"       bigint not null references business_partner,
    "invoiceNo"       integer references sd_invoice,
    "supplierInvoice" bigint references mm_invoice,
    "openAmount"      money_amount not null,
    "clearedAt"       timestamptz
);

create table "FaAsset" (
    "assetId"         serial primary key,
    "machineId"       integer unique references pm_machine,
    "acquiredOn"      date not null,
    "usefulLife"      interval year to month not null,
    "cost"            amount
);

create table "FaDepreciation" (
    "assetId"         integer not null references "FaAsset",
    "fiscalYear"      smallint not null,
    "amount"          amount,
    primary key ("assetId", "fiscalYear")
);

alter table cost_center add foreign key (manager_id) references "EMPLOYEE";
alter table mm_requisition add foreign key (requested_by) references "EMPLOYEE";

-- Never validated: the old rows would not survive it.
alter table wm_movement
    add constraint wm_movement_moved_by_fkey foreign key (moved_by) references "EMPLOYEE" not valid;

alter table wm_movement
    add constraint wm_movement_qty_check check (qty <> 0) not valid;
