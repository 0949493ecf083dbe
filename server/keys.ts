/** `npm run keys`: makes, lists and revokes the keys of the server. A running server notices. */
import { ConfigError, readConfig } from './config.ts';
import { KeyFileError } from './services/keys/key-file.ts';
import { keysUsage, KeyUsageError, runKeyCommand } from './services/keys/key-commands.ts';

const wrongUsageExitCode = 2;

try {
  const { keysFile } = readConfig(process.env);
  const { output, note } = await runKeyCommand(process.argv.slice(2), keysFile);
  process.stdout.write(`${output}\n`);
  if (note !== undefined) process.stderr.write(`${note}\n`);
} catch (thrown) {
  if (thrown instanceof KeyUsageError) process.stderr.write(`${thrown.message}\n${keysUsage}\n`);
  else if (thrown instanceof KeyFileError || thrown instanceof ConfigError) {
    process.stderr.write(`${thrown.message}\n`);
  } else throw thrown;
  process.exitCode = wrongUsageExitCode;
}
