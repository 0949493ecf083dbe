/** What a model's `config.json` and `tokenizer_config.json` say of it, as far as reading with it needs that. */
import * as z from 'zod/mini';
import { UndertoneError } from '#core/contracts/errors';
import { unreadable } from './packed-file.ts';

const config = z.looseObject({
  model_type: z.optional(z.string()),
  architectures: z.optional(z.nullable(z.array(z.string()))),
  id2label: z.optional(z.nullable(z.record(z.string(), z.string()))),
  num_labels: z.optional(z.nullable(z.int())),
  problem_type: z.optional(z.nullable(z.string())),
  max_position_embeddings: z.optional(z.nullable(z.number())),
});
type Config = z.infer<typeof config>;

const tokenizerConfig = z.looseObject({ model_max_length: z.optional(z.nullable(z.number())) });

export interface ConfigFacts {
  labels: string[];
  /** Tokens it takes at once, special ones counted. */
  maxTokens: number;
}

/** Longer windows are read slowly and bring little; most models of this kind take no more anyway. */
const mostTokens = 512;
/** Their positions begin behind two that stand for padding. */
const paddedPositions = /roberta|camembert|mpnet|xmod|longformer/i;

/**
 * @param configText content of `config.json`
 * @param tokenizerConfigText content of `tokenizer_config.json`; null where there is none
 * @throws UndertoneError `own-model-unreadable` when it is no JSON, `own-model-kind` when the model does not give a
 * text one label of several
 */
export function readConfig(configText: string, tokenizerConfigText: string | null): ConfigFacts {
  const told = parse(configText, config);
  const { architectures, problem_type } = told;
  const isClassifier = architectures?.some((name) => name.endsWith('ForSequenceClassification')) ?? true;
  const labels = labelsOf(told);
  if (!isClassifier) throw unfit({ architecture: architectures?.[0] });
  // Several labels at once, or a number, are not shares of one whole.
  if (problem_type !== undefined && problem_type !== null && problem_type !== 'single_label_classification')
    throw unfit({ problemType: problem_type });
  if (labels === null || labels.length < 2) throw unfit({ labels: labels?.length ?? 0 });

  const limits = [mostTokens];
  const positions = told.max_position_embeddings;
  if (typeof positions === 'number' && positions > 0) {
    limits.push(paddedPositions.test(told.model_type ?? '') ? positions - 2 : positions);
  }
  const longest =
    tokenizerConfigText === null ? null : parse(tokenizerConfigText, tokenizerConfig).model_max_length;
  if (typeof longest === 'number' && longest > 0) limits.push(longest);
  return { labels, maxTokens: Math.floor(Math.min(...limits)) };
}

/** In the order of the outputs; null where nothing is said of them. */
function labelsOf({ id2label, num_labels }: Config): string[] | null {
  if (id2label !== undefined && id2label !== null) {
    const named = Object.entries(id2label).toSorted(([a], [b]) => Number(a) - Number(b));
    // Numbered from 0 without a gap, since the number is the place among the outputs.
    return named.every(([id], index) => Number(id) === index) ? named.map(([, label]) => label) : null;
  }
  if (num_labels === undefined || num_labels === null) return null;
  return Array.from({ length: Math.max(0, num_labels) }, (_, index) => `LABEL_${index}`);
}

function parse<Schema extends z.ZodMiniType>(text: string, schema: Schema): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw unreadable('not the JSON it should be', cause);
  }
}

function unfit(details: Record<string, unknown>): UndertoneError {
  return new UndertoneError('own-model-kind', details);
}
