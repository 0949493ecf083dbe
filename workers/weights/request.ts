/** One request for a file of a model, and what can go wrong with it in words of the catalogue. */
import { UndertoneError } from '#core/contracts/errors';

const rangeNotSatisfiable = 416;

/**
 * Asks for a file.
 *
 * @returns the file, a part of it, or word that the part asked for does not exist
 * @throws UndertoneError `model-unavailable` when there is no answer, or one that is no file
 */
export async function requestFile(url: URL, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (cause) {
    throw unavailableFile(url, {}, cause);
  }
  if (!response.ok && response.status !== rangeNotSatisfiable)
    throw unavailableFile(url, { status: response.status });
  return response;
}

export function unavailableFile(url: URL, details: { status?: number }, cause?: unknown): UndertoneError {
  return new UndertoneError('model-unavailable', { file: nameOf(url), ...details }, { cause });
}

export function corruptFile(url: URL, reason: string): UndertoneError {
  return new UndertoneError('model-corrupt', { file: nameOf(url), reason });
}

function nameOf(url: URL): string {
  return url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
}
