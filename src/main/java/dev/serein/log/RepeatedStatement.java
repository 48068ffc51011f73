package dev.serein.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A statement that one line has run again and again: most likely in a loop over the rows of another.
 *
 * @param sql its text, without values
 * @param callSite the line
 * @param times how often it ran
 */
public record RepeatedStatement(String sql, String callSite, long times) {

    /** What makes two statements the same. */
    record Key(String sql, String callSite) {
        static Key of(LoggedStatement statement) {
            return new Key(statement.sql(), statement.callSite());
        }
    }

    /**
     * Those among statements that ran more often than that.
     *
     * @param statements that have run
     * @param moreThan how often one line may run the same
     * @return each line and SQL once, in the order in which they ran first
     * @throws IllegalArgumentException if the number is less than zero
     */
    public static List<RepeatedStatement> among(List<LoggedStatement> statements, int moreThan) {
        if (moreThan < 0) {
            throw new IllegalArgumentException("A statement runs no less than 0 times, not " + moreThan);
        }
        Map<Key, Long> times = new LinkedHashMap<>();
        statements.forEach(each -> times.merge(Key.of(each), 1L, Long::sum));
        return times.entrySet().stream()
                .filter(each -> each.getValue() > moreThan)
                .map(each ->
                        new RepeatedStatement(each.getKey().sql(), each.getKey().callSite(), each.getValue()))
                .toList();
    }

    /** {@return times, line and SQL, in one line} */
    @Override
    public String toString() {
        return times + (times == 1 ? " time at " : " times at ") + callSite + ": " + StatementTable.line(sql);
    }
}
