/** The places nobody opens first. Their code comes after the reader, or as soon as somebody asks for it. */
import type { ComponentType } from 'react';
import { UndertoneError } from '#core/contracts/errors';

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

export const latePlaces = {
  models: createLatePlace(async () => (await import('../features/models/models-page.tsx')).ModelsPage),
  settings: createLatePlace(
    async () => (await import('../features/settings/settings-page.tsx')).SettingsPage,
  ),
};

/** Fetches every place, so that it opens at once. One that does not come is asked for again when it is opened. */
export function fetchLatePlaces(): void {
  for (const place of Object.values(latePlaces)) place.load().catch(() => place.forget());
}
