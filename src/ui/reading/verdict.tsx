/** The verdict: one line, the bar, the figures. It stands in the same place whatever it says. */
import type { ReactNode } from 'react';
import { tones } from '#core/contracts/analysis';
import type { Analysis, ModelInfo } from '#core/contracts/analysis';
import { likeliest } from '#core/score/likeliest';
import { verdictPercent, wholePercents } from '#core/score/whole-percents';
import { formatPercent } from '../../i18n/formats.ts';
import { readWords } from '../../i18n/read.ts';
import { labelWords, toneWords } from '../../i18n/tones.ts';
import { FigureHelp } from '../figure-help.tsx';
import { ToneBar } from '../tone-bar.tsx';
import { barShares, partsTally } from './verdict-words.ts';
import type { JudgedParts } from './verdict-words.ts';
import './verdict.css';

interface VerdictProps {
  /** Whole, or as much of it as is kept of a row. */
  analysis: JudgedParts & Pick<Analysis, 'reviewReasons'> & { model: Pick<ModelInfo, 'calibrated'> };
}

/** The line, the bar and the figures of one reading. */
export function Verdict({ analysis }: VerdictProps) {
  const percents = wholePercents(analysis.probabilities);
  const isMixed = analysis.label === 'mixed';
  return (
    <>
      <div className="verdict-head">
        <p className="verdict-line">
          <span className="verdict-word" data-tone={analysis.label}>
            {labelWords[analysis.label]}
          </span>
          <VerdictRest analysis={analysis} />
        </p>
      </div>
      <ToneBar probabilities={barShares(analysis)} hollow={analysis.label === 'unsure'} />
      {/* The bar of a mixed text shows its parts, so that its figures have to say what they are of. */}
      {isMixed && <p className="verdict-whole">{readWords.asAWhole}</p>}
      <dl className="verdict-figures" data-inline={isMixed}>
        {tones.map((tone) => (
          <div key={tone} className="verdict-figure">
            <dt>{toneWords[tone]}</dt>
            <dd>{formatPercent(percents[tone])}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** What follows the word: how sure, where it leans, or what the text is mixed of. */
function VerdictRest({ analysis }: VerdictProps) {
  const percent = verdictPercent(analysis);
  const tally = partsTally(analysis);
  if (percent === null) return <VerdictSecond text={tally} separated />;
  const isCalibrated = analysis.model.calibrated !== false;
  const help = isCalibrated ? readWords.percentHelp(percent) : readWords.own.percentHelp;
  if (analysis.label === 'unsure') {
    return (
      <span className="verdict-second">
        <Separator />
        {readWords.leans(toneWords[likeliest(analysis.probabilities)])}{' '}
        <FigureHelp figure={formatPercent(percent)} help={help} />
      </span>
    );
  }
  return (
    <>
      <span className="verdict-rest">
        {' · '}
        <FigureHelp figure={formatPercent(percent)} help={help} /> {readWords.sure}
      </span>
      <VerdictSecond
        text={analysis.reviewReasons.includes('doubtful') ? readWords.worthASecondLook : tally}
        separated={false}
      />
    </>
  );
}

function VerdictSecond({ text, separated }: { text: string | null; separated: boolean }) {
  if (text === null) return null;
  return (
    <span className="verdict-second">
      {separated && <Separator />}
      {text}
    </span>
  );
}

/** Read aloud and copied with the line, but not drawn: the line breaks here. */
function Separator() {
  return <span className="visually-hidden">{' · '}</span>;
}

/** The verdict's place while there is nothing to say yet; `children` stand where the bar will be. */
export function VerdictPlace({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <>
      <div className="verdict-head verdict-head-waiting">
        <p className="verdict-line">
          <span className="verdict-word" data-tone="unsure">
            {title}
          </span>
        </p>
      </div>
      {children ?? <ToneBar probabilities={null} hollow={false} />}
    </>
  );
}
