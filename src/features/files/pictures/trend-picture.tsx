/** The share of negative over time, by the period the person likes. */
import { useCallback, useId } from 'react';
import type { Trend } from '#core/contracts/report';
import { trendUnits } from '#core/contracts/run';
import type { TrendUnit } from '#core/contracts/run';
import { drawTrend } from '#core/report/drawings/trend';
import { picturesWords as words } from '../../../i18n/pictures.ts';
import { Picture } from './picture.tsx';
import type { PictureProps } from './picture.tsx';

interface TrendPictureProps extends Pick<PictureProps, 'runName' | 'source' | 'onFilter'> {
  trend: Trend;
  /** Null: as the dates and their rows have it. */
  unit: TrendUnit | null;
  onUnit: (unit: TrendUnit | null) => void;
}

const auto = 'auto';

export function TrendPicture({ trend, unit, onUnit, ...common }: TrendPictureProps) {
  const id = useId();
  const draw = useCallback((width: number) => drawTrend(trend, width), [trend]);
  return (
    <Picture {...common} draw={draw}>
      <p className="picture-choice">
        <label htmlFor={id}>{words.trendUnit}</label>
        <select
          id={id}
          className="select"
          value={unit ?? auto}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            onUnit(trendUnits.find((each) => each === chosen) ?? null);
          }}
        >
          {([auto, ...trendUnits] as const).map((each) => (
            <option key={each} value={each}>
              {each === auto && unit === null
                ? words.fittingUnit(words.trendUnits[trend.unit])
                : words.trendUnits[each]}
            </option>
          ))}
        </select>
      </p>
    </Picture>
  );
}
