/**
 * The audit: an append-only list in which each link holds the digest of the one before, so that none can be changed, or left
 * out from between others, unseen. Its head, which lies apart from the list, tells which link is the last, so that the last
 * ones cannot be cut off unseen either. Who puts an earlier state of list and head back together is found out by a copy alone.
 */
import type { AuditEntry, AuditHead } from '#core/contracts/feedback';
import type { Secrets } from '../secrets.ts';

/** What the first link has for a link before it. */
const chainStart = '';
/**
 * What a link has for one before it where the head is none of ours, or is missing and links are not: that shows from then
 * on.
 */
const headLost = 'head lost';

/** The digest of a link; keyed, so that who can write to the store alone cannot make a new chain. */
function linkDigest(link: Omit<AuditEntry, 'hash'>, secrets: Secrets): string {
  const { sequence, at, action, subject, caller, previous } = link;
  return secrets.digest('audit', String(sequence), at, action, subject, caller, previous);
}

function headSeal({ sequence, hash }: Omit<AuditHead, 'seal'>, secrets: Secrets): string {
  return secrets.digest('audit head', String(sequence), hash);
}

/** Where a chain stands. */
export interface ChainEnd {
  /** Undefined where there is none. */
  readonly head: AuditHead | undefined;
  /** Of the last link in the list; 0 for an empty one. */
  readonly lastSequence: number;
}

/** The next link of the chain, and the head that it has from then on. What is missing at the end stays missing. */
export function nextLink(
  { head, lastSequence }: ChainEnd,
  done: Pick<AuditEntry, 'at' | 'action' | 'subject' | 'caller'>,
  secrets: Secrets,
): { readonly link: AuditEntry; readonly head: AuditHead } {
  const isStart = head === undefined && lastSequence === 0;
  const isOwn = head !== undefined && head.seal === headSeal(head, secrets);
  const known = isOwn ? head.hash : headLost;
  const previous = isStart ? chainStart : known;
  const sequence = Math.max(head?.sequence ?? 0, lastSequence) + 1;
  const unsealed = { sequence, ...done, previous };
  const link = { ...unsealed, hash: linkDigest(unsealed, secrets) };
  return { link, head: { sequence, hash: link.hash, seal: headSeal(link, secrets) } };
}

/**
 * @param head as it was before the trail was asked for: what came since follows it
 * @returns the place in the chain, from 1, at which it does not hold; null where it holds as a whole
 */
export async function firstBrokenLink(
  trail: AsyncIterable<AuditEntry>,
  head: AuditHead | undefined,
  secrets: Secrets,
): Promise<number | null> {
  let last: Pick<AuditEntry, 'sequence' | 'hash'> = { sequence: 0, hash: chainStart };
  let hasHead = head === undefined;
  for await (const { hash, ...link } of trail) {
    const sequence = last.sequence + 1;
    const isNext = link.sequence === sequence && link.previous === last.hash;
    if (!isNext || hash !== linkDigest(link, secrets)) return sequence;
    last = { sequence, hash };
    if (head !== undefined && sequence === head.sequence) hasHead = head.hash === hash;
  }
  const isSealed = head === undefined ? last.sequence === 0 : head.seal === headSeal(head, secrets);
  return hasHead && isSealed ? null : last.sequence + 1;
}
