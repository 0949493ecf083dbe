/** The figures of a blind check that has ended: agreement, the shares of the file corrected by it, who said what. */
import type { Ref } from 'react';
import { personLabels } from '#core/report/agreement';
import type { Kappa } from '#core/report/kappa';
import { verdictLabels } from '#core/contracts/analysis';
import type { Run } from '#core/contracts/run';
import { wholeParts } from '#core/score/whole-percents';
import { formatCount, formatList, formatPercent } from '../../i18n/formats.ts';
import { reviewWords } from '../../i18n/review.ts';
import { labelWords } from '../../i18n/tones.ts';
import type { BlindCheck } from '../../storage/blind-check.ts';
import { ToneMark } from '../../ui/tone-mark.tsx';
import type { BlindFigures, BlindStanding } from '../../storage/blind-figures.ts';
import { CheckMethod } from './check-method.tsx';
import { inSentence } from './model-answer.ts';
import { ShareRange } from './share-range.tsx';

interface BlindFiguresViewProps {
  run: Run;
  check: BlindCheck;
  standing: BlindStanding;
  figures: BlindFigures;
  titleRef: Ref<HTMLHeadingElement>;
}

export function BlindFiguresView({ run, check, standing, figures, titleRef }: BlindFiguresViewProps) {
  const { answered, total, notBlind } = standing;
  return (
    <section className="review-figures" aria-labelledby="review-figures-title">
      <h2 id="review-figures-title" className="review-heading" ref={titleRef} tabIndex={-1}>
        {reviewWords.figures}
      </h2>
      <p className="small">
        {answered === total ? reviewWords.figuresWhole(total) : reviewWords.figuresPart(answered, total)}
        {notBlind > 0 && ` ${reviewWords.figuresNotBlind(notBlind)}`}
      </p>
      <AgreementFigures figures={figures} />
      <Shares run={run} figures={figures} />
      <WhoSaidWhat figures={figures} />
      <CheckMethod run={run} check={check} standing={standing} />
    </section>
  );
}

function AgreementFigures({ figures: { agreement } }: { figures: BlindFigures }) {
  const { percent, kappa, unsure } = agreement;
  return (
    <>
      <h3 className="section-title review-figures-part">{reviewWords.agreement}</h3>
      {percent.of === 0 ? (
        <p>{reviewWords.agreeNone}</p>
      ) : (
        <>
          <p className="review-agreement">
            {reviewWords.agree(percent.count, percent.of)}{' '}
            <strong>
              {reviewWords.percentRange(...inPercent(percent.share, percent.low, percent.high))}
            </strong>
          </p>
          <p>
            {reviewWords.kappa} <strong>{kappa === null ? reviewWords.kappaNone : kappaWords(kappa)}</strong>{' '}
            <span className="small">{reviewWords.kappaHelp}</span>
          </p>
          {unsure > 0 && <p className="small">{reviewWords.unsureLeft(unsure)}</p>}
        </>
      )}
    </>
  );
}

function kappaWords({ kappa, low, high }: Kappa): string {
  return reviewWords.kappaRange(kappa, low, high);
}

function inPercent(share: number, low: number, high: number): [number, number, number] {
  return [Math.round(share * 100), Math.round(low * 100), Math.round(high * 100)];
}

function Shares({ run, figures: { corrected } }: { run: Run; figures: BlindFigures }) {
  const { byLabel, read } = run.counts;
  const { negative } = corrected.shares;
  const alone = wholeParts(verdictLabels.map((label) => byLabel[label] / read));
  return (
    <>
      <h3 className="section-title review-figures-part">{reviewWords.shares}</h3>
      <p className="review-agreement">
        {reviewWords.sharesNote(
          reviewWords.negativeRange(...inPercent(negative.share, negative.low, negative.high)),
          formatPercent(alone[0] ?? 0),
        )}
      </p>
      <table className="table" aria-label={reviewWords.shares}>
        <thead>
          <tr>
            <th scope="col">{reviewWords.sharesLabel}</th>
            <th scope="col" className="review-range-column" aria-hidden="true" />
            <th scope="col" className="number">
              {reviewWords.sharesCorrected}
            </th>
            <th scope="col" className="number">
              {reviewWords.sharesAlone}
            </th>
          </tr>
        </thead>
        <tbody>
          {verdictLabels.map((label, place) => {
            const share = label === 'unsure' ? null : corrected.shares[label];
            return (
              <tr key={label}>
                <th scope="row">
                  <span className="review-tone">
                    <ToneMark tone={label} />
                    {labelWords[label]}
                  </span>
                </th>
                <td className="review-range-column" aria-hidden="true">
                  {share !== null && <ShareRange tone={label} range={share} alone={byLabel[label] / read} />}
                </td>
                <td className="number">
                  {share === null
                    ? reviewWords.none
                    : reviewWords.percentRange(...inPercent(share.share, share.low, share.high))}
                </td>
                <td className="number">{formatPercent(alone[place] ?? 0)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="small review-figures-note">
        {reviewWords.rangeHelp}
        <span className="review-range-key" aria-hidden="true">
          {' '}
          {reviewWords.rangeKey}
        </span>
        {corrected.unseen.length > 0 &&
          ` ${reviewWords.sharesUnseen(formatList(corrected.unseen.map(inSentence)))}`}
      </p>
    </>
  );
}

function WhoSaidWhat({ figures: { table } }: { figures: BlindFigures }) {
  return (
    <details className="details">
      <summary>{reviewWords.table}</summary>
      <table className="table" aria-label={reviewWords.table}>
        <thead>
          <tr>
            <th scope="col">{reviewWords.tableCorner}</th>
            {personLabels.map((label) => (
              <th key={label} scope="col" className="number">
                {reviewWords.tableYou(inSentence(label))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {verdictLabels.map((model) => (
            <tr key={model}>
              <th scope="row">{labelWords[model]}</th>
              {personLabels.map((person) => (
                <td key={person} className="number">
                  {formatCount(table[model][person])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
