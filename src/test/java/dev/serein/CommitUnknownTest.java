package dev.serein;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CommitUnknownTest {
    private static CommitUnknown sent(CommitUnknown failure) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(failure);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (CommitUnknown) in.readObject();
        }
    }

    @Test
    void theNumberOfTheTransactionIsKeptWhereItIsSentElsewhere() throws Exception {
        SQLException lost = new SQLException("lost", "08006");

        CommitUnknown known = sent(CommitUnknown.unanswered(OptionalLong.of(5), lost));

        assertThat(known.transactionId()).hasValue(5);
        assertThat(known).hasMessageContaining("\n  xid:      5\n");
        assertThat(sent(CommitUnknown.unanswered(OptionalLong.empty(), lost)).transactionId())
                .isEmpty();
    }
}
