package dev.serein.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is asked of each peer, once per turn of a worker. */
enum Operation {
    POINT_SELECT(1, 10_000) {
        @Override
        Object run(Contender contender, int id) {
            return contender.customer(id);
        }
    },
    CUSTOMERS_PAGE(1, 9_950) {
        @Override
        Object run(Contender contender, int id) {
            return contender.customersAfter(id);
        }
    },
    ORDER(1, 49_000) {
        @Override
        Object run(Contender contender, int id) {
            return contender.order(id);
        }
    },
    ORDER_50(49_001, 100) {
        @Override
        Object run(Contender contender, int id) {
            return contender.order(id);
        }
    },
    ORDERS_PAGE(1, 48_000) {
        @Override
        Object run(Contender contender, int id) {
            return contender.ordersAfter(id);
        }
    },
    INSERT(1, 10_000) {
        @Override
        Object run(Contender contender, int id) {
            return contender.insertOrder();
        }
    },
    INSERT_1000(1, 10_000) {
        @Override
        Object run(Contender contender, int id) {
            contender.insertLog(id);
            return DONE;
        }
    },
    TRANSFER(1, 1_000) {
        @Override
        Object run(Contender contender, int id) {
            // next but for one: the locks are taken in the same order, so that no two transfers wait for each other
            contender.transfer(id, id % 1_000 + 1);
            return DONE;
        }
    },
    SEARCH(1, 200) {
        @Override
        Object run(Contender contender, int id) {
            return contender.search(STARTS[(id - 1) / ENDS.length] + ENDS[(id - 1) % ENDS.length]);
        }
    };

    /** How many customers are on a page. */
    static final int CUSTOMERS = 50;
    /** How many orders are on a page. */
    static final int ORDERS = 20;
    /** How many rows are inserted at once. */
    static final int LOGGED = 1_000;
    /** How many customers are found at most. */
    static final int FOUND = 20;

    /** Together words of which each is in the name of one customer of 200. */
    private static final String[] STARTS = {
        "Amber", "Birch", "Cedar", "Dawn", "Elder", "Fern", "Gold", "Haven", "Iron", "Juniper",
        "Kestrel", "Laurel", "Maple", "North", "Oak", "Pine", "Quarry", "River", "Silver", "Thorn"
    };

    private static final String[] ENDS = {
        "ford", "gate", "hall", "mere", "moor", "port", "ridge", "stead", "well", "wick"
    };

    private static final String DONE = "done";

    private final int first;
    private final int ids;

    Operation(int first, int ids) {
        this.first = first;
        this.ids = ids;
    }

    /** What comes of it: the same for all contenders, unless it {@link #writes()}. */
    abstract Object run(Contender contender, int id);

    /** What this worker asks for in this turn; in no order in which a cache could help. */
    final int id(long turn, int worker) {
        return first + (int) ((turn * 7919 + worker * 104729L) % ids);
    }

    final boolean writes() {
        return this == INSERT || this == INSERT_1000 || this == TRANSFER;
    }

    /** As it is said on the command line, and to the peers. */
    final String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Operation> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Operation::word).toList();
    }
}
