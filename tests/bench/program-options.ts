/** Options of the programs for developers, with a sentence and the usage for whoever asks or writes them wrongly. */
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';

const wrongUsageExitCode = 2;

/** Ends the process with the usage where it is asked for, and where the options are not those of the program. */
export function readOptions<T extends ParseArgsConfig>(
  usage: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  if (process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (thrown) {
    process.stderr.write(`${thrown instanceof Error ? thrown.message : ''}\n${usage}\n`);
    process.exit(wrongUsageExitCode);
  }
}
