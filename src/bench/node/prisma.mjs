// Prisma on the adapter for node-postgres; an order with its lines is one statement.
import { PrismaPg } from '@prisma/adapter-pg';
import prismaClient from './generated/index.js';
import { serve, url } from './worker.mjs';

/** A name for each text, so that the server parses it once for each connection. */
const names = new Map();

function nameOf({ sql }) {
    let name = names.get(sql);
    if (!name) {
        name = `s${names.size}`;
        names.set(sql, name);
    }
    return name;
}

const adapter = new PrismaPg(
    { connectionString: url, max: 10, idleTimeoutMillis: 0 },
    { statementNameGenerator: nameOf },
);
const prisma = new prismaClient.PrismaClient({ adapter });

// What findUnique is asked for in one tick the library asks for in one statement: mostly all that ten workers ask.
const include = { lines: { include: { product: true }, orderBy: { productId: 'asc' } } };
const order = id => prisma.order.findUnique({ where: { id }, include, relationLoadStrategy: 'join' });
// Of many, since the update of one also reads it.
const credit = (id, by) => prisma.account.updateMany({ where: { id }, data: { credits: { increment: by } } });

await serve({
    'point-select': id => prisma.customer.findUnique({ where: { id } }),
    'customers-page': after => prisma.customer.findMany({
        where: { id: { gt: after } },
        orderBy: { id: 'asc' },
        take: 50,
    }),
    'order': order,
    'order-50': order,
    'orders-page': after => prisma.order.findMany({
        where: { id: { gt: after } },
        include,
        orderBy: { id: 'asc' },
        take: 20,
        relationLoadStrategy: 'join',
    }),
    'insert': row => prisma.order.create({
        data: { ...row, orderDate: new Date(row.orderDate), requiredDate: new Date(row.requiredDate) },
    }),
    'insert-1000': lines => prisma.loggedLine.createMany({ data: lines }),
    'transfer': ({ from, to }) => prisma.$transaction([credit(from, -1), credit(to, 1)]),
    'search': word => prisma.customer.findMany({
        where: { companyName: { contains: word, mode: 'insensitive' } },
        orderBy: { id: 'asc' },
        take: 20,
    }),
}, () => prisma.$disconnect());
