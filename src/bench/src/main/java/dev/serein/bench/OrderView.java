package dev.serein.bench;

import dev.serein.bench.db.OrdersRow;
import java.util.List;

/** An order with its lines. */
record OrderView(OrdersRow order, List<LineView> lines) {}
