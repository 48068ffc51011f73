package dev.serein;

import java.sql.Connection;
import java.time.Duration;
import org.jooq.ConnectionProvider;
import org.jspecify.annotations.Nullable;

/** How jOOQ borrows: for each statement outside of a transaction, and once for each transaction. */
record LentConnections(Lender lender, @Nullable Duration allowed) implements ConnectionProvider {
    @Override
    public Connection acquire() {
        return lender.borrow(allowed);
    }

    @Override
    public void release(Connection connection) {
        LentConnection lent = (LentConnection) connection; // what it was given by acquire
        if (lent.isOfStatement()) {
            lender.takeBack(lent); // jOOQ swallows what is thrown here
        } else {
            lender.giveBack(lent, false);
        }
    }
}
