/** `npm run icons`: draws the icons of the app from the two SVG files, with the browser that the tests drive. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { chromiumArguments, findChromium } from '../tests/browser-path.ts';

const folder = fileURLToPath(new URL('../public/icons', import.meta.url));

/** The plain mark fills its square; the other stays within the middle four fifths, since systems cut the edge off. */
const pictures = [
  { source: 'icon.svg', target: 'icon-192.png', sizePx: 192 },
  { source: 'icon.svg', target: 'icon-512.png', sizePx: 512 },
  { source: 'maskable.svg', target: 'maskable-512.png', sizePx: 512 },
  { source: 'maskable.svg', target: 'apple-touch-180.png', sizePx: 180 },
] as const;

const browser = await chromium.launch({ executablePath: findChromium(), args: [...chromiumArguments] });
try {
  const page = await browser.newPage();
  for (const { source, target, sizePx } of pictures) {
    const svg = await readFile(join(folder, source), 'utf8');
    await page.setViewportSize({ width: sizePx, height: sizePx });
    await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
    await writeFile(join(folder, target), await page.screenshot());
  }
} finally {
  await browser.close();
}
