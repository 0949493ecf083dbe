/** Answers to what never became a request: heads that are too large, too slow, or no HTTP. */
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { UndertoneError } from '#core/contracts/errors';
import { policyHeaders } from '#core/page-policy';
import { problemMediaType, toProblem } from './problem.ts';
import { requestIdHeader } from './request-id.ts';

const statusesByFault: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * Says what is wrong and ends the connection; nothing of what was sent is repeated or logged.
 *
 * @param fault as Node tells it
 * @param problemsPath path under which the codes are explained, with a closing slash
 */
export function answerClientError(fault: string | undefined, socket: Socket, problemsPath: string): void {
  if (fault === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = statusesByFault[fault ?? ''] ?? 400;
  const requestId = randomUUID();
  const error = new UndertoneError('input-invalid').toData();
  const body = JSON.stringify(toProblem(error, status, requestId, problemsPath));
  const headers = {
    ...policyHeaders({ baseUrl: null, serverAgreed: false }),
    'cache-control': 'no-store',
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
    'content-type': problemMediaType,
    [requestIdHeader]: requestId,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', body].join('\r\n'), () =>
    socket.destroy(),
  );
}
