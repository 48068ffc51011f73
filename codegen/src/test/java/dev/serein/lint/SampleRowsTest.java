package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rows that lint makes fit into whatever the application has. */
class SampleRowsTest {
    private ScratchDatabase database;
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        database = ScratchPostgres.shared().createDatabase();
        connection = database.dataSource().getConnection();
    }

    @AfterEach
    void drop() throws SQLException {
        connection.close();
        database.close();
    }

    @Test
    void everyOrdinaryTypeHasAValue() throws SQLException {
        execute("""
                create type mood as enum ('sad', 'ok');
                create schema app;
                create type app."Odd Mood" as enum ('it''s', 'ok');
                create domain email as text not null check (value like '%@%' or value = 'k');
                create table all_types (
                    a smallint not null, b int not null, c bigint not null, d numeric(5, 2) not null, e real not null,
                    f double precision not null, g boolean not null, h text not null, i varchar(1) not null,
                    j char(3) not null, k bytea not null, l date not null, m timestamp not null, n timestamptz not null,
                    o time not null, p timetz not null, q interval not null, r uuid not null, s json not null,
                    t jsonb not null, u inet not null, v cidr not null, w macaddr not null, x int[] not null,
                    y text[] not null, z int4range not null, aa tstzrange not null, ab mood not null,
                    ac app."Odd Mood" not null, ad point not null, ae tsvector not null, af xml not null,
                    ag bit(1) not null, ah money not null, ai int generated always as (b * 2) stored,
                    aj int generated always as identity);
                """);
        assertThat(fill()).isEmpty();
        assertThat(count("all_types")).isEqualTo(8);
    }

    @Test
    void keysFitTogether() throws SQLException {
        execute("""
                create table users (id uuid primary key default gen_random_uuid(), email varchar(80) unique);
                create table orders (
                    id bigint generated always as identity primary key,
                    user_id uuid not null references users,
                    parent bigint references orders);
                create table lines (order_id bigint references orders, number int, primary key (order_id, number));
                create table events (id bigint, at date not null, primary key (id, at)) partition by range (at);
                create table events_2020 partition of events for values from ('2020-01-01') to ('2021-01-01');
                create unique index on lines (number);
                """);
        assertThat(fill()).isEmpty();
        assertThat(count("orders join users on users.id = orders.user_id")).isEqualTo(8);
        assertThat(count("lines join orders on orders.id = lines.order_id")).isEqualTo(8);
        assertThat(count("events")).isEqualTo(8);
        execute("""
                alter table orders add foreign key (user_id) references users;
                insert into orders (user_id) select id from users limit 1
                """);
    }

    @Test
    void checksAreKeptWhereTheyNameTheirValues() throws SQLException {
        execute("""
                create table orders (
                    state text not null check (state in ('new', 'paid')),
                    size varchar(2) not null default 'xl' check (size in ('s', 'xl')),
                    percent int check (percent between 90 and 100),
                    amount numeric not null check (amount > 0));
                """);
        assertThat(fill()).isEmpty();
        assertThat(count("orders where state = 'paid' and size = 'xl'")).isEqualTo(4);
    }

    @Test
    void theServerIsAskedWhichValuesHold() throws SQLException {
        execute("""
                create domain slug as text check (value ~ '^[a-z]+(-[a-z0-9]+)*$');
                create domain percentage as int check (value between 0 and 100);
                create table users (
                    id bigint generated always as identity primary key,
                    email text not null unique check (position('@' in email) > 1),
                    site text not null check (site like 'https://%'),
                    slug slug not null unique,
                    code char(2) not null check (code ~ '^[A-Z]{2}$'),
                    share percentage not null,
                    rating smallint not null check (rating between 90 and 95),
                    born date not null check (born < '2019-01-01' or born > '2021-01-01'),
                    twice bigint generated always as (id * 2) stored unique);
                create table transfers (
                    sender bigint not null references users, receiver bigint not null references users,
                    check (sender <> receiver));
                create table bills (state text not null, issued date, check (state = 'draft' or issued is not null));
                """);
        assertThat(fill()).isEmpty();
        assertThat(count("users")).isEqualTo(8);
        assertThat(count("transfers join users on id = sender")).isEqualTo(8);
        assertThat(count("transfers join users on id = receiver")).isEqualTo(8);
        assertThat(count("bills")).isEqualTo(8);
    }

    @Test
    void aTableThatCannotBeFilledIsNamed() throws SQLException {
        execute("create table odd (a int not null check (a * a = 12321 * 4)); create table even (b int)");
        assertThat(fill()).extracting(SchemaState.Relation::name).containsExactly("odd");
        assertThat(count("even")).isEqualTo(8);
    }

    @Test
    void rowsThatAreThereStayAsTheyAre() throws SQLException {
        execute("create table countries (code char(2) primary key); insert into countries values ('at')");
        assertThat(fill()).isEmpty();
        assertThat(count("countries")).isOne();
    }

    @Test
    void triggersDoNotRun() throws SQLException {
        execute("""
                create table t (a int);
                create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
                create trigger refuse before insert on t for each row execute function refuse();
                """);
        assertThat(fill()).isEmpty();
        assertThat(count("t")).isEqualTo(8);
    }

    private Set<SchemaState.Relation> fill() throws SQLException {
        return new SampleRows(connection, SchemaReader.read(connection)).fill();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count(String from) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from " + from)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
