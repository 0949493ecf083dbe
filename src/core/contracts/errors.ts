/**
 * The closed catalogue of errors. Every failure a person or a program can meet has one code, one
 * sentence and one remedy here; the code survives the worker boundary and HTTP.
 */
import * as z from 'zod/mini';

const catalogue = {
  'text-blank': {
    message: 'There is no text to read.',
    remedy: 'Write or paste some words.',
  },
  'text-too-long': {
    message: 'This text is longer than can be read at once.',
    remedy: 'Split it into parts.',
  },
  'language-unsupported': {
    message: 'This text does not seem to be in English.',
    remedy: 'Undertone reads English. If this is English, ask for it to be read anyway.',
  },
  'input-invalid': {
    message: 'The request is not in the expected form.',
    remedy: 'Compare it with the documented form; the details name the place.',
  },
  'row-invalid': {
    message: 'This row could not be read.',
    remedy: 'Correct the row; the details name the fault. The other rows are not affected.',
  },
  'file-unreadable': {
    message: 'The file could not be opened.',
    remedy: 'Check the name and that you may read it.',
  },
  'file-unwritable': {
    message: 'The file could not be written.',
    remedy: 'Check that there is room for it, and that you may write there.',
  },
  'table-unreadable': {
    message: 'No rows could be found in this file.',
    remedy: 'Pick a file of text, CSV, JSON or Excel (.xlsx), or say how it is to be read.',
  },
  'table-locked': {
    message: 'This file has a password, or was saved by an Office program from before 2007.',
    remedy: 'Open it where it was made, and save it without a password as Excel (.xlsx) or CSV.',
  },
  'table-too-large': {
    message: 'This file is larger than can be read here.',
    remedy: 'Split it, or save it as CSV: text files may have 200 MB, Excel files 25 MB.',
  },
  'model-unavailable': {
    message: 'The reader could not be fetched.',
    remedy: 'Check the connection and try again.',
  },
  'model-corrupt': {
    message: 'The reader arrived damaged and was not used.',
    remedy: 'Try again. If it stays so, whoever runs this site has to publish the files anew.',
  },
  'own-model-incomplete': {
    message: 'A file of this model is missing.',
    remedy:
      'Pick the folder or zip file that holds config.json, tokenizer.json and a model in the ONNX format.',
  },
  'own-model-unreadable': {
    message: 'This model could not be read.',
    remedy: 'A file of it seems to be damaged. Get it once more and pick it again.',
  },
  'own-model-kind': {
    message: 'This model does not sort texts by one label each.',
    remedy: 'Pick one that was made for text classification.',
  },
  'own-model-too-large': {
    message: 'This model is too large to be read with here.',
    remedy: 'Pick a smaller one, or a smaller file of the same model.',
  },
  'own-model-gone': {
    message: 'Your own model is not on this device any more.',
    remedy: 'Read with Undertone’s own again, or pick it once more under Models.',
  },
  'own-model-failed': {
    message: 'Your own model could not be run on this device.',
    remedy: 'Read with Undertone’s own, or pick another file of the model.',
  },
  'engine-timeout': {
    message: 'The reader took too long to start.',
    remedy: 'Close other programs or tabs and try again.',
  },
  'engine-failed': {
    message: 'The reader could not run on this device.',
    remedy: 'Reload the page, or try a current browser.',
  },
  'engine-lost': {
    message: 'The reader stopped unexpectedly.',
    remedy: 'Try again; your text is still here.',
  },
  'engine-wrong': {
    message: 'The reader gave a wrong answer to a known text and was not used.',
    remedy: 'Reload the page, or try another browser.',
  },
  cancelled: {
    message: 'The reading was stopped.',
    remedy: 'Start it again when you like.',
  },
  'consent-missing': {
    message: 'Nothing was sent: using the server has not been agreed to.',
    remedy: 'Agree first, or read on this device.',
  },
  'server-unreachable': {
    message: 'The server did not answer.',
    remedy: 'Check the connection and try again.',
  },
  'server-busy': {
    message: 'The server has too much to do at the moment.',
    remedy: 'Try again in a little while.',
  },
  'body-too-large': {
    message: 'The request is larger than this server takes.',
    remedy: 'Send less at once; the details name the limit.',
  },
  'media-type-unsupported': {
    message: 'The server does not take this kind of content.',
    remedy: 'Send one of the kinds that the details name.',
  },
  unauthenticated: {
    message: 'This server asks for a key.',
    remedy: 'Give the key that you have from whoever runs it; programs send it as a bearer token.',
  },
  forbidden: {
    message: 'This key is not allowed to do that.',
    remedy: 'Use a key with the scope that the details name.',
  },
  'rate-limited': {
    message: 'You have asked for more than your share for now.',
    remedy: 'Wait a little and try again.',
  },
  'deadline-exceeded': {
    message: 'The answer would not have come in time.',
    remedy: 'Allow more time, send less at once, or hand it over as a job.',
  },
  'server-stopping': {
    message: 'The server is being stopped.',
    remedy: 'Try again in a little while, or ask another server.',
  },
  'job-unfinished': {
    message: 'There are no results of this job yet.',
    remedy: 'Ask again later; its status tells how far it is.',
  },
  'job-expired': {
    message: 'This job has expired, and all of it was erased.',
    remedy: 'Hand its rows over again.',
  },
  'idempotency-key-missing': {
    message: 'A job needs a key that says whether it was handed over before.',
    remedy: 'Send an Idempotency-Key header, such as a new UUID for each job.',
  },
  'idempotency-in-progress': {
    message: 'A request with this key is still being taken in.',
    remedy: 'Wait for it to end, then ask again.',
  },
  'idempotency-mismatch': {
    message: 'This key was used before, for something else.',
    remedy: 'Use a new key for each job.',
  },
  'consent-needed': {
    message: 'A text came without the consent to keep it.',
    remedy: 'Leave the text out, or send the consent to keep it.',
  },
  'not-found': {
    message: 'There is nothing at this address.',
    remedy: 'Check the address.',
  },
  'method-not-allowed': {
    message: 'What is at this address cannot be asked for like that.',
    remedy: 'Use one of the methods that the Allow header names.',
  },
  'place-unavailable': {
    message: 'This place could not be opened.',
    remedy: 'Check the connection and try again. If it stays so, reload the page; your text stays.',
  },
  'storage-unavailable': {
    message: 'This browser does not let the page keep anything.',
    remedy: 'Leave private browsing, or free some space. Reading still works.',
  },
  'storage-full': {
    message: 'There is no room left on this device.',
    remedy: 'Free some space, or erase something under Settings, and go on. What was read so far is kept.',
  },
  internal: {
    message: 'Something went wrong inside Undertone.',
    remedy: 'Try again. If it happens again, please report it.',
  },
} as const satisfies Record<string, { message: string; remedy: string }>;

