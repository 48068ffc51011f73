package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SqlErrorsTest {
    private static DatabaseException translated(SQLException failure, boolean closed) {
        return SqlErrors.translate(
                "Cannot run a statement",
                failure,
                new SqlErrors.Context(
                        "select 1", null, null, closed, Duration.ZERO, Duration.ofSeconds(30), Limits.NONE));
    }

    @Test
    void aConnectionThatIsLostWhileARowIsReadIsOne() {
        SQLException ofJooq = new SQLException(
                "Error while reading field: \"n\", at JDBC index: 1", new SQLException("gone", "08006"));

        assertThat(translated(ofJooq, false))
                .isInstanceOf(ConnectionFailed.class)
                .hasMessage("""
                        Cannot run a statement: the connection to the server is lost
                          sqlstate: 08006
                          sql:      select 1
                          fix:      try again, if the statement may run twice; whether it ran is not known""");
    }

    @Test
    void whatFailsOnAClosedConnectionWithoutAStateIsALostConnection() {
        assertThat(translated(new SQLException("Connection is closed"), true)).isInstanceOf(ConnectionFailed.class);
        assertThat(translated(new SQLException("Connection is closed"), false)).isInstanceOf(StatementFailed.class);
    }

    @Test
    void whatFailsWhileARowIsReadNamesTheField() {
        SQLException ofJooq = new SQLException(
                "Error while reading field: \"n\", at JDBC index: 1", new SQLException("Bad value hunter2", "22003"));

        assertThat(translated(ofJooq, false))
                .isInstanceOf(StatementFailed.class)
                .hasMessage("""
                        Cannot run a statement: error while reading field: "n", at JDBC index: 1
                          sqlstate: 22003
                          sql:      select 1""");
    }
}
