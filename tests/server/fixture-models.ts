import { join } from 'node:path';

/** The folder with the registry of the tiny models. */
export const fixtureModelsDir = join(import.meta.dirname, '../../models/fixtures');
