/** Takes in what the system shares with the app, so that it never reaches the network or an address. */
import { shareCacheName, shareLostMark, sharePath } from '#core/contracts/service-worker';

/**
 * Puts a share aside for the page, unread, and sends the window on to the app.
 *
 * @param baseUrl absolute address of the app's base, with a slash at its end
 */
export async function takeShare(request: Request, baseUrl: string): Promise<Response> {
  const app = new URL('./', baseUrl);
  try {
    const cache = await caches.open(shareCacheName(app.pathname));
    const contentType = request.headers.get('content-type') ?? '';
    const key = new URL(`${sharePath}/${crypto.randomUUID()}`, baseUrl);
    await cache.put(
      key,
      new Response(await request.arrayBuffer(), { headers: { 'content-type': contentType } }),
    );
  } catch {
    app.hash = shareLostMark;
  }
  return Response.redirect(app.href, 303);
}
