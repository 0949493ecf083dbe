/** Says what has come from outside, or why it was not opened. */
import { readWords } from '../../i18n/read.ts';
import type { Arrival } from '../../pwa/intake.ts';
import { Button } from '../../ui/button.tsx';
import type { ArrivalNews } from './use-arrival.ts';

interface ArrivalNoticeProps {
  news: ArrivalNews | null;
  onBringBack: (text: string) => void;
  onClose: () => void;
}

/** Stands in the page from the start, so that what comes into it is spoken. */
export function ArrivalNotice({ news, onBringBack, onClose }: ArrivalNoticeProps) {
  return (
    <div role="status">
      {news !== null && (
        <div className="arrival">
          {sentencesOf(news.arrival).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          <p className="arrival-actions small">
            {news.replaced !== '' && (
              <Button kind="text" onClick={() => onBringBack(news.replaced)}>
                {readWords.arrival.bringBack}
              </Button>
            )}
            <Button kind="text" onClick={onClose}>
              {readWords.close}
            </Button>
          </p>
        </div>
      )}
    </div>
  );
}

function sentencesOf({ text, names, refused, isLost }: Arrival): string[] {
  const words = readWords.arrival;
  const sentences: string[] = [];
  if (text !== '') sentences.push(names.length === 0 ? words.shared : words.opened(names));
  else if (names.length > 0) sentences.push(words.empty(names));
  for (const reason of ['kind', 'size', 'unreadable'] as const) {
    const these = refused.filter((refusal) => refusal.reason === reason).map(({ name }) => name);
    if (these.length > 0) sentences.push(words.refused[reason](these));
  }
  if (isLost) sentences.push(words.lost);
  return sentences;
}
