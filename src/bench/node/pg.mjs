// node-postgres: named prepared statements; the lines of an order as JSON of a lateral subquery.
import pg from 'pg';
import { serve, url } from './worker.mjs';

// A date stays the text that it is; the library would make a point in local time of it.
pg.types.setTypeParser(pg.types.builtins.DATE, text => text);

// Pipelined: what is asked on one connection at once is sent at once. Only the transfer does that. Connections stay:
// after ten seconds without work they would be closed, and others prepared anew.
const pool = new pg.Pool({ connectionString: url, max: 10, idleTimeoutMillis: 0, pipeline: true });

// Arrays, since names would be written and read again for every line.
const ORDERS = `select o.*, l.lines from orders o cross join lateral (
    select coalesce(json_agg(json_build_array(d.unit_price, d.quantity, d.discount, d.order_id, d.product_id,
        p.id, p.name, p.qt_per_unit, p.unit_price, p.units_in_stock, p.units_on_order, p.reorder_level,
        p.discontinued, p.supplier_id) order by d.product_id), '[]') as lines
    from order_details d join products p on p.id = d.product_id
    where d.order_id = o.id) l`;

const POINT_SELECT = named('point-select', 'select * from customers where id = $1');
const CUSTOMERS_PAGE = named('customers-page', 'select * from customers where id > $1 order by id limit 50');
const ORDER = named('order', `${ORDERS} where o.id = $1`);
const ORDERS_PAGE = named('orders-page', `${ORDERS} where o.id > $1 order by o.id limit 20`);
const SEARCH = named('search', 'select * from customers where company_name ilike $1 order by id limit 20');
const INSERT = named('insert', `insert into orders (order_date, required_date, ship_via, freight, ship_name, ship_city,
    ship_country, customer_id, employee_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning *`);
// An array for each column: five parameters in place of five thousand.
const INSERT_1000 = named('insert-1000', `insert into order_details_log
    (unit_price, quantity, discount, order_id, product_id)
    select * from unnest($1::float8[], $2::int4[], $3::float8[], $4::int4[], $5::int4[])`);
const CREDIT = named('credit', 'update accounts set credits = credits + $1 where id = $2');

await serve({
    'point-select': id => row(POINT_SELECT, id),
    'customers-page': after => rows(CUSTOMERS_PAGE, after),
    'order': order,
    'order-50': order,
    'orders-page': async after => (await rows(ORDERS_PAGE, after)).map(withLines),
    'insert': sent => row(INSERT, sent.orderDate, sent.requiredDate, sent.shipVia, sent.freight, sent.shipName,
        sent.shipCity, sent.shipCountry, sent.customerId, sent.employeeId),
    'insert-1000': lines => rows(INSERT_1000, lines.map(line => line.unitPrice), lines.map(line => line.quantity),
        lines.map(line => line.discount), lines.map(line => line.orderId), lines.map(line => line.productId)),
    'transfer': transfer,
    'search': word => rows(SEARCH, `%${word}%`),
}, () => pool.end());

function named(name, text) {
    return { name, text };
}

async function rows(statement, ...values) {
    return (await pool.query(statement, values)).rows;
}

async function row(statement, ...values) {
    return (await rows(statement, ...values))[0];
}

async function order(id) {
    return withLines(await row(ORDER, id));
}

function withLines(found) {
    found.lines = found.lines.map(line => ({
        unit_price: line[0],
        quantity: line[1],
        discount: line[2],
        order_id: line[3],
        product_id: line[4],
        product: {
            id: line[5],
            name: line[6],
            qt_per_unit: line[7],
            unit_price: line[8],
            units_in_stock: line[9],
            units_on_order: line[10],
            reorder_level: line[11],
            discontinued: line[12],
            supplier_id: line[13],
        },
    }));
    return found;
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
