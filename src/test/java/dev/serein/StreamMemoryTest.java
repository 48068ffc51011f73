package dev.serein;

import static dev.serein.Relations.many;
import static dev.serein.db.Tables.TAGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serein.db.TagsRow;
import dev.serein.postgres.junit.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More rows than a process has memory for. {@code -Dserein.soak.rows=10000000} makes it ten million; the usual number
 * is enough for the list of them not to fit.
 */
@ReferenceSchema
class StreamMemoryTest {
    private static final long ROWS = Long.getLong("serein.soak.rows", 400_000);

    @Scratch
    static MigratedDatabase migrated;

    @TempDir
    Path folder;

    @BeforeAll
    static void aTagForEachRowAndALinkForEachTag() {
        Session db = migrated.db().withDeadline(Duration.ofMinutes(30));
        db.transaction(tx -> {
            tx.sql().execute("set local session_replication_role = replica");
            tx.sql()
                    .execute(
                            "insert into tags (id, name) overriding system value"
                                    + " select n, 'tag ' || n from generate_series(1, {0}) n",
                            DSL.inline(ROWS));
            tx.sql()
                    .execute(
                            "insert into post_tags (post_id, tag_id) select 1, n from generate_series(1, {0}) n",
                            DSL.inline(ROWS));
        });
        db.sql().execute("analyze tags, post_tags");
    }

    /** In a process of its own. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] arguments) {
            try (Database db = Database.open(arguments[0])) {
                Find<Long> links = db.find(TAGS)
                        .with(many(TAGS.postTags()), (tag, of) -> of.get(0).tagId() == tag.id() ? 1L : 0L);
                Session session = db;
                switch (arguments[1]) {
                    case "rows" ->
                        System.out.println(session.find(TAGS).<Long>stream(
                                tags -> tags.mapToLong(TagsRow::id).sum()));
                    case "tree" ->
                        System.out.println(links.<Long>stream(
                                500, of -> of.mapToLong(n -> n).sum()));
                    default -> System.out.println(session.find(TAGS).list().size());
                }
            }
        }
    }

    private String read(String how) throws IOException, InterruptedException {
        Path out = folder.resolve(how);
        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        migrated.url(),
                        how)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(reader.waitFor(30, TimeUnit.MINUTES)).isTrue();
        List<String> lines = Files.readAllLines(out);
        return lines.stream()
                .filter(line -> line.contains("OutOfMemoryError"))
                .findFirst()
                .orElse(lines.get(lines.size() - 1));
    }

    @Test
    void aStreamOfThemFits() throws Exception {
        assertThat(read("rows")).isEqualTo(String.valueOf(ROWS * (ROWS + 1) / 2));
    }

    @Test
    void aStreamOfThemWithTheirChildrenFits() throws Exception {
        assertThat(read("tree")).isEqualTo(String.valueOf(ROWS));
    }

    @Test
    void aListOfThemDoesNot() throws Exception {
        assertThat(read("list")).contains("OutOfMemoryError");
    }
}
