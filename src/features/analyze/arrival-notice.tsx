/** Says what has come from outside, or why it was not opened. */
import { readWords } from '../../i18n/read.ts';
import type { Arrival } from '../../pwa/intake.ts';
import { Button } from '../../ui/button.tsx';
import type { ArrivalNews } from './use-arrival.ts';

interface ArrivalNoticeProps {
  news: ArrivalNews;
  onBringBack: (text: string) => void;
}

/** Stands in the page from the start, so that what comes into it is spoken. */
export function ArrivalNotice({ news, onBringBack }: ArrivalNoticeProps) {
  const { arrival, replaced, close } = news;
  return (
    <div role="status">
      {(arrival !== null || replaced !== '') && (
        <div className="arrival">
          <div className="arrival-words">
            {(arrival === null ? [readWords.arrival.putAside] : sentencesOf(arrival)).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
          <p className="arrival-actions small">
            {replaced !== '' && (
              <Button
                kind="text"
                onClick={() => {
                  close();
                  onBringBack(replaced);
                }}
              >
                {readWords.arrival.bringBack}
              </Button>
            )}
            <Button kind="text" onClick={close}>
              {replaced === '' ? readWords.close : readWords.arrival.letGo}
            </Button>
          </p>
        </div>
      )}
    </div>
  );
}

function sentencesOf({ text, names, refused, isLost, origin }: Arrival): string[] {
  const words = readWords.arrival;
  const sentences: string[] = [];
  if (origin === 'history') sentences.push(words.fromHistory);
  else if (text !== '') sentences.push(names.length === 0 ? words.shared : words.opened(names));
  else if (names.length > 0) sentences.push(words.empty(names));
  for (const reason of ['kind', 'size', 'unreadable'] as const) {
    const these = refused.filter((refusal) => refusal.reason === reason).map(({ name }) => name);
    if (these.length > 0) sentences.push(words.refused[reason](these));
  }
  if (isLost) sentences.push(words.lost);
  return sentences;
}
