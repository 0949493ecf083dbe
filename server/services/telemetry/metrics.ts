/**
 * Figures of the server for Prometheus, in a registry of its own. Base units; every label has a bounded set of values,
 * none of which a caller can choose: templates of routes, codes of the catalogue, models that are here.
 */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Analysis, ModelInfo } from '#core/contracts/analysis';
import type { ErrorCode, UndertoneError } from '#core/contracts/errors';
import type { FeedbackRequest } from '#core/contracts/feedback';
import type { RowsRead } from '#core/engine';
import type { ReadingCost } from '../../ort/child-messages.ts';
import { workClasses } from '../inference/inference.ts';
import type { WorkClass } from '../inference/inference.ts';
import type { Reading } from '../reading/reading-service.ts';
import { showDrift } from './drift-metrics.ts';
import { showState } from './state-metrics.ts';
import type { WatchedState } from './state-metrics.ts';

const prefix = 'undertone_';
const httpBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const stepBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const tokenBuckets = [8, 16, 32, 64, 128, 256, 512, 1024, 4096, 16_384];
const batchBuckets = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const jobBuckets = [1, 5, 15, 60, 300, 900, 3600, 14_400, 86_400];
const confidenceBuckets = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1];

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** Languages that are told apart in figures; there are thousands, and each would be a series of its own. */
const languages = new Set(
  'ar bg bn cs da de el en es fa fi fr he hi hr hu id it ja ko nl no pl pt ro ru sk sr sv th tr uk und ur vi zh'.split(
    ' ',
  ),
);
const other = 'other';

/** What became of a text at the door and after. */
const decisions = [
  'accepted',
  'rate_limited',
  'overloaded',
  'deadline',
  'invalid',
  'cancelled',
  'failed',
] as const;
type Decision = (typeof decisions)[number];

/** Every other error is a failure of the server's own. */
const decisionOf: Partial<Record<ErrorCode, Decision>> = {
  'rate-limited': 'rate_limited',
  'server-busy': 'overloaded',
  'server-stopping': 'overloaded',
  'deadline-exceeded': 'deadline',
  cancelled: 'cancelled',
  'text-blank': 'invalid',
  'text-too-long': 'invalid',
  'language-unsupported': 'invalid',
  'input-invalid': 'invalid',
};

export interface AnsweredRequest {
  readonly method: string;
  /** As it is declared; undefined where there is none. */
  readonly route: string | undefined;
  readonly status: number;
  readonly elapsedMs: number;
}

export interface Metrics {
  /** Shows, from now on, what these say at the time of asking. */
  watch(state: WatchedState): void;
  requestBegan(): void;
  requestEnded(request: AnsweredRequest): void;
  textRead(reading: Reading, workClass: WorkClass): void;
  /** Texts, one unless told, that were asked for and not read. */
  textRefused(error: UndertoneError, workClass: WorkClass, texts?: number): void;
  /** Rows of a job, and their texts. */
  rowsRead(read: RowsRead, texts: readonly string[]): void;
  /** What a process was given at a time. */
  runEnded(run: Pick<ReadingCost, 'texts' | 'tokens'>): void;
  jobEnded(elapsedMs: number): void;
  feedbackAdded(request: FeedbackRequest): void;
  /** In the text format of Prometheus. */
  render(): Promise<{ readonly contentType: string; readonly body: string }>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = <L extends string>(name: string, help: string, labelNames: L[]): Counter<L> =>
    new Counter({ name: prefix + name, help, labelNames, registers });
  const histogram = <L extends string>(
    name: string,
    help: string,
    labelNames: L[],
    buckets: number[],
  ): Histogram<L> => new Histogram({ name: prefix + name, help, labelNames, buckets, registers });

