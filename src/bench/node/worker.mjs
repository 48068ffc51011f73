// A peer's side of the protocol: it takes its orders from the driver on stdin, a line each, and answers on stdout.
import { createInterface } from 'node:readline';
import { question, verdict } from './shop.mjs';

/** Of the database; without it the libraries would look for one of their own choice. */
export const url = process.env.DATABASE_URL;
if (!url) {
    console.error('DATABASE_URL is not set: it names the database of the benchmark');
    process.exit(2);
}

/** Of each worker of each operation; a slice goes on where the last one ended. */
const turns = new Map();

/**
 * Says that it is ready, then works until stdin ends. What fails ends the process: a slice with errors is no measure.
 *
 * @param operations for each word a function that asks the database and promises the answer
 * @param close what ends the connections
 */
export async function serve(operations, close) {
    await operations['point-select'](1);
    console.log('ready');
    for await (const line of createInterface({ input: process.stdin })) {
        console.log(JSON.stringify(await obey(operations, ...line.trim().split(/\s+/))));
    }
    await close();
}

async function obey(operations, verb, word, ...numbers) {
    const operation = operations[word];
    if (!operation) {
        return { skip: `There is no operation ${word}` };
    }
    switch (verb) {
        case 'run':
            return run(operation, word, ...numbers.map(Number));
        case 'check': {
            const asked = question(word, Number(numbers[0]), 0);
            return verdict(word, asked, await operation(asked));
        }
        default:
            throw new Error(`Not an order: ${verb}`);
    }
}

async function run(operation, word, concurrency, millis) {
    const micros = [];
    const start = performance.now();
    const end = start + millis;
    await Promise.all(Array.from({ length: concurrency }, async (_, worker) => {
        const key = `${word} ${worker}`;
        let turn = turns.get(key) ?? 0;
        let before = start;
        while (before < end) {
            await operation(question(word, turn++, worker));
            const after = performance.now();
            micros.push((after - before) * 1000);
            before = after;
        }
        turns.set(key, turn);
    }));
    const nanos = Math.round((performance.now() - start) * 1e6);
    const sorted = Float64Array.from(micros).sort();
    // What node allocates is not told for a span of time.
    return { ops: sorted.length, nanos, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), bytes: -1 };
}

function quantile(sorted, share) {
    return Math.round(sorted[Math.ceil(sorted.length * share) - 1] * 10) / 10;
}