export type ErrorCode = keyof typeof catalogue;

const errorCodes = Object.keys(catalogue) as [ErrorCode, ...ErrorCode[]];

export const errorCode = z.enum(errorCodes);

/** What a failure looks like as plain data: in a message from a worker, in JSON, in a row of output. */
export const errorData = z.object({
  code: errorCode,
  message: z.string(),
  remedy: z.string(),
  details: z.record(z.string(), z.unknown()),
});
export type ErrorData = z.infer<typeof errorData>;

/** The one error class of the project. `message` and `remedy` come from the catalogue and never hold a person's text. */
export class UndertoneError extends Error {
  override readonly name = 'UndertoneError';
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly details: Record<string, unknown>;

  /**
   * @param code the entry of the catalogue
   * @param details facts for the reader of a log or an API answer (numbers, names of fields); never text of a person
   */
  constructor(code: ErrorCode, details: Record<string, unknown> = {}, options?: { cause?: unknown }) {
    super(catalogue[code].message, options);
    this.code = code;
    this.remedy = catalogue[code].remedy;
    this.details = details;
  }

  /** The error as plain, cloneable data. */
  toData(): ErrorData {
    return { code: this.code, message: this.message, remedy: this.remedy, details: this.details };
  }
}

/** The error that plain data stands for; data that is not from the catalogue becomes `internal`. */
export function errorFromData(data: unknown): UndertoneError {
  const parsed = errorData.safeParse(data);
  return parsed.success
    ? new UndertoneError(parsed.data.code, parsed.data.details)
    : new UndertoneError('internal');
}

/** Any thrown value as an error of the catalogue; what is not one yet becomes `fallback`, with the original as cause. */
export function toUndertoneError(thrown: unknown, fallback: ErrorCode = 'internal'): UndertoneError {
  return thrown instanceof UndertoneError ? thrown : new UndertoneError(fallback, {}, { cause: thrown });
}
