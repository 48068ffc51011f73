// What the release of Drizzle and its candidate have in common: the tables, and all that is no relational query.

/** Made of the functions of `pg-core`: those of one version do not know the tables of the other. */
export function tables({ bigint, date, doublePrecision, integer, pgTable, primaryKey, text }) {
    const id = () => integer().primaryKey().generatedByDefaultAsIdentity();
    const line = () => ({
        unitPrice: doublePrecision('unit_price').notNull(),
        quantity: integer().notNull(),
        discount: doublePrecision().notNull(),
        orderId: integer('order_id').notNull(),
        productId: integer('product_id').notNull(),
    });
    return {
        customers: pgTable('customers', {
            id: id(),
            companyName: text('company_name').notNull(),
            contactName: text('contact_name').notNull(),
            contactTitle: text('contact_title').notNull(),
            address: text().notNull(),
            city: text().notNull(),
            postalCode: text('postal_code'),
            region: text(),
            country: text().notNull(),
            phone: text().notNull(),
            fax: text(),
        }),
        products: pgTable('products', {
            id: id(),
            name: text().notNull(),
            qtPerUnit: text('qt_per_unit').notNull(),
            unitPrice: doublePrecision('unit_price').notNull(),
            unitsInStock: integer('units_in_stock').notNull(),
            unitsOnOrder: integer('units_on_order').notNull(),
            reorderLevel: integer('reorder_level').notNull(),
            discontinued: integer().notNull(),
            supplierId: integer('supplier_id').notNull(),
        }),
        orders: pgTable('orders', {
            id: id(),
            orderDate: date('order_date').notNull(),
            requiredDate: date('required_date').notNull(),
            shippedDate: date('shipped_date'),
            shipVia: integer('ship_via').notNull(),
            freight: doublePrecision().notNull(),
            shipName: text('ship_name').notNull(),
            shipCity: text('ship_city').notNull(),
            shipRegion: text('ship_region'),
            shipPostalCode: text('ship_postal_code'),
            shipCountry: text('ship_country').notNull(),
            customerId: integer('customer_id').notNull(),
            employeeId: integer('employee_id').notNull(),
        }),
        orderDetails: pgTable('order_details', line(), table => [
            primaryKey({ columns: [table.orderId, table.productId] }),
        ]),
        orderDetailsLog: pgTable('order_details_log', {
            id: bigint({ mode: 'bigint' }).primaryKey().generatedByDefaultAsIdentity(),
            ...line(),
        }),
        accounts: pgTable('accounts', {
            id: id(),
            credits: bigint({ mode: 'bigint' }).notNull().default(1000000n),
        }),
    };
}

/** The operations on single tables, all prepared. */
export function operations({ asc, eq, gt, ilike, sql }, db, { customers, orders, orderDetailsLog, accounts }) {
    const $ = sql.placeholder;
    const pointSelect = db.select().from(customers).where(eq(customers.id, $('id'))).prepare('point-select');
    const customersPage = db.select().from(customers).where(gt(customers.id, $('after')))
        .orderBy(asc(customers.id)).limit(50).prepare('customers-page');
    const search = db.select().from(customers).where(ilike(customers.companyName, $('pattern')))
        .orderBy(asc(customers.id)).limit(20).prepare('search');
    const insert = db.insert(orders).values({
        orderDate: $('orderDate'),
        requiredDate: $('requiredDate'),
        shipVia: $('shipVia'),
        freight: $('freight'),
        shipName: $('shipName'),
        shipCity: $('shipCity'),
        shipCountry: $('shipCountry'),
        customerId: $('customerId'),
        employeeId: $('employeeId'),
    }).returning().prepare('insert');
    // A placeholder for each value: building a statement of a thousand rows costs more than to run it.
    const insert1000 = db.insert(orderDetailsLog).values(Array.from({ length: 1000 }, (_, n) => ({
        unitPrice: $(`unitPrice${n}`),
        quantity: $(`quantity${n}`),
        discount: $(`discount${n}`),
        orderId: $(`orderId${n}`),
        productId: $(`productId${n}`),
    }))).prepare('insert-1000');
    // What is prepared outside of a transaction does not run in it; by its name the server has it already.
    const credit = (tx, amount, id) => tx.update(accounts)
        .set({ credits: sql`${accounts.credits} + ${amount}` }).where(eq(accounts.id, id)).prepare('credit').execute();
    return {
        'point-select': async id => (await pointSelect.execute({ id }))[0],
        'customers-page': after => customersPage.execute({ after }),
        'insert': async order => (await insert.execute(order))[0],
        'insert-1000': lines => insert1000.execute(numbered(lines)),
        'transfer': ({ from, to }) => db.transaction(async tx => {
            await credit(tx, -1, from);
            await credit(tx, 1, to);
        }),
        'search': word => search.execute({ pattern: `%${word}%` }),
    };
}

function numbered(lines) {
    const values = {};
    lines.forEach((line, n) => {
        values[`unitPrice${n}`] = line.unitPrice;
        values[`quantity${n}`] = line.quantity;
        values[`discount${n}`] = line.discount;
        values[`orderId${n}`] = line.orderId;
        values[`productId${n}`] = line.productId;
    });
    return values;
}
