/**
 * The agreement to use the server: given for one session of one tab, and for documents that were loaded under the
 * wider policy, which the server sends only for an address that says so.
 */
import { UndertoneError } from '#core/contracts/errors';
import { endServerSession, setRunAgreedTo } from './server/server-session.ts';

const storageKey = 'undertone.server';
const agreed = 'agreed';

/** Whether the person has agreed and this document is allowed to reach the server. */
export function hasConsent(): boolean {
  return isRemembered() && isWideDocument();
}

/**
 * Remembers the agreement until the tab closes, and loads the page anew under the wider policy.
 *
 * @param runId of the file it is given for; null where it is for a text, whatever was about to be agreed to before
 * @throws UndertoneError `storage-unavailable` where the browser remembers nothing: then the page stays as it is
 */
export function agreeToServer(runId: string | null): void {
  setRunAgreedTo(runId);
  try {
    sessionStorage.setItem(storageKey, agreed);
  } catch (thrown) {
    throw new UndertoneError('storage-unavailable', {}, { cause: thrown });
  }
  location.replace(wideAddress());
}

/** Takes the agreement back, with the key and whatever else belongs to it, and loads the page anew under the narrow policy. */
export function withdrawConsent(): void {
  sessionStorage.removeItem(storageKey);
  endServerSession();
  const address = new URL(location.href);
  address.searchParams.delete('server');
  location.replace(address);
}

/**
 * To be called before the page shows anything: a document that was loaded under the narrow policy although the
 * person has agreed in this session is loaded anew.
 *
 * @returns whether the page is about to be replaced, so that there is nothing to show
 */
export function restoreConsent(): boolean {
  if (!isRemembered() || isWideDocument() || !navigator.onLine) return false;
  location.replace(wideAddress());
  return true;
}

function wideAddress(): URL {
  const address = new URL(location.href);
  address.searchParams.set('server', agreed);
  return address;
}

function isRemembered(): boolean {
  try {
    return sessionStorage.getItem(storageKey) === agreed;
  } catch {
    // Storage is forbidden here: then nothing can have been agreed to.
    return false;
  }
}

/** The address the document was loaded from decides over its policy, not what the address bar says by now. */
function isWideDocument(): boolean {
  const [navigation] = performance.getEntriesByType('navigation');
  if (navigation === undefined) return false;
  return new URL(navigation.name).searchParams.get('server') === agreed;
}
