// Generates Prisma's client, without a network.
import { spawnSync } from 'node:child_process';

const environment = {
    // Prisma's command line fetches its engine for migrations before it does anything; generating does not run it.
    // So it is told that there is one: any program will do.
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    // No look for newer versions, which would also report this run.
    CHECKPOINT_DISABLE: '1',
    ...process.env,
};

const { status } = spawnSync('prisma', ['generate', '--schema', 'schema.prisma', '--no-hints'], {
    cwd: import.meta.dirname,
    env: environment,
    stdio: 'inherit',
});
process.exit(status ?? 1);
