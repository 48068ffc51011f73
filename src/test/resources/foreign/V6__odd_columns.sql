-- Column names that are keywords, methods, fields, operators, or the same name over again; tables
-- with no columns or no key; and types that few databases use.

-- Every reserved word of Java, the contextual ones, and the three literals
create table java_keywords (
    "abstract" integer, "assert" integer, "boolean" boolean, "break" integer, "byte" smallint, "case" integer,
    "catch" integer, "char" text, "class" text, "const" integer, "continue" integer, "default" integer default 0,
    "do" integer, "double" double precision, "else" integer, "enum" priority, "extends" integer, "final" integer,
    "finally" integer, "float" real, "for" integer, "goto" integer, "if" integer, "implements" integer,
    "import" integer, "instanceof" integer, "int" integer not null, "interface" integer, "long" bigint,
    "native" integer, "new" integer not null, "package" integer, "private" integer, "protected" integer,
    "public" integer not null, "return" integer, "short" smallint, "static" integer not null, "strictfp" integer,
    "super" integer, "switch" integer, "synchronized" integer, "this" integer, "throw" integer, "throws" integer,
    "transient" integer, "try" integer, "void" integer, "volatile" integer, "while" integer,

    "exports" integer, "module" integer, "non-sealed" integer, "open" integer, "opens" integer, "permits" integer,
    "provides" integer, "record" integer, "requires" integer, "sealed" integer, "to" integer, "transitive" integer,
    "uses" integer, "var" integer, "when" integer, "with" integer, "yield" integer,

    "true" boolean, "false" boolean, "null" integer,

    primary key ("class", "new")
);

-- What every Java object, record, enum and collection already has
create table java_members (
    "get_class"     text,
    "getClass"      text,
    "class"         text,
    "hash_code"     integer not null,
    "hashCode"      integer,
    "to_string"     text not null,
    "toString"      text,
    "equals"        boolean,
    "wait"          interval,
    "notify"        boolean,
    "notify_all"    boolean,
    "clone"         bigint,
    "finalize"      timestamptz,
    "compare_to"    integer,
    "name"          text,
    "ordinal"       integer,
    "values"        integer[],
    "value_of"      text,
    "size"          integer,
    "is_empty"      boolean,
    "stream"        text,
    "iterator"      text,
    "for_each"      text,
    "serial_version_uid" bigint,
    primary key ("hash_code")
);

-- What a builder, a row or a table of a SQL library already has
create table sql_members (
    "row"           integer not null,
    "insert"        text not null,
    "update"        text,
    "delete"        text,
    "upsert"        text,
    "select"        text,
    "where"         text,
    "sql"           text not null,
    "from"          date,
    "into"          text,
    "value"         text,
    "value1"        text,
    "value2"        text,
    "component1"    text,
    "key"           text,
    "keys"          text[],
    "field"         text,
    "fields"        text[],
    "field1"        text,
    "of"            text,
    "as"            text,
    "on"            boolean,
    "and"           text,
    "or"            text,
    "not"           text,
    "set"           text,
    "get"           text,
    "get_value"     text,
    "set_value"     text,
    "with"          text,
    "build"         text,
    "builder"       text,
    "execute"       text,
    "returning"     text,
    "limit"         integer,
    "offset"        integer,
    "order_by"      text,
    "table"         text,
    "schema"        text,
    "catalog"       text,
    "alias"         text,
    "count"         bigint,
    "store"         text,
    "refresh"       text,
    "changed"       boolean,
    "original"      text,
    "attach"        text,
    "configuration" jsonb,
    "sql_members"   text,
    "SQL_MEMBERS"   text,
    primary key ("key")
);

