// Drizzle, the release candidate: its new relations, and rows mapped by functions that are compiled for the query.
import * as orm from 'drizzle-rc';
import { drizzle } from 'drizzle-rc/node-postgres';
import * as core from 'drizzle-rc/pg-core';
import pg from 'pg';
import { operations, tables } from './drizzle-shop.mjs';
import { serve, url } from './worker.mjs';

const shop = tables(core);
const relations = orm.defineRelations(shop, r => ({
    orders: { lines: r.many.orderDetails({ from: r.orders.id, to: r.orderDetails.orderId }) },
    orderDetails: {
        product: r.one.products({ from: r.orderDetails.productId, to: r.products.id, optional: false }),
    },
}));

const pool = new pg.Pool({ connectionString: url, max: 10, idleTimeoutMillis: 0 });
const db = drizzle({ client: pool, relations, jit: true });

const lines = { with: { product: true }, orderBy: { productId: 'asc' } };
const order = db.query.orders.findFirst({
    where: { id: orm.sql.placeholder('id') },
    with: { lines },
}).prepare('order');
const ordersPage = db.query.orders.findMany({
    where: { id: { gt: orm.sql.placeholder('after') } },
    with: { lines },
    orderBy: { id: 'asc' },
    limit: 20,
}).prepare('orders-page');

await serve({
    ...operations(orm, db, shop),
    'order': id => order.execute({ id }),
    'order-50': id => order.execute({ id }),
    'orders-page': after => ordersPage.execute({ after }),
}, () => pool.end());
