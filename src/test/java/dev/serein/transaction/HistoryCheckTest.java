package dev.serein.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serein.transaction.Anomaly.Phenomenon;
import dev.serein.transaction.History.Append;
import dev.serein.transaction.History.Attempt;
import dev.serein.transaction.History.Operation;
import dev.serein.transaction.History.Outcome;
import dev.serein.transaction.History.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Histories made by hand: what is wrong with each, and how little it takes for nothing to be. */
class HistoryCheckTest {
    private final List<Attempt> attempts = new ArrayList<>();

    private static Append append(int key, long value) {
        return new Append(key, value);
    }

    private static Read read(int key, Long... values) {
        return new Read(key, List.of(values));
    }

    private HistoryCheckTest that(Outcome outcome, Operation... operations) {
        attempts.add(new Attempt(attempts.size() + 1, outcome, List.of(operations)));
        return this;
    }

    private HistoryCheckTest committed(Operation... operations) {
        return that(Outcome.COMMITTED, operations);
    }

    private List<Anomaly> endsWith(Map<Integer, List<Long>> after) {
        return HistoryCheck.anomaliesOf(new History(attempts, after));
    }

    private void shows(Map<Integer, List<Long>> after, Phenomenon phenomenon, String text) {
        assertThat(endsWith(after)).containsExactly(new Anomaly(phenomenon, text));
    }

    @Test
    void transactionsOneAfterTheOtherShowNothing() {
        committed(append(1, 1), append(2, 2));
        committed(read(1, 1L), append(1, 3), read(1, 1L, 3L));
        that(Outcome.ABORTED, read(1, 1L, 3L), append(2, 4), read(2, 2L, 4L));
        that(Outcome.UNKNOWN, append(1, 5));
        committed(read(1, 1L, 3L), read(2, 2L), read(3));
        assertThat(endsWith(Map.of(1, List.of(1L, 3L), 2, List.of(2L)))).isEmpty();
        assertThat(endsWith(Map.of(1, List.of(1L, 3L, 5L), 2, List.of(2L)))).isEmpty();
    }

    @Test
    void aValueThatIsNotThereIsLost() {
        committed(append(1, 1)).committed(append(1, 2), append(1, 3));
        shows(Map.of(1, List.of(1L, 3L)), Phenomenon.LOST, """
                lost append: 2 is not in 1
                  T2, committed: append 2 to 1, append 3 to 1""");
    }

    @Test
    void halfOfATransactionOfWhichNobodyKnowsIsHalfLost() {
        that(Outcome.UNKNOWN, append(1, 1), append(2, 2));
        assertThat(endsWith(Map.of())).isEmpty();
        shows(Map.of(1, List.of(1L)), Phenomenon.LOST, """
                lost append: 2 is not in 2
                  T1, committed or not: append 1 to 1, append 2 to 2""");
    }

    @Test
    void aValueThatIsThereTwiceIsADuplicate() {
        committed(append(1, 1));
        shows(Map.of(1, List.of(1L, 1L)), Phenomenon.DUPLICATE, "duplicate append: 1 is twice in 1 in the end");
    }

    @Test
    void aValueThatNobodyAppendedIsGarbage() {
        committed(append(1, 1)).committed(read(2, 1L));
        shows(Map.of(1, List.of(1L)), Phenomenon.GARBAGE, """
                garbage: nobody appended 1, which is in 2 as T2 read it
                  T2, committed: read 2 as [1]""");
    }

    @Test
    void aListThatIsNotABeginningHasAnotherOrder() {
        committed(append(1, 1)).committed(append(1, 2)).committed(read(1, 2L));
        assertThat(endsWith(Map.of(1, List.of(1L, 2L)))).contains(new Anomaly(Phenomenon.INCOMPATIBLE_ORDER, """
                incompatible order: 1 is [1, 2]
                  T3, committed: read 1 as [2]"""));
    }

    @Test
    void aTransactionsOwnOrderIsKept() {
        committed(append(1, 1), append(1, 2));
        shows(Map.of(1, List.of(2L, 1L)), Phenomenon.INCOMPATIBLE_ORDER, """
                incompatible order: 1 is [2, 1]
                  T1, committed: append 1 to 1, append 2 to 1""");
    }