-- Names that are no identifiers
create table symbols (
    "_"             integer not null,
    "__"            integer not null,
    "___"           integer,
    "$"             integer not null,
    "$$"            integer,
    "$1"            integer,
    "%"             integer,
    "%s"            integer,
    "?"             integer,
    "?column?"      integer,
    "*"             integer,
    "."             integer,
    ","             integer,
    ";"             integer,
    "--"            integer,
    "/*"            integer,
    "*/"            integer,
    "\"             integer,
    "\n"            integer,
    "\u0022"        integer,
    "'"             integer,
    """"            integer,
    """"""""        integer,
    "@"             integer,
    "#"             integer,
    ":"             integer,
    "::"            integer,
    ":id"           integer,
    "()"            integer,
    "{0}"           integer,
    "<b>"           integer,
    "&amp;"         integer,
    " "             integer,
    "  "            integer,
    "	"             integer,
    "line
break"              integer,
    "1"             integer,
    "1st"           integer,
    "2nd"           "2nd",
    "+1"            integer,
    "-1"            integer,
    "ü"             integer,
    "Ü"             integer,
    "ß"             integer,
    "ss"            integer,
    "ı"             integer,
    "i"             integer,
    "I"             integer,
    "名"            integer,
    "👩‍🚀"            integer,
    "zero​width"     integer,
    primary key ("_", "__", "$")
);

-- One name, spelled in every way a database allows and most generators do not
create table look_alikes (
    a_b             integer not null,
    "aB"            integer not null,
    "A_B"           integer not null,
    "AB"            integer,
    "Ab"            integer,
    ab              integer,
    "a b"           integer not null,
    "A B"           integer,
    "a-b"           integer,
    "a.b"           integer,
    "a$b"           integer,
    a__b            integer,
    _a_b            integer,
    a_b_            integer,
    "_aB"           integer,
    "a_B"           integer,
    "A_b"           integer,
    a_b_1           integer,
    a_b1            integer,
    "aB1"           integer,
    a1b             integer,
    a_1_b           integer,
    get_a_b         integer,
    set_a_b         integer,
    is_a_b          boolean,
    primary key (a_b, "aB", "A_B", "a b")
);

create table url_url_url (
    url             text,
    "URL"           text,
    "Url"           text,
    "uRL"           text,
    x_url           text,
    xurl            text,
    "xURL"          text,
    i_phone         text,
    iphone          text,
    "iPhone"        text
);

-- A name of 63 bytes, its twin, and what a generator makes of a column named like its table
create table long_columns (
    a_column_as_long_as_postgresql_allows_up_to_sixty_three_bytes_1 integer not null,
    a_column_as_long_as_postgresql_allows_up_to_sixty_three_bytes_2 integer not null,
    long_columns                                                    integer,
    "LongColumns"                                                   integer
);

-- No column at all, a single one, and no primary key
create table no_columns ();
create table one_column (only_one integer);
create table only_generated (id bigint generated always as identity primary key, at timestamptz not null default now());
create table no_key (a integer not null, b text);
create table no_key_but_unique (a integer not null unique, b text unique);

-- Columns that were dropped and added again: their numbers have holes
create table holes (a integer, b integer, c integer, d integer);
alter table holes drop column a, drop column c;
alter table holes add column a text, add column c text not null default 'again';

-- Types few databases use
create table rare_types (
    id              serial primary key,
    c_char          "char",
    c_name          name,
    c_oid           oid,
    c_xid           xid,
    c_xid8          xid8,
    c_cid           cid,
    c_tid           tid,
    c_lsn           pg_lsn,
    c_snapshot      pg_snapshot,
    c_regclass      regclass,
    c_regtype       regtype,
    c_regproc       regproc,
    c_bpchar        bpchar,
    c_varchar       varchar,
    c_numeric_int   numeric(10),
    c_numeric_wide  numeric(1000, 500),
    c_interval      interval second(3),
    c_time          time(0),
    c_timestamp     timestamp(6),
    c_macaddr8      macaddr8,
    c_box           box,
    c_circle        circle,
    c_line          line,
    c_lseg          lseg,
    c_path          path,
    c_polygon       polygon,
    c_tsquery       tsquery,
    c_jsonpath      jsonpath,
    c_hstore        hstore,
    c_int2vector    int2vector,
    c_oidvector     oidvector,
    c_float_range   float_range,
    c_multirange    datemultirange,
    c_ranges        tstzrange[],
    c_multiranges   nummultirange[],
    c_citexts       citext[],
    c_intervals     interval[],
    c_points        point[],
    c_deep          integer[][][][],
    c_fixed         integer[3][3]
);

-- Types of the database's own making
create table own_types (
    id              uuid primary key default gen_random_uuid(),
    odd             "odd-labels" not null default '',
    odds            "odd-labels"[] not null default '{}',
    e               "enum",
    none            no_labels,
    nothing         no_attributes,
    home            address,
    addresses       address[],
    checked_home    home_address,
    checked_homes   home_address[],
    person          contact,
    people          contact[],
    class           "class"."class",
    classes         "class"."class"[],
    -- Unqualified, "record" is the pseudo-type of PostgreSQL.
    record          public."record",
    records         public."record"[],
    -- Every table is a type, so a row of one can be a column of another.
    a_user          users,
    some_users      "Users"[],
    tags            tag_list,
    default_amount  amount,
    flag            yes_no,
    number          "My Schema"."int",
    mine            "My Schema"."My Enum",
    all_mine        "My Schema"."My Enum"[],
    p1              priority,
    p2              "Public".priority,
    p3              "tables"."Priority"
);

-- A table made from a type, which gains no columns of its own
create table money_amounts of money_amount (primary key (value, currency));

-- Defaults that are not quite literals
create table defaults (
    id              bigint primary key default nextval('countdown'),
    quoted          text not null default 'it''s',
    escaped         text not null default '\u0041 */ "',
    cast_text       text not null default 'x'::varchar(1),
    explicit_null   text default null,
    "current_role"  name not null default current_role,
    computed        integer not null default (1 + 2) * 3,
    from_function   text not null default md5('seed'),
    array_literal   text[] not null default '{a,"b,c",null}',
    array_built     integer[] not null default array[[1, 2], [3, 4]],
    json_literal    jsonb not null default '{"a": [1, null]}',
    row_built       money_amount default row(0, 'EUR')::money_amount,
    range_built     daterange not null default daterange(current_date, null),
    interval_built  interval not null default '1 day'::interval * 7,
    bytes           bytea not null default '\x00ff',
    infinite        timestamptz not null default 'infinity',
    not_a_number    double precision not null default 'NaN',
    a_bit           bit(4) not null default b'1010',
    a_sequence      integer not null default nextval('"Document Number"'),
    a_generated     text generated always as (quoted || '/' || escaped) stored,
    b_generated     integer generated always as (computed * 2) stored
);
