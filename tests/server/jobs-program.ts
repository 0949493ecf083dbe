/** A server of jobs as a process of its own, to be ended in whatever way: its data folder, and what it reads with. */
import { createFixturePool } from './fixture-pool.ts';
import { startJobsServer } from './jobs-server.ts';

const dataDir = process.env['UNDERTONE_DATA_DIR'];
if (dataDir === undefined) throw new Error('There is no data folder.');

const pool = createFixturePool();
await pool.start();
const server = await startJobsServer({ dataDir, inference: pool });
process.stdout.write(`${server.port}\n`);
process.once('SIGTERM', () => {
  void server.stop().then(() => pool.dispose());
});
