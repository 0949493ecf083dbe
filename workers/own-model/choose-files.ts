/** Which of the files that a person picked make up their model. */
import { UndertoneError } from '#core/contracts/errors';

/** What is chosen from: a path with slashes, as in the folder or archive. */
interface Found {
  path: string;
}

export interface ChosenFiles<File extends Found> {
  config: File;
  tokenizer: File;
  tokenizerConfig: File | null;
  onnx: File;
  /** Weights that the model keeps beside itself, in their order. */
  onnxData: File[];
}

/**
 * The forms that models are published in, best first: eight bits are the fastest on a processor and nearly as right,
 * half floats are slow there.
 */
const forms = ['quantized', 'int8', 'uint8', '', 'q4', 'bnb4', 'q4f16', 'fp16'] as const;

/**
 * Chooses from the uppermost folder that has a `config.json`: the model in its best form from `onnx/`, or beside it.
 *
 * @throws UndertoneError `own-model-incomplete`, with the name of what is missing
 */
export function chooseFiles<File extends Found>(files: readonly File[]): ChosenFiles<File> {
  const config = files
    .filter(({ path }) => nameOf(path) === 'config.json' && !path.includes('__MACOSX/'))
    .toSorted((a, b) => depthOf(a.path) - depthOf(b.path))[0];
  if (config === undefined) throw missing('config.json');
  const folder = folderOf(config.path);
  const find = (path: string): File | undefined => files.find((file) => file.path === folder + path);

  const tokenizer = find('tokenizer.json');
  if (tokenizer === undefined) throw missing('tokenizer.json');
  const onnx = ['onnx/', '']
    .map((inner) => bestOf(files.filter(({ path }) => folderOf(path) === folder + inner)))
    .find((best) => best !== undefined);
  if (onnx === undefined) throw missing('onnx/model.onnx');
  const onnxData = files.filter(({ path }) => path.startsWith(`${onnx.path}_data`));
  return {
    config,
    tokenizer,
    tokenizerConfig: find('tokenizer_config.json') ?? null,
    onnx,
    // `_data`, `_data_1`, `_data_2`.
    onnxData: onnxData.toSorted((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true })),
  };
}

function bestOf<File extends Found>(files: readonly File[]): File | undefined {
  const models = files.filter(({ path }) => path.endsWith('.onnx'));
  return models.toSorted((a, b) => rankOf(a.path) - rankOf(b.path))[0];
}

/** Names other than `model` are whatever they are, and come last. */
function rankOf(path: string): number {
  const form = /^model(?:_(\w+))?\.onnx$/.exec(nameOf(path));
  const rank = form === null ? -1 : forms.findIndex((name) => name === (form[1] ?? ''));
  return rank === -1 ? forms.length : rank;
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function depthOf(path: string): number {
  return path.split('/').length;
}

function missing(file: string): UndertoneError {
  return new UndertoneError('own-model-incomplete', { missing: file });
}
