import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../workers/own-model/read-config.ts';

const classifier = {
  model_type: 'distilbert',
  architectures: ['DistilBertForSequenceClassification'],
  max_position_embeddings: 512,
  id2label: { 0: 'NEGATIVE', 1: 'POSITIVE' },
};

function read(config: object, tokenizer: object | null = null) {
  return readConfig(JSON.stringify(config), tokenizer === null ? null : JSON.stringify(tokenizer));
}

describe('the configuration of a model', () => {
  it('names the labels in the order of the outputs', () => {
    const id2label = {
      10: 'k',
      2: 'c',
      0: 'a',
      1: 'b',
      ...Object.fromEntries([3, 4, 5, 6, 7, 8, 9].map((id) => [id, `l${id}`])),
    };
    expect(read({ ...classifier, id2label }).labels).toEqual([
      'a',
      'b',
      'c',
      'l3',
      'l4',
      'l5',
      'l6',
      'l7',
      'l8',
      'l9',
      'k',
    ]);
    const { id2label: _, ...nameless } = classifier;
    expect(read({ ...nameless, num_labels: 3 }).labels).toEqual(['LABEL_0', 'LABEL_1', 'LABEL_2']);
  });

  it.each([
    [{}, null, 512],
    [{ max_position_embeddings: 128 }, { model_max_length: 1e30 }, 128],
    [{ max_position_embeddings: 8192 }, { model_max_length: 256 }, 256],
    [{ max_position_embeddings: 8192 }, null, 512],
    [{ model_type: 'xlm-roberta', max_position_embeddings: 258 }, null, 256],
  ])('says how long a text may be: %o, %o', (config, tokenizer, tokens) => {
    expect(read({ ...classifier, ...config }, tokenizer).maxTokens).toBe(tokens);
  });

  it.each([
    { architectures: ['BertForMaskedLM'] },
    { problem_type: 'multi_label_classification' },
    { problem_type: 'regression' },
    { id2label: { 0: 'score' } },
    { id2label: { 0: 'a', 2: 'b' } },
    { id2label: null },
  ])('says that a model is of another kind: %o', (config) => {
    expect(() => read({ ...classifier, ...config })).toThrow(
      expect.objectContaining({ code: 'own-model-kind' }),
    );
  });

  it.each(['', '{', '[]', '{"id2label": 3}'])('may be damaged: %s', (config) => {
    expect(() => readConfig(config, null)).toThrow(expect.objectContaining({ code: 'own-model-unreadable' }));
  });
});
