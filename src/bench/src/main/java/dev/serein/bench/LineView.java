package dev.serein.bench;

import dev.serein.bench.db.OrderDetailsRow;
import dev.serein.bench.db.ProductsRow;

/** A line of an order with its product. */
record LineView(OrderDetailsRow line, ProductsRow product) {}
