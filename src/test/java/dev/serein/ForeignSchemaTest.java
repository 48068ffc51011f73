package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.MigrationSet;
import dev.serein.postgres.ScratchDatabase;
import dev.serein.postgres.ScratchPostgres;
import java.nio.file.Path;
import org.jooq.Catalog;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.TableOptions.TableType;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large schema of somebody else's, with every name that breaks code generators. */
class ForeignSchemaTest {
    private static final Path MIGRATIONS = Path.of("test/resources/foreign");
    private static final String[] SCHEMAS = {"public", "Public", "tables", "class", "My Schema"};

    @TempDir
    Path folder;

    @Test
    void everyTableAndViewGetsClassesThatCompileAndCanBeQueried() throws Exception {
        GeneratedCode code = new GeneratedCode(folder);
        code.generate(MIGRATIONS, "foreign.db", SCHEMAS);
        assertThat(code.compile()).isEmpty();

        try (ScratchDatabase database = ScratchPostgres.shared().createDatabase(MigrationSet.in(MIGRATIONS));
                Database db = Database.open(database.url())) {
            Catalog catalog = (Catalog) code.load()
                    .loadClass("foreign.db.DefaultCatalog")
                    .getField("DEFAULT_CATALOG")
                    .get(null);
            int queried = 0;
            for (Schema schema : catalog.getSchemas()) {
                for (Table<?> table : schema.getTables()) {
                    if (table.getTableType() != TableType.FUNCTION) {
                        query(db, (RowTable<?, ?>) table);
                        queried++;
                    }
                }
            }
            assertThat(queried).isEqualTo(tablesAndViews(db)).isGreaterThan(200);
        }
    }

    private static void query(Database db, RowTable<?, ?> table) throws ReflectiveOperationException {
        try {
            db.find(table).limit(3).list();
            dao(db, table).find().limit(3).list();
        } catch (DataAccessException e) {
            // a materialized view that was made without data says so, and nothing else may
            assertThat(e).hasMessageContaining("has not been populated");
        }
    }

    /** Beside the row, and named as that is. */
    private static ReadDao<?, ?> dao(Database db, RowTable<?, ?> table) throws ReflectiveOperationException {
        Class<?> row = table.getClass().getMethod("$row", table.getRecordType()).getReturnType();
        String name = row.getName().replaceFirst("Row$", "Dao");
        return (ReadDao<?, ?>) row.getClassLoader()
                .loadClass(name)
                .getConstructor(Session.class)
                .newInstance(db);
    }

    private static int tablesAndViews(Database db) {
        return db.sql().fetchSingle("""
                        select count(*)::int
                        from pg_class c join pg_namespace n on n.oid = c.relnamespace
                        where n.nspname = any (?) and c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
                        and c.relname <> 'flyway_schema_history'
                        and not exists (
                            select from pg_depend d
                            where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
                        """, (Object) SCHEMAS).get(0, Integer.class);
    }
}
