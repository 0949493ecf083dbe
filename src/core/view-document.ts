/** The one document of the app as each of its views needs it. A pure function, so that server and service worker agree. */

/** How many levels below the base the path of a view lies. */
export function levelsBelow(basePath: string, path: string): number {
  return path.slice(basePath.length).split('/').length - 1;
}

/**
 * The document with its own addresses, which begin with `./`, led up to the base. No `base` element does this: the
 * policy forbids it, since whatever were to be smuggled into the page could turn all addresses elsewhere.
 *
 * @param levels how far below the base the view lies
 */
export function documentAt(html: string, levels: number): string {
  return levels === 0 ? html : html.replaceAll(/(?<=\s(?:href|src)=")\.\//g, '../'.repeat(levels));
}