  const requests = histogram(
    'http_request_duration_seconds',
    'Requests by method, route as declared and status.',
    ['method', 'route', 'status'],
    httpBuckets,
  );
  const inFlight = new Gauge({
    name: `${prefix}http_requests_in_flight`,
    help: 'Requests without an answer yet.',
    registers,
  });
  const admission = counter('admission_total', 'Texts asked for, by what became of them.', [
    'class',
    'decision',
  ]);
  const queueWait = histogram('queue_wait_seconds', 'Of texts that were read.', ['class'], stepBuckets);
  const tokenizing = histogram('tokenize_duration_seconds', 'Of texts that were read.', [], stepBuckets);
  const inferring = histogram(
    'inference_duration_seconds',
    'Of texts that were read, all their windows and parts together.',
    ['model', 'version'],
    stepBuckets,
  );
  const batchItems = histogram('batch_items', 'Texts and rows that were read at a time.', [], batchBuckets);
  const batchTokens = histogram('batch_tokens', 'Tokens of what was read at a time.', [], tokenBuckets);
  const predictions = counter('predictions_total', 'Texts and rows answered, by label.', [
    'model',
    'version',
    'label',
  ]);
  const confidences = histogram('confidence_ratio', 'Of answers.', [], confidenceBuckets);
  const abstentions = counter('abstentions_total', 'Answers that are unsure.', []);
  const inputTokens = histogram('input_tokens', 'Of texts that were answered.', [], tokenBuckets);
  const truncated = counter('input_truncated_total', 'Texts of which not all was read.', []);
  const spoken = counter('language_total', 'Texts and rows by language, read or not.', ['code']);
  const cache = counter('cache_requests_total', 'Texts by whether their reading was remembered.', ['result']);
  const jobSeconds = histogram('job_duration_seconds', 'From the first row to the last.', [], jobBuckets);
  const feedback = counter(
    'feedback_total',
    'Corrections by whether they agree; of another model or version than reads here: other.',
    ['model', 'version', 'agree'],
  );
  const drift = showDrift(registry, prefix);

  let ownModel: () => ModelInfo | null = () => null;
  abstentions.inc(0);
  truncated.inc(0);
  for (const result of ['hit', 'miss', 'off'] as const) cache.inc({ result }, 0);
  for (const workClass of workClasses) {
    for (const decision of decisions) admission.inc({ class: workClass, decision }, 0);
  }

  function countLanguage(given: string): void {
    const code = languages.has(given) ? given : other;
    spoken.inc({ code });
    drift.language(code);
  }
  function countAnswer(
    {
      label,
      confidence,
      characters,
    }: Pick<Analysis, 'label' | 'confidence'> & { readonly characters: number },
    { name, version }: ModelInfo,
  ): void {
    predictions.inc({ model: name, version, label });
    confidences.observe(confidence);
    if (label === 'unsure') abstentions.inc();
    drift.label(label);
    drift.confidence(confidence);
    drift.length(characters);
  }

  return {
    watch(state) {
      ownModel = state.model;
      showState(registry, prefix, state);
    },
    requestBegan: () => inFlight.inc(),
    requestEnded({ method, route, status, elapsedMs }) {
      inFlight.dec();
      requests.observe(
        { method: methods.has(method) ? method : other, route: route ?? 'none', status: String(status) },
        elapsedMs / 1000,
      );
    },
    textRead({ analysis, cache: result }, workClass) {
      const { timing, model, label, confidence, input, language } = analysis;
      admission.inc({ class: workClass, decision: 'accepted' });
      cache.inc({ result });
      countAnswer({ label, confidence, characters: input.characters }, model);
      countLanguage(language.code);
      inputTokens.observe(input.tokens);
      if (input.truncated) truncated.inc();
      if (result === 'hit') return;
      queueWait.observe({ class: workClass }, timing.queueMs / 1000);
      tokenizing.observe(timing.tokenizeMs / 1000);
      inferring.observe({ model: model.name, version: model.version }, timing.inferMs / 1000);
    },
    textRefused(error, workClass, texts = 1) {
      admission.inc({ class: workClass, decision: decisionOf[error.code] ?? 'failed' }, texts);
      const { language } = error.details;
      if (error.code === 'language-unsupported' && typeof language === 'string') countLanguage(language);
    },
    rowsRead({ results, model }, texts) {
      admission.inc({ class: 'jobs', decision: 'accepted' }, results.length);
      for (const [place, result] of results.entries()) {
        if (result.kind === 'read' && model !== null) {
          countAnswer({ ...result.reading, characters: texts[place]?.length ?? 0 }, model);
          countLanguage(result.reading.languageCode);
        } else if (result.kind === 'other-language') {
          countLanguage(result.languageCode);
        }
      }
    },
    runEnded({ texts, tokens }) {
      // Of a run of which nothing could be read there is nothing to tell.
      if (texts === 0) return;
      batchItems.observe(texts);
      batchTokens.observe(tokens);
    },
    jobEnded: (elapsedMs) => jobSeconds.observe(elapsedMs / 1000),
    feedbackAdded({ model, predicted, corrected }) {
      // The model is what the caller says; one that is not this server's would be a label of their choice.
      const own = ownModel();
      const isOwn = model.name === own?.name;
      feedback.inc({
        model: isOwn ? model.name : other,
        version: isOwn && model.version === own.version ? model.version : other,
        agree: String(predicted.label === corrected.label),
      });
    },
    async render() {
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  };
}
