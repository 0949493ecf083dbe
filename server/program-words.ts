/**
 * What programs are told of an error: the catalogue's own words, but where those speak to somebody who sits before the
 * page. The page knows an error by its code and says its own.
 */
import * as z from 'zod/mini';
import { UndertoneError } from '#core/contracts/errors';
import type { ErrorCode } from '#core/contracts/errors';
import { retryAfterSeconds } from './retry-after.ts';

export interface Words {
  readonly message: string;
  readonly remedy: string;
}
/** Of what came with the error, that which the words depend on. */
type Details = Readonly<Record<string, unknown>>;

const whoRunsIt = 'Try again in a little while. If it stays so, whoever runs this server has to look at it.';

/** By the kind of a fault, where that tells what to do. */
const remediesOfFaults: Readonly<Record<string, string | undefined>> = {
  unrecognized_keys: 'Send only the members that the details name.',
  'not-in-this-encoding': 'Send it compressed as its Content-Encoding says, or without that header.',
  'counts-from-1': 'Name the column, or give its place, counted from 1.',
};
const faulty = z.object({ faults: z.array(z.object({ fault: z.string() })) });

function remedyOfFaults(details: Details): Partial<Words> {
  const { data } = faulty.safeParse(details);
  const remedy = data?.faults.map(({ fault }) => remediesOfFaults[fault]).find((each) => each !== undefined);
  return remedy === undefined ? {} : { remedy };
}

const own: Partial<Record<ErrorCode, (details: Details) => Partial<Words>>> = {
  'text-blank': () => ({ remedy: 'Send a text with something in it.' }),
  'language-unsupported': () => ({
    remedy: 'Undertone reads English. If this is English, or is to be read anyway, send anyLanguage as true.',
  }),
  'input-invalid': remedyOfFaults,
  'table-unreadable': ({ reason }) =>
    reason === 'no line breaks'
      ? {
          message: 'The names of the columns and the rows came in one line.',
          remedy:
            'Send the table with its line breaks: curl takes them out with -d and leaves them with --data-binary. Where the line is a row, say header=absent in its Content-Type.',
        }
      : {
          message: 'No rows could be found in what was sent.',
          remedy:
            'Send CSV with its line breaks (curl: --data-binary), encoded as its Content-Type says, and name the column of texts with textColumn.',
        },
  'table-too-large': () => ({
    message: 'This table is larger than can be read here.',
    remedy: 'Hand it over in parts, a job each.',
  }),
  'model-unavailable': () => ({ message: 'The model could not be opened.', remedy: whoRunsIt }),
  'model-corrupt': () => ({
    message: 'The model is damaged and was not used.',
    remedy: 'Whoever runs this server has to get its files anew.',
  }),
  'engine-timeout': () => ({ remedy: whoRunsIt }),
  'engine-failed': () => ({ message: 'The reader could not run on this server.', remedy: whoRunsIt }),
  'engine-lost': () => ({ remedy: 'Send it again.' }),
  'engine-wrong': () => ({ remedy: whoRunsIt }),
  unauthenticated: ({ fault, scope }) =>
    fault === 'unknown-key'
      ? {
          message: 'This server does not know the key that was sent, or it was revoked.',
          remedy: 'Look whether all of it is there, or ask whoever runs this server for a new one.',
        }
      : {
          message:
            scope === 'admin'
              ? 'This needs a key with the scope admin, on this machine too.'
              : 'This server asks for a key.',
          remedy:
            'Ask whoever runs it for one, and send it as Authorization: Bearer KEY or as X-API-Key: KEY.',
        },
  'rate-limited': ({ retryAfterMs, unit }) =>
    unit === 'open-jobs'
      ? {
          message: 'You have as many jobs that have not ended as one caller may have.',
          remedy: 'Wait until one of them has ended, or erase one, and hand this one over again.',
        }
      : typeof retryAfterMs === 'number'
        ? { remedy: `Try again in ${retryAfterSeconds(retryAfterMs)} seconds.` }
        : { remedy: 'Try again when Retry-After says.' },
  'idempotency-mismatch': ({ fault }) =>
    fault === 'erased'
      ? {
          message: 'The job that was handed over with this key has been erased.',
          remedy: 'Use a new key to hand it over anew.',
        }
      : {},
  'job-expired': () => ({
    remedy: 'Hand its rows over again, and fetch their results before the time that its status names.',
  }),
  cancelled: () => ({ remedy: 'Send it again when you like.' }),
  'storage-unavailable': () => ({
    message: 'The server cannot reach what it keeps at the moment.',
    remedy: whoRunsIt,
  }),
  'storage-full': () => ({
    message: 'There is no room left on this server.',
    remedy: 'Erase jobs that are not needed any more, or ask whoever runs this server for room.',
  }),
};

/** @param details as they came with the error */
export function wordsFor(code: ErrorCode, details: Details = {}): Words {
  const { message, remedy } = new UndertoneError(code);
  return { message, remedy, ...own[code]?.(details) };
}
