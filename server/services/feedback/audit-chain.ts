/**
 * The audit: an append-only list in which each link holds the digest of the one before, so that none can be changed, or left
 * out from between others, unseen. Whether the last ones were cut off is told by an earlier copy of it alone.
 */
import type { AuditEntry } from '#core/contracts/feedback';
import type { Secrets } from '../secrets.ts';

/** What the first link has for a link before it. */
const chainStart = '';

/** The digest of a link; keyed, so that who can write to the store alone cannot make a new chain. */
function linkDigest(link: Omit<AuditEntry, 'hash'>, secrets: Secrets): string {
  const { sequence, at, action, subject, caller, previous } = link;
  return secrets.digest('audit', String(sequence), at, action, subject, caller, previous);
}

/** The link behind `last`; the first of the chain where there is none. */
export function nextLink(
  last: Pick<AuditEntry, 'sequence' | 'hash'> | undefined,
  done: Pick<AuditEntry, 'at' | 'action' | 'subject' | 'caller'>,
  secrets: Secrets,
): AuditEntry {
  const link = { sequence: (last?.sequence ?? 0) + 1, ...done, previous: last?.hash ?? chainStart };
  return { ...link, hash: linkDigest(link, secrets) };
}

/** @returns the place in the chain, from 1, at which it does not hold; null where it holds as a whole */
export async function firstBrokenLink(
  trail: AsyncIterable<AuditEntry>,
  secrets: Secrets,
): Promise<number | null> {
  let last: AuditEntry | undefined;
  for await (const { hash, ...link } of trail) {
    const sequence = (last?.sequence ?? 0) + 1;
    const isNext = link.sequence === sequence && link.previous === (last?.hash ?? chainStart);
    if (!isNext || hash !== linkDigest(link, secrets)) return sequence;
    last = { ...link, hash };
  }
  return null;
}