    @Test
    void aRollbackThatIsSeenIsG1a() {
        that(Outcome.ABORTED, append(1, 1)).committed(read(1, 1L));
        shows(Map.of(), Phenomenon.G1A, """
                G1a: 1 of a rollback is in 1 as T2 read it
                  T2, committed: read 1 as [1]
                  T1, rolled back: append 1 to 1""");
    }

    @Test
    void aRollbackThatStaysIsG1a() {
        that(Outcome.ABORTED, append(1, 1));
        shows(Map.of(1, List.of(1L)), Phenomenon.G1A, """
                G1a: 1 of a rollback is in 1 in the end
                  T1, rolled back: append 1 to 1""");
    }

    @Test
    void whatARollbackHasSeenIsNobodysBusiness() {
        committed(append(1, 1), append(1, 2)).that(Outcome.ABORTED, read(1, 1L), read(2, 7L), append(1, 3), read(1));
        assertThat(endsWith(Map.of(1, List.of(1L, 2L)))).isEmpty();
    }

    @Test
    void aTransactionThatIsSeenBeforeItsLastWordIsG1b() {
        committed(append(1, 1), append(1, 2)).committed(read(1, 1L));
        assertThat(endsWith(Map.of(1, List.of(1L, 2L))))
                .extracting(Anomaly::text)
                .containsExactly("""
                G1b: 1 is the end of 1 as T2 read it
                  T2, committed: read 1 as [1]
                  T1, committed: append 1 to 1, append 2 to 1""", """
                G-single: these cannot have run one after the other
                  T2 -rw-> T1: T2 read 1 without 2, which T1 appended
                  T1 -wr-> T2: T2 read 1 in 1, which T1 appended
                  T2, committed: read 1 as [1]
                  T1, committed: append 1 to 1, append 2 to 1""");
    }

    @Test
    void aTransactionSeesItsOwnLastWordAndThoseBefore() {
        committed(append(1, 1), read(1, 1L), append(1, 2), read(1, 1L, 2L));
        assertThat(endsWith(Map.of(1, List.of(1L, 2L)))).isEmpty();
    }

    @Test
    void aTransactionThatDoesNotSeeItsOwnIsInconsistentWithinItself() {
        committed(append(1, 1), read(1));
        shows(Map.of(1, List.of(1L)), Phenomenon.INTERNAL, """
                internal: 1 is [] to T1, and not [1]
                  T1, committed: append 1 to 1, read 1 as []""");
    }

    @Test
    void aTransactionThatReadsAgainAndSeesMoreIsInconsistentWithinItself() {
        committed(append(1, 1)).committed(read(1), append(2, 2), read(1, 1L));
        assertThat(endsWith(Map.of(1, List.of(1L), 2, List.of(2L))))
                .extracting(Anomaly::phenomenon)
                .containsExactly(Phenomenon.INTERNAL, Phenomenon.G_SINGLE);
    }

    @Test
    void writesBetweenEachOthersWritesAreG0() {
        committed(append(1, 1), append(2, 2)).committed(append(1, 3), append(2, 4));
        shows(Map.of(1, List.of(1L, 3L), 2, List.of(4L, 2L)), Phenomenon.G0, """
                G0: these cannot have run one after the other
                  T1 -ww-> T2: T2 appended 3 to 1 right after T1
                  T2 -ww-> T1: T1 appended 2 to 2 right after T2
                  T1, committed: append 1 to 1, append 2 to 2
                  T2, committed: append 3 to 1, append 4 to 2""");
    }

    @Test
    void writesInOneOrderEverywhereAreNot() {
        committed(append(1, 1), append(2, 2)).committed(append(1, 3), append(2, 4));
        assertThat(endsWith(Map.of(1, List.of(1L, 3L), 2, List.of(2L, 4L)))).isEmpty();
    }

    @Test
    void eachSeeingTheOtherIsG1c() {
        committed(append(1, 1), read(2, 2L)).committed(append(2, 2), read(1, 1L));
        shows(Map.of(1, List.of(1L), 2, List.of(2L)), Phenomenon.G1C, """
                G1c: these cannot have run one after the other
                  T1 -wr-> T2: T2 read 1 in 1, which T1 appended
                  T2 -wr-> T1: T1 read 2 in 2, which T2 appended
                  T1, committed: append 1 to 1, read 2 as [2]
                  T2, committed: append 2 to 2, read 1 as [1]""");
    }

