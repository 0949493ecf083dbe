/** The places nobody opens first. Their code comes after the reader, or as soon as somebody asks for it. */
import { createElement } from 'react';
import type { ComponentType } from 'react';
import { UndertoneError } from '#core/contracts/errors';
import type { Router } from '../engine/router.ts';
import type { Runs } from '../engine/runs/runs.ts';
import type { FilesPageProps } from '../features/files/files-page.tsx';
import type { ReviewPageProps } from '../features/review/review-page.tsx';

export interface LatePlace<Props> {
  /** Its view once the code is here; null until then. */
  readonly view: ComponentType<Props> | null;
  /**
   * Fetches the code, once; after a failure the same promise until `forget`.
   *
   * @throws UndertoneError `place-unavailable`
   */
  load(): Promise<ComponentType<Props>>;
  /** Lets the next `load` try again. One that has succeeded stays. */
  forget(): void;
}

function createLatePlace<Props>(fetchView: () => Promise<ComponentType<Props>>): LatePlace<Props> {
  let view: ComponentType<Props> | null = null;
  let coming: Promise<ComponentType<Props>> | null = null;

  async function fetchOnce(): Promise<ComponentType<Props>> {
    try {
      view = await fetchView();
      return view;
    } catch (cause) {
      throw new UndertoneError('place-unavailable', {}, { cause });
    }
  }

  return {
    get view() {
      return view;
    },
    load() {
      coming ??= fetchOnce();
      return coming;
    },
    forget() {
      if (view === null) coming = null;
    },
  };
}

export type LatePlaces = ReturnType<typeof createLatePlaces>;

/** @param loadRuns makes the files of this device, which come with the places that show them */
export function createLatePlaces(loadRuns: () => Promise<Runs>) {
  return {
    files: createLatePlace(async () => {
      const [{ FilesPage }, runs] = await Promise.all([
        import('../features/files/files-page.tsx'),
        loadRuns(),
      ]);
      return (props: Omit<FilesPageProps, 'runs'>) => createElement(FilesPage, { ...props, runs });
    }),
    review: createLatePlace(async () => {
      const [{ ReviewPage }, runs] = await Promise.all([
        import('../features/review/review-page.tsx'),
        loadRuns(),
      ]);
      return (props: Omit<ReviewPageProps, 'runs'>) => createElement(ReviewPage, { ...props, runs });
    }),
    models: createLatePlace(async () => (await import('../features/models/models-page.tsx')).ModelsPage),
    settings: createLatePlace(
      async () => (await import('../features/settings/settings-page.tsx')).SettingsPage,
    ),
  };
}

/** Fetches every place, so that it opens at once. One that does not come is asked for again when it is opened. */
export function fetchLatePlaces(places: LatePlaces): void {
  for (const place of Object.values(places)) place.load().catch(() => place.forget());
}

/**
 * The files of this device, made at the first call: when a place asks for them, or the reader is ready to go on with
 * one. Their code comes then.
 *
 * @returns resolves with the same runs at every call; after a failure the next one tries again
 */
export function createRunsLoader(engine: Router): () => Promise<Runs> {
  let coming: Promise<Runs> | null = null;
  return () => {
    coming ??= import('./device-runs.ts')
      .then(({ createDeviceRuns }) => createDeviceRuns(engine))
      .catch((thrown: unknown) => {
        coming = null;
        throw thrown;
      });
    return coming;
  };
}
