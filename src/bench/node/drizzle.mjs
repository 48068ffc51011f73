// Drizzle, the last release: prepared statements, relational queries.
import * as orm from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import * as core from 'drizzle-orm/pg-core';
import pg from 'pg';
import { operations, tables } from './drizzle-shop.mjs';
import { serve, url } from './worker.mjs';

const shop = tables(core);
const { orders, orderDetails, products } = shop;
const ordersRelations = orm.relations(orders, ({ many }) => ({ lines: many(orderDetails) }));
const orderDetailsRelations = orm.relations(orderDetails, ({ one }) => ({
    order: one(orders, { fields: [orderDetails.orderId], references: [orders.id] }),
    product: one(products, { fields: [orderDetails.productId], references: [products.id] }),
}));

const pool = new pg.Pool({ connectionString: url, max: 10, idleTimeoutMillis: 0 });
const db = drizzle({ client: pool, schema: { ...shop, ordersRelations, orderDetailsRelations } });

const lines = { with: { product: true }, orderBy: orm.asc(orderDetails.productId) };
const order = db.query.orders.findFirst({
    where: orm.eq(orders.id, orm.sql.placeholder('id')),
    with: { lines },
}).prepare('order');
const ordersPage = db.query.orders.findMany({
    where: orm.gt(orders.id, orm.sql.placeholder('after')),
    with: { lines },
    orderBy: orm.asc(orders.id),
    limit: 20,
}).prepare('orders-page');

await serve({
    ...operations(orm, db, shop),
    'order': id => order.execute({ id }),
    'order-50': id => order.execute({ id }),
    'orders-page': after => ordersPage.execute({ after }),
}, () => pool.end());
