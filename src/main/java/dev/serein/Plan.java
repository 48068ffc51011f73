package dev.serein;

import dev.serein.RowReader.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a relational query, and what is where in their rows. What is made of those, the shape says: two
 * queries that differ in that alone have one plan. Immutable.
 *
 * @param parts parents come before their children; the first is the query itself
 */
record Plan(List<Part> parts) {

    /**
     * One statement.
     *
     * @param owner tells which row of another part each row belongs to; null of the first part
     * @param instance tells its rows apart, for the parts that belong to it; null if there are none, or one row only
     * @param single whether all of its rows belong to the only row of the first part
     * @param node what its rows are
     */
    record Part(Sql sql, @Nullable Owner owner, @Nullable Key instance, boolean single, Node node) {}

    /**
     * Where the rows of a part belong.
     *
     * @param part the number of the part
     * @param key of the row of that part
     * @param path from that row to the joined one that has them as children, by numbers of children
     * @param child the number of the child
     */
    record Owner(int part, Key key, List<Integer> path, int child) {}

    /**
     * What is read of one table.
     *
     * @param before how many columns stand before its own
     * @param presence null where there is no such row; null itself where there always is
     * @param joined for each child its node if it is joined, null if its rows are a part of their own
     * @param waits whether it has children whose rows are a part of their own, or one of the joined has
     */
    record Node(int before, Columns columns, @Nullable Key presence, List<@Nullable Node> joined, boolean waits) {}

    /** Columns that tell rows apart; they count from 0. */
    record Key(int[] columns, Codec<?>[] codecs) {
        static Key of(int[] places, List<? extends Field<?>> fields) {
            List<Codec<?>> codecs = new ArrayList<>();
            for (Field<?> field : fields) {
                codecs.add(Codec.identifying(field.getDataType()));
            }
            return new Key(places, codecs.toArray(Codec<?>[]::new));
        }

        /** Equal to that of an equal key. */
        @Nullable
        Object of(ResultSet rows) throws SQLException {
            if (columns.length == 1) {
                return codecs[0].get(rows, columns[0] + 1);
            }
            List<@Nullable Object> values = new ArrayList<>(columns.length);
            for (int i = 0; i < columns.length; i++) {
                values.add(codecs[i].get(rows, columns[i] + 1));
            }
            return values;
        }
    }
}
