/** Work that lasts as long as a journey needs it: however much there is to do, a quick machine may have done it before the next press. */
import type { Page } from '@playwright/test';

/** From the page's next load on, what its workers say from `hold` on is heard at `release`. */
export async function makeHoldable(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let isHeld = false;
    const kept: (() => void)[] = [];
    addEventListener('hold', () => {
      isHeld = true;
    });
    addEventListener('release', () => {
      isHeld = false;
      for (const pass of kept.splice(0)) pass();
    });
    const add = Reflect.get(Worker.prototype, 'addEventListener');
    Worker.prototype.addEventListener = function held(type: string, listener: unknown, options?: unknown) {
      const hear = (event: Event): void => {
        const pass = (): void => {
          if (typeof listener === 'function') Reflect.apply(listener, this, [event]);
        };
        if (isHeld) kept.push(pass);
        else pass();
      };
      Reflect.apply(add, this, [type, type === 'message' ? hear : listener, options]);
    };
  });
}

export const hold = (page: Page): Promise<boolean> => page.evaluate(() => dispatchEvent(new Event('hold')));
export const release = (page: Page): Promise<boolean> =>
  page.evaluate(() => dispatchEvent(new Event('release')));
