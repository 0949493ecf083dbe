/** What the verdict becomes without each of the strongest words. */
import type { Analysis } from '#core/contracts/analysis';
import { readWords } from '../../i18n/read.ts';
import { Button } from '../../ui/button.tsx';
import { ToneMark } from '../../ui/tone-mark.tsx';
import type { WordTests } from './use-word-tests.ts';
import { comparedVerdicts, shortVerdict } from '../../ui/reading/verdict-words.ts';

interface WordTestListProps {
  wordTests: WordTests;
  onClose: () => void;
  /** What the whole text was read as. */
  analysis: Analysis;
}

export function WordTestList({ wordTests, onClose, analysis }: WordTestListProps) {
  const { tests, failure } = wordTests;
  if (tests === null) return null;
  return (
    <section className="word-tests" aria-labelledby="word-tests-title">
      <div className="word-tests-head">
        <h2 id="word-tests-title" className="section-title">
          {readWords.withoutWord}
        </h2>
        <Button kind="text" onClick={onClose}>
          {readWords.close}
        </Button>
      </div>
      {tests.length === 0 && <p className="small">{readWords.testNothing}</p>}
      <ol
        className="word-test-rows"
        aria-busy={failure === null && tests.some((test) => test.without === null)}
      >
        {tests.map((test) => (
          <li key={test.start} className="word-test">
            <span className="word-test-word">
              <span className="evidence" data-tone={test.tone}>
                {test.word}
              </span>
            </span>
            <Outcome without={test.without} whole={analysis} />
          </li>
        ))}
      </ol>
      {failure !== null && <p className="small">{failure}</p>}
    </section>
  );
}

function Outcome({ without, whole }: { without: Analysis | null; whole: Analysis }) {
  if (without === null) return <span className="word-test-outcome small">{readWords.testingWord}</span>;
  const [, verdict] = comparedVerdicts(whole, without);
  const stays = without.label === whole.label && verdict === shortVerdict(without);
  return (
    <span className="word-test-outcome" data-changed={!stays}>
      {stays ? readWords.stays(verdict) : verdict}
      <ToneMark tone={without.label} />
    </span>
  );
}
