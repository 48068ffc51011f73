package dev.serein.postgres;

import static dev.serein.postgres.ScratchDatabaseTest.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.postgres.PostgresProvider.Embedded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class TemplateTest {
    private static final String SORTED = "select string_agg(word, ' ' order by word) from"
            + " (values ('zebra'), ('apple'), ('Banana'), ('ähre')) words (word)";

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void hasItsExtensionsItsLocaleAndItsScripts(int major) throws Exception {
        Path script = Files.writeString(temp.resolve("words.sql"), "create table words (word citext primary key)");
        Path rows = Files.writeString(temp.resolve("rows.sql"), "insert into words values ('Ähre')");
        Template template = Template.empty()
                .withExtensions("citext", "pgcrypto")
                .withScripts(script, rows)
                .withLocale("C.UTF-8");
        try (ScratchPostgres postgres = ScratchPostgres.start(new Embedded(major, null))) {
            for (int copy = 0; copy < 2; copy++) {
                try (ScratchDatabase database = postgres.createDatabase(template)) {
                    assertThat(ask(database, "select count(*) from words where word = 'ähre'"))
                            .isEqualTo("1");
                    assertThat(ask(database, "select upper('ä')")).isEqualTo("Ä");
                    assertThat(ask(database, SORTED)).isEqualTo("Banana apple zebra ähre");
                    assertThat(ask(database, "select count(*) from pg_extension where extname = 'pgcrypto'"))
                            .isEqualTo("1");
                }
            }
            if (major >= 15) { // before, a database's locale is not ICU's
                try (ScratchDatabase german =
                        postgres.createDatabase(Template.empty().withLocale("icu:de-DE"))) {
                    assertThat(ask(german, SORTED)).isEqualTo("ähre apple Banana zebra");
                }
            }
            if (major >= 17) {
                try (ScratchDatabase builtin =
                        postgres.createDatabase(Template.empty().withLocale("builtin:C.UTF-8"))) {
                    assertThat(ask(builtin, SORTED)).isEqualTo("Banana apple zebra ähre");
                }
            }
        }
    }

    @Test
    void whatIsSetOfTheDatabaseHoldsForItsCopies() throws Exception {
        Path script = Files.writeString(temp.resolve("settings.sql"), """
                create schema shop;
                do $$ begin
                  execute format('alter database %I set search_path to shop, public', current_database());
                  execute format('alter database %I set statement_timeout to %L', current_database(), '7s');
                  execute format('alter database %I set serein.quoted to %L', current_database(), 'it''s "so"');
                end $$
                """);
        Template template = Template.empty().withScripts(script).withTimeZone(ZoneId.of("Asia/Kathmandu"));
        for (int copy = 0; copy < 2; copy++) {
            try (ScratchDatabase database = ScratchPostgres.shared().createDatabase(template)) {
                assertThat(ask(database, "show search_path")).isEqualTo("shop, public");
                assertThat(ask(database, "show statement_timeout")).isEqualTo("7s");
                assertThat(ask(database, "show serein.quoted")).isEqualTo("it's \"so\"");
                assertThat(
                                ask(
                                        database,
                                        "select setconfig::text like '%Asia/Kathmandu%' from pg_db_role_setting"
                                                + " where setdatabase = (select oid from pg_database where datname = current_database())"))
                        .isEqualTo("t");
            }
        }
    }
}
