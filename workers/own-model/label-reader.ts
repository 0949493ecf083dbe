/** Somebody else's model through the library it was published for. */
import { AutoModelForSequenceClassification, AutoTokenizer, env, LogLevel } from '@huggingface/transformers';
import * as z from 'zod/mini';
import { UndertoneError } from '#core/contracts/errors';
import type { OwnModelFacts } from '#core/contracts/own-model';
import type { LabelReader } from '#core/own/analyze';
import { softmax } from './softmax.ts';

/** As far as it is used; the library says of it only that it is anything. */
const modelOutputs = z.object({ logits: z.object({ data: z.instanceof(Float32Array) }) });

/** The library asks for addresses; each of them ends with the name of a file. */
const address = 'own';
const onnxEnding = '.onnx';

/**
 * Loads a model. The library gets what it asks for out of these files, and no request leaves the worker.
 *
 * @param fileOf gives a file of the model by its name, or undefined
 * @throws UndertoneError `own-model-failed` when the library or the runtime refuses it
 */
export async function openLabelReader(
  { onnxName, labels, files }: OwnModelFacts,
  fileOf: (name: string) => Promise<Blob | undefined>,
): Promise<{ reader: LabelReader; specialTokens: number }> {
  env.logLevel = LogLevel.ERROR;
  env.allowLocalModels = true;
  env.allowRemoteModels = false;
  env.useBrowserCache = false;
  // Else the runtime's code is loaded from a made-up address, which the policy forbids.
  env.useWasmCache = false;
  env.fetch = async (asked: string | URL): Promise<Response> => {
    const name = String(asked).slice(String(asked).lastIndexOf('/') + 1);
    const file = await fileOf(name);
    // Everything in it has a default.
    if (file === undefined && name === 'tokenizer_config.json') return new Response('{}');
    return file === undefined ? new Response(null, { status: 404 }) : new Response(file);
  };

  try {
    const tokenizer = await AutoTokenizer.from_pretrained(address);
    const model = await AutoModelForSequenceClassification.from_pretrained(address, {
      device: 'wasm',
      // The whole name is given, so the library should add nothing to it.
      dtype: 'fp32',
      model_file_name: onnxName.slice(0, -onnxEnding.length),
      use_external_data_format: files.filter(({ name }) => name.startsWith(`${onnxName}_data`)).length,
      // Texts come in every length; patterns kept for each of them would grow the memory without end.
      session_options: { enableMemPattern: false },
    });
    const count = (text: string): number => tokenizer.encode(text, { add_special_tokens: false }).length;
    return {
      specialTokens: tokenizer.encode('').length,
      reader: {
        count,
        async read(text) {
          const outputs: unknown = await model(tokenizer(text));
          const parsed = modelOutputs.safeParse(outputs);
          if (!parsed.success || parsed.data.logits.data.length !== labels.length)
            throw new UndertoneError('engine-failed', { reason: 'the outputs are not as labelled' });
          return softmax(parsed.data.logits.data);
        },
      },
    };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UndertoneError('own-model-failed', { reason }, { cause });
  }
}
