/** What the command line says about itself. */

export const helpText = `Undertone reads the tone of texts on this machine.

Usage
  undertone analyze FILE [options]

FILE is a table of texts: .csv, .tsv, .xlsx, .jsonl, .json, or .txt with a text a line.
A single dash reads standard input: lines of text, or what --input names.

What is printed
  --format table         Shares, counts and what was left out, to be read (default in a terminal)
  --format analysis      A JSON analysis a row, in the order of the rows (default elsewhere)
  --format csv|xlsx|jsonl  The table with what came of its rows; its own columns come first
  --format json          One JSON document with the model, the counts and the figures, and no texts
  --output FILE          Write it to FILE; the format is that of its ending unless named
  --report FILE          Write a report with pictures to FILE as well: a page that fetches nothing
  --mask                 [email], [number] and the like in place of personal data

Columns, by name or by number from 1
  --text-column C        The texts; several are joined, a line each (default: guessed, and said)
  --date C               Days, for a trend
  --date-order O         dmy or mdy: what comes first in 3/5/2024 (default: told by all dates)
  --group C              Groups to compare
  --rating C             Ratings to hold against the reading

How FILE is to be read, where the guess is wrong
  --input KIND           csv, jsonl, json, txt or xlsx, whatever its name
  --encoding E           utf-8, utf-16le, utf-16be or windows-1252
  --delimiter D          comma, semicolon, tab or pipe
  --sheet NAME           The sheet of a workbook (default: the first)
  --no-header            The first row is a row like any other
  --skip-lines N         Leave out so many lines above the table, such as a title (default: guessed, and said)
  --any-language         Read texts that do not seem to be in English too

  --models DIR           Folder with registry.json (default: the models of Undertone)
  --model ID             One of its models (default: the one that the registry names)
  --help                 This text
  --version              The version

A text that only says there is none, such as n/a, #N/A, null, nil, NaN, - or a full stop,
counts as empty: it is not scored. The row is kept as it is.

With --format analysis every row gives one line. A row that cannot be read, a blank one
among them, gives {"error": {"code", "message", "remedy", "details": {"line"}}}. Of JSON
lines it reads the name text unless --text-column names another; in a file without
that name the texts are guessed.

Exit codes
  0  every row was read, or the reader of the output has left
  1  some rows could not be read (with --format analysis blank and foreign ones too)
  2  wrong usage, or a file that cannot be read or written
  3  the engine could not start
`;

export const exitCodes = { allRead: 0, someRowsFailed: 1, wrongUsage: 2, engineFailed: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