    @Test
    void aLostUpdateIsGSingle() {
        committed(read(1), append(1, 1)).committed(read(1), append(1, 2));
        shows(Map.of(1, List.of(1L, 2L)), Phenomenon.G_SINGLE, """
                G-single: these cannot have run one after the other
                  T2 -rw-> T1: T2 read 1 without 1, which T1 appended
                  T1 -ww-> T2: T2 appended 2 to 1 right after T1
                  T2, committed: read 1 as [], append 2 to 1
                  T1, committed: read 1 as [], append 1 to 1""");
    }

    @Test
    void aReadSkewIsGSingle() {
        committed(append(1, 1), append(2, 2)).committed(read(1), read(2, 2L));
        shows(Map.of(1, List.of(1L), 2, List.of(2L)), Phenomenon.G_SINGLE, """
                G-single: these cannot have run one after the other
                  T2 -rw-> T1: T2 read 1 without 1, which T1 appended
                  T1 -wr-> T2: T2 read 2 in 2, which T1 appended
                  T2, committed: read 1 as [], read 2 as [2]
                  T1, committed: append 1 to 1, append 2 to 2""");
    }

    @Test
    void aWriteSkewIsG2Item() {
        committed(read(1), append(2, 2)).committed(read(2), append(1, 1));
        shows(Map.of(1, List.of(1L), 2, List.of(2L)), Phenomenon.G2_ITEM, """
                G2-item: these cannot have run one after the other
                  T1 -rw-> T2: T1 read 1 without 1, which T2 appended
                  T2 -rw-> T1: T2 read 2 without 2, which T1 appended
                  T1, committed: read 1 as [], append 2 to 2
                  T2, committed: read 2 as [], append 1 to 1""");
    }

    @Test
    void notSeeingWhatIsBeingDoneIsNothingByItself() {
        committed(read(1), append(2, 2)).committed(read(2, 2L), append(1, 1));
        assertThat(endsWith(Map.of(1, List.of(1L), 2, List.of(2L)))).isEmpty();
    }

    /** Fekete, O'Neil and O'Neil: two transactions have an order until a third one looks. */
    @Test
    void theAnomalyThatAReaderMakesIsG2Item() {
        committed(append(2, 20));
        committed(read(1), read(2), append(1, 11));
        assertThat(endsWith(Map.of(1, List.of(11L), 2, List.of(20L)))).isEmpty();
        committed(read(1), read(2, 20L));
        shows(Map.of(1, List.of(11L), 2, List.of(20L)), Phenomenon.G2_ITEM, """
                G2-item: these cannot have run one after the other
                  T2 -rw-> T1: T2 read 2 without 20, which T1 appended
                  T1 -wr-> T3: T3 read 20 in 2, which T1 appended
                  T3 -rw-> T2: T3 read 1 without 11, which T2 appended
                  T2, committed: read 1 as [], read 2 as [], append 11 to 1
                  T1, committed: append 20 to 2
                  T3, committed: read 1 as [], read 2 as [20]""");
    }

    @Test
    void ofThoseThatHaveSeveralCyclesTheShortestIsTold() {
        Map<Integer, List<Long>> after = Map.of(1, List.of(1L), 2, List.of(2L), 3, List.of(3L), 4, List.of(4L));
        committed(read(1), append(2, 2)).committed(read(2), append(3, 3));
        committed(read(3), read(4), append(1, 1));
        committed(append(4, 4));
        assertThat(endsWith(after))
                .extracting(anomaly -> anomaly.text().lines().toList().subList(1, 4))
                .containsExactly(List.of(
                        "  T1 -rw-> T3: T1 read 1 without 1, which T3 appended",
                        "  T3 -rw-> T2: T3 read 3 without 3, which T2 appended",
                        "  T2 -rw-> T1: T2 read 2 without 2, which T1 appended"));

        attempts.remove(3);
        committed(read(1), append(4, 4));
        assertThat(endsWith(after))
                .extracting(anomaly -> anomaly.text().lines().toList().subList(1, 3))
                .containsExactly(List.of(
                        "  T3 -rw-> T4: T3 read 4 without 4, which T4 appended",
                        "  T4 -rw-> T3: T4 read 1 without 1, which T3 appended"));
    }

    @Test
    void clientsThatAppendAValueTwiceAreMistaken() {
        committed(append(1, 1)).that(Outcome.ABORTED, append(2, 1));
        assertThatThrownBy(() -> endsWith(Map.of(1, List.of(1L))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Appended twice by the clients: 1");
    }
}
