/** What many static hosts answer an address with that is no file: the views of the app, however deep they lie. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deepView } from '../../src/core/page-policy.ts';

const ownAddress = /^.*\s(?:href|src)="\.\/.*\n/gm;

/**
 * Such a host does not know how deep the view lies that it was asked for, so the page finds out itself, before it asks
 * for anything: its script is named in its policy by its hash. The styles come first, as in any document.
 */
const script = `
      const up = /\\/${deepView.replaceAll('/', '\\/')}$/.test(location.pathname) ? '../' : './';
      const { content } = document.getElementById('app');
      for (const element of content.children) {
        for (const name of ['href', 'src']) {
          const address = element.getAttribute(name);
          if (address !== null) element.setAttribute(name, address.replace('./', up));
        }
      }
      const app = content.querySelector('script[src]');
      const styles = content.querySelector('link[rel=stylesheet]');
      for (const event of ['load', 'error']) styles.addEventListener(event, () => document.head.append(app));
      app.remove();
      document.head.append(content);
    `;

/** @param distDir the finished build */
export async function writeNotFoundPage(distDir: string): Promise<void> {
  const html = await readFile(join(distDir, 'index.html'), 'utf8');
  const hash = createHash('sha256').update(script).digest('base64');
  const own = html.match(ownAddress)?.join('') ?? '';
  const page = html
    .replaceAll(ownAddress, '')
    .replace('script-src &#39;self&#39;', `$& &#39;sha256-${hash}&#39;`)
    .replace(
      '  </body>',
      () => `    <template id="app">\n${own}    </template>\n    <script>${script}</script>\n  </body>`,
    );
  await writeFile(join(distDir, '404.html'), page);
}
