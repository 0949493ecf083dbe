/** Which methods an address takes, so that whoever asks by another one is told so, and not that nothing is there. */
import type { FastifyInstance } from 'fastify';
import { isDocumentPath } from '#core/page-policy';

/** @returns those that the path (without query) takes; none where nothing is there */
export type MethodsAt = (path: string) => readonly string[];

/** Hears of every route that is declared from now on. What CORS answers is a question about an address, and none to it. */
export function learnMethods(app: FastifyInstance, basePath: string): MethodsAt {
  const methodsByUrl = new Map<string, string[]>();
  app.addHook('onRoute', ({ method, url }) => {
    const known = methodsByUrl.get(url) ?? [];
    methodsByUrl.set(url, [...known, ...[method].flat().filter((each) => each !== 'OPTIONS')]);
  });
  return (path) => {
    const found = [...methodsByUrl].filter(([url]) => isAt(path, url, basePath));
    return [...new Set(found.flatMap(([, methods]) => methods))];
  };
}

/** Behind a star are the page's files; only its documents are known without a look at the disk. */
function isAt(path: string, url: string, basePath: string): boolean {
  if (url.endsWith('*')) return isDocumentPath(path, basePath);
  const given = path.split('/');
  const declared = url.split('/');
  return (
    given.length === declared.length &&
    declared.every((segment, i) => (segment.startsWith(':') ? given[i] !== '' : segment === given[i]))
  );
}
