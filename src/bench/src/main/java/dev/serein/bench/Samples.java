package dev.serein.bench;

import dev.serein.bench.db.OrdersRow;
import java.time.LocalDate;

/** What is inserted. */
final class Samples {
    static final OrdersRow ORDER = new OrdersRow(
            0,
            LocalDate.of(2025, 3, 14),
            LocalDate.of(2025, 4, 11),
            null,
            2,
            12.5,
            "Ship to the harbour",
            "City 1",
            null,
            null,
            "Country 1",
            1,
            1);

    private Samples() {}

    static double price(int line) {
        return (100 + line * 7919 % 20_000) / 100.0;
    }

    static int quantity(int line) {
        return 1 + line % 60;
    }

    static double discount(int line) {
        return line % 6 * 5 / 100.0;
    }

    static int product(int line) {
        return 1 + line * 1009 % 5000;
    }
}
