package dev.serein;

import dev.serein.postgres.junit.PostgresTest;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** A database with the reference schema, as {@link PostgresTest} opens it for a field or a parameter of this type. */
public final class MigratedDatabase implements AutoCloseable {
    private final String url;
    private final Database db;

    private MigratedDatabase(String url) {
        this.url = url;
        this.db = Database.open(url);
    }

    public static MigratedDatabase open(String url) {
        return new MigratedDatabase(url);
    }

    Database db() {
        return db;
    }

    String url() {
        return url;
    }

    String name() {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /** Connections that know nothing of Serein. */
    PGSimpleDataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(
                url.replaceFirst("postgresql://([^:]+):([^@]+)@(.*)", "jdbc:postgresql://$3?user=$1&password=$2"));
        return source;
    }

    /** What SQL by hand returns: one text for each row. */
    List<String> plain(String sql) {
        return db.sql().resultQuery(sql).fetchInto(String.class);
    }

    /** The URL with another word in place of one that stands in it. */
    String urlWith(String word, String other) {
        if (!url.contains(word)) {
            throw new IllegalArgumentException("The URL does not hold " + word);
        }
        return url.replace(word, other);
    }

    @Override
    public void close() {
        db.close();
    }
}
