/** What the headers and the query of an upload say of it. */
import type { FastifyRequest } from 'fastify';
import { UndertoneError } from '#core/contracts/errors';
import { jobQuery } from '#core/contracts/jobs';
import type { JobQuery } from '#core/contracts/jobs';
import type { Delimiter, TableEncoding } from '#core/contracts/table';
import { parseSent } from '../body.ts';
import { ndjsonMediaType, parameterOf } from '../media-types.ts';
import type { ByteSource } from '#core/table/byte-source';
import { maxUploadBytes, readUpload, uploadTooLarge } from '../services/jobs/upload.ts';
import type { Upload, UploadForm } from '../services/jobs/upload.ts';

export const uploadMediaTypes = [
  'application/json',
  ndjsonMediaType,
  'text/csv',
  'text/tab-separated-values',
] as const;

const maxKeyCharacters = 255;
const encodingByName = new Map<string, TableEncoding>([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['utf-16le', 'utf-16le'],
  ['utf-16be', 'utf-16be'],
  ['windows-1252', 'windows-1252'],
  ['iso-8859-1', 'windows-1252'],
]);

/**
 * The key of draft-ietf-httpapi-idempotency-key-header-07, a string between quotation marks; without them it is taken
 * as well.
 *
 * @throws UndertoneError `idempotency-key-missing`, `input-invalid`
 */
export function readIdempotencyKey({ headers }: FastifyRequest): string {
  const header = headers['idempotency-key'];
  const given = (Array.isArray(header) ? header.join(',') : (header ?? '')).trim();
  const key = /^"(?<inner>.*)"$/.exec(given)?.groups?.['inner'] ?? given;
  if (key === '') throw new UndertoneError('idempotency-key-missing');
  if (key.length > maxKeyCharacters || !/^[\x20-\x7e]+$/.test(key)) {
    throw new UndertoneError('input-invalid', { header: 'idempotency-key', limit: maxKeyCharacters });
  }
  return key;
}

/** @throws UndertoneError `media-type-unsupported`, `body-too-large`, `input-invalid` */
export function openUpload(request: FastifyRequest, source: ByteSource): Upload {
  const { headers } = request;
  if (Number(headers['content-length'] ?? 0) > maxUploadBytes) throw uploadTooLarge();
  const query = parseSent(jobQuery, request.query);
  return readUpload(source, formOf(headers['content-type'] ?? '', query), {
    anyLanguage: query.anyLanguage ?? false,
    deleteAfterRead: query.deleteAfterRead ?? false,
  });
}

function formOf(contentType: string, { textColumn, idColumn }: JobQuery): UploadForm {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase();
  const charset = parameterOf(contentType, 'charset');
  const encoding = charset === undefined ? undefined : encodingByName.get(charset);
  if (charset !== undefined && encoding === undefined) throw unsupportedCharset([...encodingByName.keys()]);
  if (type === 'text/csv' || type === 'text/tab-separated-values') {
    const header = parameterOf(contentType, 'header');
    return {
      kind: 'csv',
      delimiter: type === 'text/csv' ? undefined : ('\t' satisfies Delimiter),
      encoding,
      hasHeader: header === undefined ? undefined : header !== 'absent',
      textColumn,
      idColumn,
    };
  }
  if (textColumn !== undefined || idColumn !== undefined) {
    const pointer = textColumn === undefined ? '/idColumn' : '/textColumn';
    throw new UndertoneError('input-invalid', { faults: [{ pointer, fault: 'not-of-a-table' }] });
  }
  if (encoding !== undefined && encoding !== 'utf-8') throw unsupportedCharset(['utf-8']);
  return { kind: type === 'application/json' ? 'json' : 'ndjson' };
}

export function unsupported(): UndertoneError {
  return new UndertoneError('media-type-unsupported', { accepted: uploadMediaTypes });
}

function unsupportedCharset(accepted: readonly string[]): UndertoneError {
  return new UndertoneError('media-type-unsupported', { parameter: 'charset', accepted });
}
