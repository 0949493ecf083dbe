/** Where a share ends up when no service worker was there to take it: it is discarded unread. */
import type { FastifyInstance } from 'fastify';
import { shareLostMark, sharePath } from '#core/contracts/service-worker';

/**
 * Answers before the body is looked at, and sends the window on to the app, which says that nothing arrived. Only
 * POST is known here: a share by GET would have put the text into the address.
 */
export function shareRoute(app: FastifyInstance, basePath: string): void {
  app.post(
    basePath + sharePath,
    {
      config: { scope: 'public' },
      async onRequest(_request, reply) {
        // Relative, so that it holds behind a proxy that serves the app somewhere else.
        await reply
          .code(303)
          .header('location', `./${shareLostMark}`)
          .header('cache-control', 'no-store')
          .send();
      },
    },
    () => undefined,
  );
}
