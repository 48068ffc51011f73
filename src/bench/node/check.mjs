// Proves that all peers return the same, and that those operations which write have written: npm run check.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { question, WORDS_OF_OPERATIONS } from './shop.mjs';

const TURNS = [0, 1, 2, 3, 77, 4711];

if (!process.env.DATABASE_URL) {
    console.error('DATABASE_URL is not set: it names the database of the benchmark');
    process.exit(2);
}
const peers = JSON.parse(readFileSync(new URL('peers.json', import.meta.url), 'utf8'));
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 1 });
const running = peers.filter(peer => !peer.skip).map(start);
let wrong = 0;

peers.filter(peer => peer.skip).forEach(peer => console.log(`${peer.name} is left out: ${peer.skip}`));
for (const peer of running) {
    expect(`${peer.name} starts`, await peer.line(), 'ready');
}
for (const word of WORDS_OF_OPERATIONS) {
    const digests = new Set();
    for (const turn of TURNS) {
        const answers = [];
        for (const peer of running) {
            const before = await written(word, turn);
            const answer = await peer.ask(`check ${word} ${turn}`);
            answers.push(answer);
            if (before) {
                expect(`${peer.name} ${word} ${turn}`, answer, '{"ok":true}');
                expect(`${peer.name} ${word} ${turn}: stored`, await written(word, turn), before.after);
            } else {
                expect(`${peer.name} ${word} ${turn}`, answer, answers[0]);
                expect(`${peer.name} ${word} ${turn}: a digest`, /^{"digest":"[0-9a-f]{64}"}$/.test(answer), true);
            }
        }
        digests.add(answers[0]);
    }
    console.log(word.padEnd(16), [...digests].map(digest => digest.slice(11, 19)).join(' '));
}
running.forEach(peer => peer.end());
await pool.end();
console.log(wrong ? `${wrong} differences` : `${running.map(peer => peer.name).join(', ')}: the same`);
process.exitCode = wrong ? 1 : 0;

function start({ name, command: [program, ...rest] }) {
    const child = spawn(program, rest, {
        cwd: import.meta.dirname,
        // An index gives the lines in order of their products, asked or not; without it, who does not ask is found out.
        env: { ...process.env, PGOPTIONS: '-c enable_indexscan=off -c enable_indexonlyscan=off' },
        stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const line = async () => (await lines.next()).value ?? `${name} has ended`;
    const ask = order => {
        child.stdin.write(`${order}\n`);
        return line();
    };
    return { name, line, ask, end: () => child.stdin.end() };
}

function expect(what, found, wanted) {
    const [left, right] = [found, wanted].map(value => JSON.stringify(value));
    if (left !== right) {
        wrong++;
        console.log(`${what}: ${left} in place of ${right}`);
    }
}

/** What an operation changes, and, as `after`, what it has to be once it has run; nothing where it only reads. */
async function written(word, turn) {
    const state = async sql => Object.values((await pool.query(sql)).rows[0]).map(Number);
    const and = (now, after) => Object.defineProperty(now, 'after', { value: after, enumerable: false });
    switch (word) {
        case 'insert': {
            const now = await state('select count(*) from orders');
            return and(now, [now[0] + 1]);
        }
        case 'insert-1000': {
            const now = await state(
                'select count(*), coalesce(sum(order_id + product_id), 0) as sum from order_details_log');
            const added = question(word, turn, 0).reduce((sum, line) => sum + line.orderId + line.productId, 0);
            return and(now, [now[0] + 1000, now[1] + added]);
        }
        case 'transfer': {
            const { from, to } = question(word, turn, 0);
            const now = await state(`select (select credits from accounts where id = ${from}) as from,
                (select credits from accounts where id = ${to}) as to, (select sum(credits) from accounts) as sum`);
            return and(now, [now[0] - 1, now[1] + 1, now[2]]);
        }
        default:
            return null;
    }
}
