package dev.serein.flyway;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A statement of a migration.
 *
 * @param sql its text, placeholders filled in, without the semicolon
 * @param line in which it begins, from 1, behind the comments before it
 * @param inTransaction whether PostgreSQL runs it inside of a transaction; false for {@code create index concurrently}
 *     and its like
 */
public record ScriptStatement(String sql, int line, boolean inTransaction) {
    private static final Pattern OF_SESSION = Pattern.compile("(set|reset) (?!(local|transaction|constraints)\\b).*");

    /**
     * What PostgreSQL refuses inside of a transaction, as servers of 14 to 18 were asked. What it refuses by what a
     * name stands for, such as {@code reindex table} of a partitioned one, cannot be seen here.
     */
    private static final Pattern OUTSIDE = Pattern.compile("""
            (create|drop)\\ (unique\\ )?index\\ concurrently\\b.*
            |reindex\\ (\\([^)]*\\)\\ )?(verbose\\ )?(schema|database|system)\\b.*
            |reindex\\ (\\([^)]*\\)\\ )?(verbose\\ )?(index|table)\\ concurrently\\b.*
            |reindex\\ \\(\\ ([^)]*,\\ )?concurrently(\\ (true|on|1))?(\\ ,[^)]*)?\\ \\).*
            |alter\\ table\\ .*\\bdetach\\ partition\\ .*\\ concurrently
            |vacuum\\b.*
            |cluster(\\ verbose|\\ \\(.*\\))?
            |alter\\ system\\b.*
            |(create|drop)\\ (database|tablespace|subscription)\\b.*
            |alter\\ database\\ \\S+\\ set\\ tablespace\\b.*
            |alter\\ subscription\\ \\S+\\ refresh\\b.*
            |alter\\ subscription\\ \\S+\\ (set|add|drop)\\ publication\\b(?!.*\\brefresh\\ =\\ (false|off|0)\\b).*
            |alter\\ subscription\\ \\S+\\ set\\ \\(.*\\b(failover|two_phase)\\b.*
            |(commit|rollback)\\ prepared\\b.*
            |discard\\ all
            """, Pattern.COMMENTS | Pattern.DOTALL);

    /** @param knownToFlyway whether Flyway takes it for one that does not run in a transaction */
    static ScriptStatement of(String sql, int line, boolean knownToFlyway) {
        return new ScriptStatement(
                sql, line, !knownToFlyway && !OUTSIDE.matcher(text(sql)).matches());
    }

    /**
     * Its words.
     *
     * @return in their order, comments left out
     */
    public List<SqlWord> words() {
        return SqlWord.of(sql);
    }

    /**
     * Its words in one text.
     *
     * @return the words with one blank between them
     */
    public String text() {
        return text(sql);
    }

    private static String text(String sql) {
        return SqlWord.of(sql).stream().map(SqlWord::text).collect(Collectors.joining(" "));
    }

    /**
     * Whether it changes settings of the session only, so that it goes with statements of either kind.
     *
     * @return true for {@code set} and {@code reset}, without {@code local}
     */
    public boolean isOfSession() {
        return OF_SESSION.matcher(text()).matches();
    }
}
