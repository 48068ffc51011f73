// node-postgres: named prepared statements; an order with its lines as one JSON value of a lateral subquery.
import pg from 'pg';
import { serve, url } from './worker.mjs';

// A date stays the text that it is; the library would make a point in local time of it.
pg.types.setTypeParser(pg.types.builtins.DATE, text => text);

// Pipelined: what is asked on one connection at once is sent at once. Only the transfer does that.
const pool = new pg.Pool({ connectionString: url, max: 10, pipeline: true });

const ORDERS = `select o.*, l.lines from orders o cross join lateral (
    select coalesce(json_agg(json_build_object(
        'unit_price', d.unit_price, 'quantity', d.quantity, 'discount', d.discount,
        'order_id', d.order_id, 'product_id', d.product_id, 'product', row_to_json(p))
        order by d.product_id), '[]') as lines
    from order_details d join products p on p.id = d.product_id
    where d.order_id = o.id) l`;

const POINT_SELECT = named('point-select', 'select * from customers where id = $1');
const CUSTOMERS_PAGE = named('customers-page', 'select * from customers where id > $1 order by id limit 50');
const ORDER = named('order', `${ORDERS} where o.id = $1`);
const ORDERS_PAGE = named('orders-page', `${ORDERS} where o.id > $1 order by o.id limit 20`);
const SEARCH = named('search', 'select * from customers where company_name ilike $1 order by id limit 20');
const INSERT = named('insert', `insert into orders (order_date, required_date, ship_via, freight, ship_name, ship_city,
    ship_country, customer_id, employee_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning *`);
const INSERT_1000 = named('insert-1000', `insert into order_details_log
    (unit_price, quantity, discount, order_id, product_id) values ${placeholders(1000, 5)}`);
const CREDIT = named('credit', 'update accounts set credits = credits + $1 where id = $2');

await serve({
    'point-select': id => row(POINT_SELECT, id),
    'customers-page': after => rows(CUSTOMERS_PAGE, after),
    'order': id => row(ORDER, id),
    'order-50': id => row(ORDER, id),
    'orders-page': after => rows(ORDERS_PAGE, after),
    'insert': order => row(INSERT, order.orderDate, order.requiredDate, order.shipVia, order.freight,
        order.shipName, order.shipCity, order.shipCountry, order.customerId, order.employeeId),
    'insert-1000': lines => rows(INSERT_1000, ...lines.flatMap(line =>
        [line.unitPrice, line.quantity, line.discount, line.orderId, line.productId])),
    'transfer': transfer,
    'search': word => rows(SEARCH, `%${word}%`),
}, () => pool.end());

function named(name, text) {
    return { name, text };
}

function placeholders(height, width) {
    const line = n => `(${Array.from({ length: width }, (_, i) => `$${n * width + i + 1}`)})`;
    return Array.from({ length: height }, (_, n) => line(n)).join();
}

async function rows(statement, ...values) {
    return (await pool.query(statement, values)).rows;
}

async function row(statement, ...values) {
    return (await rows(statement, ...values))[0];
}

/** One round trip: where an update fails, the transaction has failed, and its commit is a rollback. */
async function transfer({ from, to }) {
    const client = await pool.connect();
    try {
        await Promise.all([
            client.query('begin'),
            client.query(CREDIT, [-1, from]),
            client.query(CREDIT, [1, to]),
            client.query('commit'),
        ]);
    } finally {
        client.release();
    }
}
