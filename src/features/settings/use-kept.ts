/** What this device keeps for the app, and the way to be rid of it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { settingsWords } from '../../i18n/settings.ts';
import { eraseCorrections, measureCorrections } from '../../storage/corrections.ts';
import { loadDraft, saveDraft } from '../../storage/draft.ts';
import { eraseModelFiles, measureModelFiles } from '../../storage/model-files.ts';
import { eraseOwnModel, measureOwnModel } from '../../storage/own-model.ts';

export interface KeptThing {
  name: string;
  note: string | null;
  count: string;
  sizeBytes: number;
  erasedWords: string;
  erase: () => Promise<void> | void;
}

async function listKept(): Promise<KeptThing[]> {
  const [corrections, reader, own] = await Promise.all([
    measureCorrections(),
    measureModelFiles(),
    measureOwnModel(),
  ]);
  const draft = loadDraft();
  return [
    {
      name: settingsWords.corrections,
      note: null,
      count: settingsWords.correctionsCount(corrections.count),
      sizeBytes: corrections.sizeBytes,
      erasedWords: settingsWords.erased,
      erase: eraseCorrections,
    },
    {
      name: settingsWords.reader,
      note: null,
      count: settingsWords.readerCount(reader.count),
      sizeBytes: reader.sizeBytes,
      erasedWords: settingsWords.erasedReader,
      erase: eraseModelFiles,
    },
    {
      name: settingsWords.ownModel,
      note: null,
      count: settingsWords.readerCount(own.count),
      sizeBytes: own.sizeBytes,
      erasedWords: settingsWords.erasedOwnModel,
      erase: eraseOwnModel,
    },
    {
      name: settingsWords.draft,
      note: settingsWords.draftNote,
      count: settingsWords.draftCount(draft.length),
      sizeBytes: new TextEncoder().encode(draft).length,
      erasedWords: settingsWords.erased,
      erase: () => saveDraft(''),
    },
  ];
}

/** Measured anew at every visit of the place, and after every erasing. */
export function useKept() {
  const client = useQueryClient();
  const kept = useQuery({ queryKey: ['kept'], queryFn: listKept, staleTime: 0 });
  const erasing = useMutation({
    mutationFn: async (things: readonly KeptThing[]) => {
      for (const thing of things) await thing.erase();
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['kept'] }),
        client.invalidateQueries({ queryKey: ['corrections'] }),
      ]),
  });
  return { kept, erasing };
}
