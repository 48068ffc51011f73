// What is asked of the shop, and what its answers look like: the same for every peer.
import { createHash } from 'node:crypto';

const CUSTOMER = {
    columns: ['id', 'company_name', 'contact_name', 'contact_title', 'address', 'city', 'postal_code', 'region',
        'country', 'phone', 'fax'],
};
const PRODUCT = {
    columns: ['id', 'name', 'qt_per_unit', 'unit_price', 'units_in_stock', 'units_on_order', 'reorder_level',
        'discontinued', 'supplier_id'],
};
const LINE = {
    columns: ['unit_price', 'quantity', 'discount', 'order_id', 'product_id'],
    one: { product: PRODUCT },
};
const ORDER_ROW = {
    columns: ['id', 'order_date', 'required_date', 'shipped_date', 'ship_via', 'freight', 'ship_name', 'ship_city',
        'ship_region', 'ship_postal_code', 'ship_country', 'customer_id', 'employee_id'],
};
const ORDER = { ...ORDER_ROW, many: { lines: LINE } };

const STARTS = ['Amber', 'Birch', 'Cedar', 'Dawn', 'Elder', 'Fern', 'Gold', 'Haven', 'Iron', 'Juniper', 'Kestrel',
    'Laurel', 'Maple', 'North', 'Oak', 'Pine', 'Quarry', 'River', 'Silver', 'Thorn'];
const ENDS = ['ford', 'gate', 'hall', 'mere', 'moor', 'port', 'ridge', 'stead', 'well', 'wick'];
/** Each is in the names of 50 of the 10,000 customers. */
const WORDS = STARTS.flatMap(start => ENDS.map(end => start + end));

/** What `insert` inserts; what is not named is null. */
const NEW_ORDER = {
    orderDate: '2025-03-14',
    requiredDate: '2025-04-11',
    shipVia: 2,
    freight: 12.5,
    shipName: 'Ship to the harbour',
    shipCity: 'City 1',
    shipCountry: 'Country 1',
    customerId: 1,
    employeeId: 1,
};
const NOTHING = { shippedDate: null, shipRegion: null, shipPostalCode: null };

/** How many keys there are, what a key asks for, and, of those that read, the shape of the answer. */
const OPERATIONS = {
    'point-select': { keys: 10_000, ask: key => key, shape: CUSTOMER },
    'customers-page': { keys: 9_950, ask: key => key, shape: [CUSTOMER] },
    'order': { keys: 49_000, ask: key => key, shape: ORDER },
    'order-50': { keys: 100, ask: key => 49_000 + key, shape: ORDER },
    'orders-page': { keys: 48_000, ask: key => key, shape: [ORDER] },
    'insert': { keys: 10_000, ask: () => NEW_ORDER },
    'insert-1000': { keys: 10_000, ask: newLines },
    'transfer': { keys: 1_000, ask: key => ({ from: key, to: 1 + key % 1_000 }) },
    'search': { keys: WORDS.length, ask: key => WORDS[key - 1], shape: [CUSTOMER] },
};

/** The words of all operations. */
export const WORDS_OF_OPERATIONS = Object.keys(OPERATIONS);

/** What a worker asks for in a turn. */
export function question(word, turn, worker) {
    const { keys, ask } = OPERATIONS[word];
    return ask(1 + (turn * 7919 + worker * 104_729) % keys);
}

/** What is said of an answer, so that it can be compared with another peer's. */
export function verdict(word, asked, answer) {
    const { shape } = OPERATIONS[word];
    if (shape) {
        return { digest: createHash('sha256').update(JSON.stringify(arrays(shape, answer))).digest('hex') };
    }
    if (word === 'insert') {
        const [, ...stored] = arrays(ORDER_ROW, answer);
        const [, ...sent] = arrays(ORDER_ROW, { id: null, ...NOTHING, ...asked });
        return { ok: JSON.stringify(stored) === JSON.stringify(sent) };
    }
    return { ok: true };
}

function newLines(orderId) {
    return Array.from({ length: 1000 }, (_, n) => ({
        unitPrice: (100 + n * 7919 % 20_000) / 100,
        quantity: 1 + n % 60,
        discount: n % 6 * 5 / 100,
        orderId,
        productId: 1 + n * 1009 % 5000,
    }));
}

/** A row as the array of its columns' values, followed by those of the rows that belong to it. */
function arrays(shape, answer) {
    if (Array.isArray(shape)) {
        return answer.map(row => arrays(shape[0], row));
    }
    const { columns, one = {}, many = {} } = shape;
    return [
        ...columns.map(column => plain(member(answer, column))),
        ...Object.entries(one).map(([name, child]) => arrays(child, member(answer, name))),
        ...Object.entries(many).map(([name, child]) => arrays([child], member(answer, name))),
    ];
}

/** Of a row whose members have the names of the columns, or those names in camel case. */
function member(row, column) {
    const name = column in row ? column : column.replace(/_(.)/g, (_, letter) => letter.toUpperCase());
    if (row[name] === undefined) {
        throw new Error(`The answer has no ${column}`);
    }
    return row[name];
}

/** A number as such, however long the library takes it to be; a date as in ISO 8601. */
function plain(value) {
    if (value instanceof Date) {
        return value.toISOString().slice(0, 10);
    }
    return typeof value === 'bigint' ? Number(value) : value;
}
