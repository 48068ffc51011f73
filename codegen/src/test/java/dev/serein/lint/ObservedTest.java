package dev.serein.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.ScratchPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is seen of a statement, on a real server. */
class ObservedTest {
    private static final String SHOP = """
            create table users (id bigint primary key, email text not null unique);
            create table orders (
                id bigint generated always as identity primary key,
                user_id bigint not null references users,
                state varchar(10) not null default 'new' check (state in ('new', 'paid')),
                total numeric(10, 2) check (total >= 0),
                placed timestamptz not null default now());
            create index on orders (placed);
            """;

    @TempDir
    Path folder;

    @Test
    void whatRewritesATableIsSeenByItsFile() {
        assertThat(seen("alter table orders add column code uuid default gen_random_uuid()"))
                .containsExactly("locks orders=ACCESS EXCLUSIVE; rewrites orders");
        assertThat(seen("alter table orders alter state type int using length(state)", "select 1"))
                .first()
                .asString()
                .startsWith("fails 42");
    }

    @Test
    void aConstantDefaultRewritesNothing() {
        assertThat(seen("alter table orders add column code int not null default 5"))
                .containsExactly("locks orders=ACCESS EXCLUSIVE");
    }

    @Test
    void whatReadsATableWholeIsCounted() {
        assertThat(seen("alter table orders alter total set not null"))
                .containsExactly("locks orders=ACCESS EXCLUSIVE; scans orders");
        assertThat(seen("create table copies (id bigint)", "insert into copies select id from orders"))
                .containsExactly("", "locks orders=ACCESS SHARE; scans orders");
        assertThat(seen("insert into orders (user_id, total) select 1000001, n from generate_series(1, 20) n"))
                .containsExactly("locks orders=ROW EXCLUSIVE, users=ROW SHARE");
        assertThat(seen("create index on orders (total)")).containsExactly("locks orders=SHARE; scans orders");
        assertThat(seen("select * from orders where id = 5", "select exists (select from orders)"))
                .containsExactly("locks orders=ACCESS SHARE", "locks orders=ACCESS SHARE");
    }

    @Test
    void aForeignKeyReadsTheTablesThatAreThereAlready() {
        assertThat(seen("alter table orders add foreign key (user_id) references users"))
                .containsExactly("locks orders=SHARE ROW EXCLUSIVE, users=SHARE ROW EXCLUSIVE; scans orders, users");
        assertThat(seen("create table lines (order_id bigint references orders)"))
                .containsExactly("locks orders=SHARE ROW EXCLUSIVE");
    }

    @Test
    void rowsThatAreChangedAreCounted() {
        assertThat(seen("update orders set total = 5", "delete from orders where id = 1000001"))
                .containsExactly(
                        "locks orders=ROW EXCLUSIVE; scans orders; changes orders=8",
                        "locks orders=ROW EXCLUSIVE; changes orders=1");
    }

    @Test
    void whatIsEmptiedIsNotRewritten() {
        assertThat(seen("truncate orders")).containsExactly("locks orders=ACCESS EXCLUSIVE; empties orders");
    }

    @Test
    void locksAreHeldUntilTheFileEnds() {
        assertThat(seen("alter table users add column name text; update orders set total = 1"))
                .containsExactly(
                        "locks users=ACCESS EXCLUSIVE",
                        "locks orders=ROW EXCLUSIVE, users=ACCESS EXCLUSIVE; scans orders; changes orders=8");
    }

    @Test
    void whatABlockOfCodeDoesIsSeen() {
        assertThat(seen("do $$ begin execute 'alter table orders alter total set ' || 'not null'; end $$"))
                .containsExactly("locks orders=ACCESS EXCLUSIVE; scans orders");
    }

    @Test
    void outsideOfATransactionLocksAreSeenWhileItRuns() {
        assertThat(seen("create index concurrently on orders (total)"))
                .containsExactly("locks orders=SHARE UPDATE EXCLUSIVE; scans orders");
        assertThat(seen("vacuum full orders")).containsExactly("locks orders=ACCESS EXCLUSIVE; rewrites orders");
        assertThat(seen("drop index concurrently orders_placed_idx"))
                .containsExactly("locks orders=SHARE UPDATE EXCLUSIVE");
        assertThat(seen("vacuum orders")).containsExactly("");
        assertThat(seen(
                        "create table parts (k int) partition by list (k); create table part partition of parts for values in (1)",
                        "alter table parts detach partition part concurrently"))
                .containsExactly("", "", "");
        assertThat(seen("reindex table concurrently orders"))
                .containsExactly("locks orders=SHARE UPDATE EXCLUSIVE; scans orders");
        assertThat(seen("cluster orders using orders_pkey"))
                .containsExactly("locks orders=ACCESS EXCLUSIVE; rewrites orders");
    }

    @Test
    void aStatementInAFileWithoutATransactionIsSeenWhole() throws IOException {
        NewMigrations migrations = new NewMigrations(folder)
                .released(SHOP)
                .add(
                        "alter table orders alter total set not null; select 1 / 1; vacuum users; update users set email = id");
        Files.writeString(folder.resolve("all/V2__step.sql.conf"), "executeInTransaction=false");
        assertThat(migrations.observe(ScratchPostgres.shared()).stream().map(ObservedTest::shown))
                .containsExactly(
                        "locks orders=ACCESS EXCLUSIVE; scans orders",
                        "",
                        "",
                        "locks users=ROW EXCLUSIVE; scans users; changes users=8");
    }

    private List<String> seen(String... files) {
        NewMigrations migrations = new NewMigrations(folder.resolve(String.valueOf(System.nanoTime()))).released(SHOP);
        for (String each : files) {
            migrations.add(each);
        }
        return migrations.observe(ScratchPostgres.shared()).stream()
                .map(ObservedTest::shown)
                .toList();
    }

    private static String shown(Observation seen) {
        if (seen.failure() != null) {
            return "fails " + seen.failure().getSQLState() + " "
                    + seen.failure().getMessage();
        }
        SchemaState schema = seen.released();
        TreeMap<String, LockMode> held = new TreeMap<>();
        seen.held().forEach((oid, mode) -> {
            if (schema.relation(oid).isReadable()) {
                held.put(schema.relation(oid).name(), mode);
            }
        });
        TreeMap<String, Long> changed = new TreeMap<>();
        seen.changed().forEach((oid, count) -> changed.put(schema.relation(oid).name(), count));
        return List.of(
                        part("locks ", held.toString()),
                        part("rewrites ", names(schema, seen.rewritten())),
                        part("empties ", names(schema, seen.emptied())),
                        part("scans ", names(schema, seen.scanned())),
                        part("changes ", changed.toString()))
                .stream()
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String part(String label, String map) {
        String inner = map.substring(1, map.length() - 1);
        return inner.isEmpty() ? "" : label + inner;
    }

    private static String names(SchemaState schema, Set<Long> oids) {
        return oids.stream()
                .map(schema::relation)
                .filter(SchemaState.Relation::isReadable)
                .map(SchemaState.Relation::name)
                .collect(Collectors.toCollection(TreeSet::new))
                .toString();
    }
}
