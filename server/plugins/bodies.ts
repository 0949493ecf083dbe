/** How a body may be written: its codings by the names that HTTP has for them, its JSON in UTF-8. */
import type { FastifyInstance } from 'fastify';
import { UndertoneError } from '#core/contracts/errors';
import { parameterOf } from '../media-types.ts';

/** JSON is UTF-8 (RFC 8259, section 8.1), which many call so, and of which ASCII is a part. */
const jsonCharsets = ['utf-8', 'utf8', 'us-ascii'];

/**
 * Reads names of codings as RFC 9110 has them (8.4.1): in any case, the old name of one, and the one that does nothing.
 * To be called before what unpacks bodies is registered.
 */
export function readCodingNames(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { headers } = request.raw;
    const coding = headers['content-encoding']?.trim().toLowerCase();
    if (coding === 'identity') delete headers['content-encoding'];
    else if (coding !== undefined) headers['content-encoding'] = coding === 'x-gzip' ? 'gzip' : coding;
    done();
  });
}

/**
 * Takes JSON as it was written: what is no UTF-8 would otherwise be read with other characters than were sent, and unsaid.
 *
 * @throws per request UndertoneError `media-type-unsupported` (`parameter`), `input-invalid` (`faults`)
 */
export function readJsonInUtf8(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const charset = parameterOf(request.headers['content-type'], 'charset') ?? 'utf-8';
    if (!jsonCharsets.includes(charset)) {
      return done(
        new UndertoneError('media-type-unsupported', { parameter: 'charset', accepted: jsonCharsets }),
      );
    }
    let text: string;
    try {
      text = decoder.decode(body);
    } catch {
      return done(new UndertoneError('input-invalid', { faults: [{ pointer: '', fault: 'not-utf-8' }] }));
    }
    void parse(request, text, done);
  });
}
