/** How the text reads now against the version that was pinned: "Negative 84 % → Neutral 61 %". */
import { readWords } from '../../i18n/read.ts';
import type { PinnedVersion } from '../../storage/draft.ts';
import { Button } from '../../ui/button.tsx';
import type { ReadText } from './use-reading.ts';
import { comparedVerdicts } from '../../ui/reading/verdict-words.ts';

interface PinnedLineProps {
  pinned: PinnedVersion;
  /** The current reading; null while there is none. */
  now: ReadText | null;
  onBack: () => void;
  onUnpin: () => void;
}

export function PinnedLine({ pinned, now, onBack, onUnpin }: PinnedLineProps) {
  const isSame = now === null || now.text === pinned.text;
  const [from, to] = comparedVerdicts(pinned, isSame ? pinned : now.analysis);
  const change = from === to ? readWords.unchanged(to) : readWords.change(from, to);
  return (
    <section className="pinned" aria-label={readWords.pinned}>
      <p className="pinned-change">{isSame ? from : change}</p>
      <p className="pinned-actions small">
        <span>{isSame ? `${readWords.pinned}. ${readWords.pinnedSame}` : `${readWords.pinned}.`}</span>
        {!isSame && (
          <Button kind="text" onClick={onBack}>
            {readWords.pinBack}
          </Button>
        )}
        <Button kind="text" onClick={onUnpin}>
          {readWords.unpin}
        </Button>
      </p>
    </section>
  );
}
