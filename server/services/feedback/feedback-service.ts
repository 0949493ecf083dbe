/** Corrections from outside: kept with consent, erased by receipt, exported for evaluation. */
import { randomBytes, randomUUID } from 'node:crypto';
import { UndertoneError } from '#core/contracts/errors';
import { feedbackEntry } from '#core/contracts/feedback';
import type {
  AuditEntry,
  AuditHead,
  FeedbackEntry,
  FeedbackReceipt,
  FeedbackRequest,
} from '#core/contracts/feedback';
import { isBlank } from '#core/text/blank';
import type { FeedbackStore } from '../../stores/stores.ts';
import type { Secrets } from '../secrets.ts';
import { isUuid } from '../../uuid.ts';
import { firstBrokenLink } from './audit-chain.ts';

const idPrefix = 'fb_';
const receiptBytes = 24;

export interface FeedbackFilter {
  /** ISO 8601; entries from then on. */
  readonly since?: string | undefined;
  /** Name of the model. */
  readonly model?: string | undefined;
  /** Only those in which a person and the model differ. */
  readonly disagree?: boolean | undefined;
}

export interface Audit {
  /** The place in the chain, from 1, at which it does not hold; null where it holds as a whole. */
  readonly brokenAt: number | null;
  /** Undefined before the first link. */
  readonly head: AuditHead | undefined;
  readonly trail: AsyncIterable<AuditEntry>;
}

export interface FeedbackService {
  /**
   * A version need not be the one of today: people correct what they were told some time ago. No reading is kept here, so
   * that nobody can say whether `resultId` is of one.
   *
   * @throws UndertoneError `consent-needed` where a text comes without the consent to keep it, `text-blank` where there is
   *   nothing in it, `input-invalid` for a model that this server never had a version of, and as of `modelNames`
   */
  add(request: FeedbackRequest, caller: string): Promise<FeedbackReceipt>;
  /**
   * Nothing tells an entry that never was from one that was erased, or that has another receipt.
   *
   * @throws UndertoneError `not-found` where none was erased
   */
  erase(id: string, receipt: string, caller: string): Promise<void>;
  list(filter: FeedbackFilter): AsyncIterable<FeedbackEntry>;
  /** The same for somebody who asks for it, texts among it. Written down in the audit. */
  show(filter: FeedbackFilter, caller: string): Promise<AsyncIterable<FeedbackEntry>>;
  /**
   * Rows as `npm run evaluate` reads them: entries with a text that may be used so, and one of the three tones. Written down
   * in the audit.
   */
  exportRows(filter: FeedbackFilter, caller: string): Promise<AsyncIterable<string>>;
  audit(): Promise<Audit>;
}

export interface FeedbackServiceParts {
  readonly store: FeedbackStore;
  readonly secrets: Secrets;
  /** Of the models whose readings may be corrected. */
  readonly modelNames: () => Promise<readonly string[]>;
  readonly now?: () => Date;
}

export function createFeedbackService({
  store,
  secrets,
  modelNames,
  now = () => new Date(),
}: FeedbackServiceParts): FeedbackService {
  const receiptHash = (id: string, receipt: string): string => secrets.digest('receipt', id, receipt);
  const context = (id: string): string => `feedback:${id}`;

  async function* list({ since, model, disagree = false }: FeedbackFilter): AsyncGenerator<FeedbackEntry> {
    // Times are compared as text, and are kept to the millisecond.
    const from = since === undefined ? undefined : new Date(since).toISOString();
    for await (const { id, sealed } of store.list({ since: from, model })) {
      const entry = feedbackEntry.parse(
        JSON.parse(Buffer.from(secrets.open(sealed, context(id))).toString()),
      );
      if (!disagree || entry.predicted.label !== entry.corrected.label) yield entry;
    }
  }

  async function* rows(filter: FeedbackFilter): AsyncGenerator<string> {
    for await (const { text, train, corrected, predicted, model } of list(filter)) {
      if (text === null || !train || corrected.label === 'mixed') continue;
      const row = {
        text,
        label: corrected.label,
        source: 'feedback',
        model_label: predicted.label,
        model_name: model.name,
        model_version: model.version,
      };
      yield `${JSON.stringify(row)}\n`;
    }
  }

  const tell = (action: 'feedback-listed' | 'feedback-exported', caller: string): Promise<void> =>
    store.audit({ at: now().toISOString(), action, subject: 'feedback', caller });

  return {
    async add({ text, consent, ...request }, caller) {
      if (text !== undefined && !consent.storeText) throw new UndertoneError('consent-needed');
      if (text !== undefined && isBlank(text)) throw new UndertoneError('text-blank');
      if (!(await modelNames()).includes(request.model.name)) {
        throw new UndertoneError('input-invalid', {
          faults: [{ pointer: '/model/name', fault: 'no-such-model' }],
        });
      }
      const id = idPrefix + randomUUID();
      const receipt = randomBytes(receiptBytes).toString('base64url');
      const createdAt = now().toISOString();
      const train = consent.storeText && consent.train;
      const entry: FeedbackEntry = { id, createdAt, ...request, text: text ?? null, train };
      await store.add({
        id,
        createdAt,
        model: request.model.name,
        sealed: secrets.seal(Buffer.from(JSON.stringify(entry)), context(id)),
        receiptHash: receiptHash(id, receipt),
        caller,
      });
      return { id, receipt, createdAt };
    },

    async erase(id, receipt, caller) {
      // What a caller takes for an id may be anything, and goes no further.
      const isId = id.startsWith(idPrefix) && isUuid(id.slice(idPrefix.length));
      const at = now().toISOString();
      const isErased = isId && (await store.erase({ id, receiptHash: receiptHash(id, receipt), caller, at }));
      if (!isErased) throw new UndertoneError('not-found');
    },

    list,

    async show(filter, caller) {
      await tell('feedback-listed', caller);
      return list(filter);
    },

    async exportRows(filter, caller) {
      await tell('feedback-exported', caller);
      return rows(filter);
    },

    async audit() {
      const head = await store.auditHead();
      const brokenAt = await firstBrokenLink(store.auditTrail(), head, secrets);
      return { brokenAt, head, trail: store.auditTrail() };
    },
  };
}
