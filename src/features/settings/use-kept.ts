/** What this device keeps for the app, and the way to be rid of it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import type { Router } from '../../engine/router.ts';
import type { Runs } from '../../engine/runs/runs.ts';
import type { EngineState } from '#core/engine';
import { hasConsent, withdrawConsent } from '../../engine/consent.ts';
import { settingsWords } from '../../i18n/settings.ts';
import { noteErased } from '../../pwa/offline-ready.ts';
import { isInReach, openAppCaches } from '../../storage/app-caches.ts';
import { eraseBlindChecks, measureBlindChecks } from '../../storage/blind-checks.ts';
import { eraseCorrections, measureCorrections } from '../../storage/corrections.ts';
import { eraseDraft, eraseTextsAside, loadDraft, textsAside } from '../../storage/draft.ts';
import { eraseReadings, measureReadings } from '../../storage/history.ts';
import { historyWish } from '../../storage/history-wish.ts';
import { eraseModelFiles, measureModelFiles } from '../../storage/model-files.ts';
import { eraseOwnModel, readWithOurs } from '../../storage/own-model.ts';
import { measureOwnModel } from '../../storage/own-model-size.ts';
import {
  eraseAllReportSettings,
  eraseLatestThemes,
  measureReportSettings,
} from '../../storage/report-settings.ts';
import { eraseNotes, measureNotes } from '../../storage/small-notes.ts';

/** How an erasing ended: for good, until the next visit fetches it again, or not at all since the app would break. */
type Erased = 'erased' | 'fetched-again' | 'kept';

export interface KeptThing {
  id:
    | 'corrections'
    | 'runs'
    | 'history'
    | 'blind-checks'
    | 'themes'
    | 'reader'
    | 'own-model'
    | 'draft'
    | 'aside'
    | 'app'
    | 'notes'
    | 'shares';
  name: string;
  note: string | null;
  count: string;
  sizeBytes: number;
  erase: () => Promise<Erased>;
}

function sizeOf(texts: readonly string[]): number {
  return new TextEncoder().encode(texts.join('')).length;
}

const comingKinds: ReadonlySet<EngineState['kind']> = new Set([
  'downloading',
  'verifying',
  'warming',
  'proving',
]);
const listedIfThere: ReadonlySet<KeptThing['id']> = new Set([
  'runs',
  'history',
  'blind-checks',
  'themes',
  'aside',
  'shares',
  'own-model',
]);

/** Where the app keeps what it keeps, apart from the browser's own stores. */
export interface KeptPlaces {
  /** Absolute address of the app's base. */
  baseUrl: string;
  engine: Router;
  loadRuns: () => Promise<Runs>;
}

/** What is rarely there is listed only if it is. */
function isListed({ id, sizeBytes }: KeptThing): boolean {
  return sizeBytes > 0 || !listedIfThere.has(id);
}

