/** The command line's arguments and what it says about them. */
import { parseArgs } from 'node:util';
import type { RowFormat } from '#core/table/rows';

export const exitCodes = { allRead: 0, someRowsFailed: 1, wrongUsage: 2, engineFailed: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const helpText = `Undertone reads the tone of texts on this machine.

Usage
  undertone analyze FILE [options]

FILE is a .txt file with a text a line, or a .jsonl file with a JSON object a line.
A single dash reads standard input: lines of text, or JSON with --input jsonl.

Options
  --format jsonl         What is printed: an analysis a line, in the order of the rows (default)
  --input txt|jsonl      What FILE holds, whatever its name
  --text-column NAME     The name that holds the text in a .jsonl file (default: text)
  --any-language         Read texts that do not seem to be in English too
  --models DIR           Folder with registry.json (default: the models of Undertone)
  --model ID             One of its models (default: the one that the registry names)
  --help                 This text
  --version              The version

Every line of FILE gives one line of output. A line that cannot be read, a blank one
among them, gives {"error": {"code", "message", "remedy", "details": {"line"}}}.

Exit codes
  0  every row was read, or the reader of the output has left
  1  some rows could not be read; the others were
  2  wrong usage, or a file that cannot be read or written
  3  the engine could not start
`;

export interface AnalyzeCommand {
  readonly kind: 'analyze';
  /** A path, or `-` for standard input. */
  readonly file: string;
  readonly format: RowFormat;
  readonly anyLanguage: boolean;
  readonly modelsDir: string | undefined;
  readonly modelId: string | undefined;
}

export type Command = AnalyzeCommand | { readonly kind: 'help' } | { readonly kind: 'version' };

/** Wrong usage; the message is for the person at the terminal. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const options = {
  format: { type: 'string', default: 'jsonl' },
  input: { type: 'string' },
  'text-column': { type: 'string' },
  'any-language': { type: 'boolean', default: false },
  models: { type: 'string' },
  model: { type: 'string' },
  help: { type: 'boolean', default: false },
  version: { type: 'boolean', default: false },
} as const;

/**
 * @param args without the program's own name
 * @throws UsageError
 */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parse(args);
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const [command, file, ...rest] = positionals;
  if (command === undefined) throw new UsageError('What should be done? Try: undertone analyze FILE');
  if (command !== 'analyze') throw new UsageError(`There is no command ${command}; there is analyze.`);
  if (file === undefined) throw new UsageError('Which file? A single dash reads standard input.');
  if (rest.length > 0) throw new UsageError('One file at a time, please.');
  if (values.format !== 'jsonl')
    throw new UsageError(`The format ${values.format} is not known; there is jsonl.`);
  return {
    kind: 'analyze',
    file,
    format: rowFormat(file, values.input, values['text-column']),
    anyLanguage: values['any-language'],
    modelsDir: values.models,
    modelId: values.model,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (thrown) {
    const [sentence] = thrown instanceof Error ? thrown.message.split('. ', 1) : [];
    throw new UsageError(`${sentence ?? 'The arguments are not understood'}.`, { cause: thrown });
  }
}

function rowFormat(file: string, input: string | undefined, textColumn: string | undefined): RowFormat {
  const kind = input ?? kindOf(file, textColumn);
  if (kind === 'jsonl') return { kind, textColumn: textColumn ?? 'text' };
  if (kind !== 'txt') {
    throw new UsageError(
      input === undefined
        ? 'Only .txt and .jsonl files are known by name; say which of them it is with --input.'
        : `The input ${input} is not known; there are txt and jsonl.`,
    );
  }
  if (textColumn !== undefined)
    throw new UsageError('--text-column is for .jsonl: lines of text have no columns.');
  return { kind };
}

function kindOf(file: string, textColumn: string | undefined): string | undefined {
  if (file === '-') return textColumn === undefined ? 'txt' : 'jsonl';
  return /\.(txt|jsonl)$/i.exec(file)?.[1]?.toLowerCase();
}
