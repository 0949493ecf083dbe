import { describe, expect, it } from 'vitest';
import { chooseFiles } from '../../../workers/own-model/choose-files.ts';

function chosen(...paths: string[]) {
  const { config, tokenizer, tokenizerConfig, onnx, onnxData } = chooseFiles(paths.map((path) => ({ path })));
  return {
    texts: [config, tokenizer, tokenizerConfig].map((file) => file?.path ?? null),
    onnx: onnx.path,
    data: onnxData.map(({ path }) => path),
  };
}

const texts = ['m/config.json', 'm/tokenizer.json'];

describe('the files of a model', () => {
  it.each([
    [['model.onnx', 'model_fp16.onnx', 'model_quantized.onnx', 'model_q4.onnx'], 'model_quantized.onnx'],
    [['model_uint8.onnx', 'model_int8.onnx', 'model.onnx'], 'model_int8.onnx'],
    [['model_fp16.onnx', 'model.onnx'], 'model.onnx'],
    [['model_q4f16.onnx', 'model_fp16.onnx'], 'model_q4f16.onnx'],
    [['classifier.onnx'], 'classifier.onnx'],
  ])('of %o the best is taken', (names, best) => {
    expect(chosen(...texts, ...names.map((name) => `m/onnx/${name}`)).onnx).toBe(`m/onnx/${best}`);
  });

  it('may lie beside config.json, and in a folder of a folder', () => {
    expect(chosen('a/b/config.json', 'a/b/tokenizer.json', 'a/b/model.onnx').onnx).toBe('a/b/model.onnx');
    expect(chosen('config.json', 'tokenizer.json', 'onnx/model.onnx').onnx).toBe('onnx/model.onnx');
  });

  it('are those of the uppermost folder that has a config.json', () => {
    const other = ['m/old/config.json', 'm/old/tokenizer.json', 'm/old/onnx/model_quantized.onnx'];
    expect(chosen(...other, ...texts, 'm/tokenizer_config.json', 'm/onnx/model.onnx')).toEqual({
      texts: ['m/config.json', 'm/tokenizer.json', 'm/tokenizer_config.json'],
      onnx: 'm/onnx/model.onnx',
      data: [],
    });
  });

  it('take along the weights that lie beside the model, in their order', () => {
    const data = ['_data_10', '_data', '_data_2'].map((ending) => `m/onnx/model.onnx${ending}`);
    expect(chosen(...texts, 'm/onnx/model.onnx', ...data, 'm/onnx/model_q4.onnx_data').data).toEqual([
      'm/onnx/model.onnx_data',
      'm/onnx/model.onnx_data_2',
      'm/onnx/model.onnx_data_10',
    ]);
  });

  it.each([
    [['m/tokenizer.json', 'm/onnx/model.onnx'], 'config.json'],
    [['m/config.json', 'm/onnx/model.onnx'], 'tokenizer.json'],
    [[...texts, 'm/model.safetensors'], 'onnx/model.onnx'],
  ])('of %o one is missing: %s', (paths, missing) => {
    expect(() => chosen(...paths)).toThrow(
      expect.objectContaining({ code: 'own-model-incomplete', details: { missing } }),
    );
  });
});