/** Everything the app may keep, whichever of the browser's stores it is in, and whether there is any of it or not. */
async function findKept({ baseUrl, engine, loadRuns }: KeptPlaces): Promise<KeptThing[]> {
  const caches = openAppCaches(baseUrl);
  const [corrections, runs, history, blindChecks, reader, own, files, shares] = await Promise.all([
    measureCorrections(),
    loadRuns().then((those) => those.measure()),
    measureReadings(),
    measureBlindChecks(),
    measureModelFiles(),
    measureOwnModel(),
    caches.measureFiles(),
    caches.measureShares(),
  ]);
  const draft = loadDraft();
  const aside = textsAside();
  const notes = measureNotes();
  const themes = measureReportSettings();
  const words = settingsWords.kept;
  return [
    {
      id: 'corrections',
      name: words.corrections,
      note: null,
      count: words.textCount(corrections.count),
      sizeBytes: corrections.sizeBytes,
      erase: () => eraseCorrections().then(() => 'erased'),
    },
    {
      id: 'runs',
      name: words.runs,
      note: words.runsNote,
      count: words.fileCount(runs.count),
      sizeBytes: runs.sizeBytes,
      async erase() {
        await (await loadRuns()).eraseAll();
        return 'erased';
      },
    },
    {
      id: 'blind-checks',
      name: words.blindChecks,
      note: null,
      count: words.fileCount(blindChecks.count),
      sizeBytes: blindChecks.sizeBytes,
      erase: () => eraseBlindChecks().then(() => 'erased'),
    },
    {
      id: 'themes',
      name: words.themes,
      note: words.themesNote,
      count: words.themesCount(themes.count, themes.themes),
      sizeBytes: themes.sizeBytes,
      async erase() {
        eraseAllReportSettings();
        eraseLatestThemes();
        return 'erased';
      },
    },
    {
      id: 'history',
      name: words.history,
      note: null,
      count: words.textCount(history.count),
      sizeBytes: history.sizeBytes,
      erase: () => eraseReadings().then(() => 'erased'),
    },
    {
      id: 'draft',
      name: words.draft,
      note: words.draftNote,
      count: words.characterCount(draft.length),
      sizeBytes: sizeOf([draft]),
      async erase() {
        eraseDraft();
        return 'erased';
      },
    },
    {
      id: 'aside',
      name: words.aside,
      note: words.asideNote,
      count: words.textCount(aside.length),
      sizeBytes: sizeOf(aside),
      async erase() {
        eraseTextsAside();
        return 'erased';
      },
    },
    {
      id: 'shares',
      name: words.shares,
      note: null,
      count: words.shareCount(shares.count),
      sizeBytes: shares.sizeBytes,
      erase: () => caches.eraseShares().then(() => 'erased'),
    },
    {
      id: 'reader',
      name: words.reader,
      note: words.readerNote,
      count: words.fileCount(reader.count),
      sizeBytes: reader.sizeBytes,
      async erase() {
        if (!(await isInReach(baseUrl))) return 'kept';
        // One that is on its way holds its files; one that nobody asked for is not to look as if it was stopped.
        if (comingKinds.has(engine.state.kind)) engine.stop();
        await eraseModelFiles();
        noteErased();
        engine.noteErased();
        return 'fetched-again';
      },
    },
    {
      id: 'own-model',
      name: words.ownModel,
      note: null,
      count: words.fileCount(own.count),
      sizeBytes: own.sizeBytes,
      erase: () => eraseOwnModel().then(() => 'erased'),
    },
    {
      id: 'app',
      name: words.app,
      note: words.appNote,
      count: words.fileCount(files.count),
      sizeBytes: files.sizeBytes,
      async erase() {
        if (!(await caches.eraseFiles())) return 'kept';
        noteErased();
        return 'fetched-again';
      },
    },
    {
      id: 'notes',
      name: words.notes,
      note: words.notesNote,
      count: words.noteCount(notes.count),
      sizeBytes: notes.sizeBytes,
      async erase() {
        // The agreement to use the server is one of them; the page that has it may not stay.
        const isAgreed = hasConsent();
        eraseNotes();
        historyWish.forget();
        if (isAgreed) withdrawConsent();
        return 'erased';
      },
    },
  ];
}

/** What there is by now, not what there was when it was listed; and files in any case: one may just be coming in. */
async function findEverything(places: KeptPlaces): Promise<KeptThing[]> {
  return (await findKept(places)).filter((thing) => isListed(thing) || thing.id === 'runs');
}

/** What other places say of the same stores, by the first word of their queries. */
const toldElsewhere = [
  'kept',
  'corrections',
  'history',
  'files',
  'review',
  'diagnostics',
  'model-files',
  'versions',
  'is-reader-here',
];

export interface Kept {
  kept: UseQueryResult<KeptThing[]>;
  /** Erases these things, whatever becomes of one of them, and tells in words how it went. */
  erasing: UseMutationResult<string, Error, readonly KeptThing[] | 'everything'>;
}

/** Measured anew at every visit of the place, and after every erasing. */
export function useKept(places: KeptPlaces): Kept {
  const client = useQueryClient();
  const kept = useQuery({
    queryKey: ['kept'],
    queryFn: async () => (await findKept(places)).filter(isListed),
    staleTime: 0,
  });
  const erasing = useMutation({
    mutationFn: async (wanted: readonly KeptThing[] | 'everything') => {
      const things = wanted === 'everything' ? await findEverything(places) : wanted;
      // The reader takes the place of an own model at once, but is not to be fetched back where it goes, too.
      const ids = things.map(({ id }) => id);
      if (ids.includes('own-model') && !ids.includes('reader')) readWithOurs();
      // Taking back the agreement loads the page anew, so that goes last.
      const last = things.filter(({ id }) => id === 'notes');
      const outcomes: PromiseSettledResult<Erased>[] = [];
      for (const these of [things.filter((thing) => !last.includes(thing)), last])
        outcomes.push(...(await Promise.allSettled(these.map((thing) => thing.erase()))));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
      return erasedWords(
        outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : [])),
      );
    },
    onSettled: () =>
      Promise.all(toldElsewhere.map((first) => client.invalidateQueries({ queryKey: [first] }))),
  });
  return { kept, erasing };
}

function erasedWords(outcomes: readonly Erased[]): string {
  const words = settingsWords.kept;
  return [
    outcomes.some((outcome) => outcome !== 'kept') ? words.erased : null,
    // Without a network there is none to fetch anything from.
    outcomes.includes('fetched-again') && !outcomes.includes('kept') ? words.fetchedAgain : null,
    outcomes.includes('kept') ? words.appKept : null,
  ]
    .filter((sentence) => sentence !== null)
    .join(' ');
}
