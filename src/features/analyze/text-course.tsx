/** The course of a long text as a small chart: above the line positive, below it negative. */
import { useMemo } from 'react';
import type { Analysis } from '#core/contracts/analysis';
import { readWords } from '../../i18n/read.ts';
import { courseOf } from './course.ts';

/** A text of fewer sentences is taken in at a glance in the reading view. */
const sentencesWorthDrawing = 12;
const mostStretches = 42;
const stretchWidth = 8;
const gap = 2;
const half = 20;
/** A text that says little is not drawn as if it said much. */
const leastScale = 0.3;

/** The list of sentences says the same in words, so the chart is hidden from assistive tools; the link leads there. */
export function TextCourse({ analysis }: { analysis: Analysis }) {
  const { sentences } = analysis;
  const course = useMemo(() => courseOf(sentences, mostStretches), [sentences]);
  if (sentences.length < sentencesWorthDrawing) return null;
  const width = course.length * stretchWidth - gap;
  const strongest = Math.max(
    leastScale,
    ...course.flatMap((stretch) => [stretch.positive, stretch.negative]),
  );
  return (
    <div className="course">
      <svg
        className="course-chart"
        viewBox={`0 0 ${width} ${2 * half}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <defs>
          <pattern
            id="course-hatch"
            width="3"
            height="3"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect className="course-negative" width="1.6" height="3" />
          </pattern>
        </defs>
        {course.map((stretch, index) => {
          const place = { x: index * stretchWidth, width: stretchWidth - gap };
          const up = (half * stretch.positive) / strongest;
          const down = (half * stretch.negative) / strongest;
          return (
            <g key={stretch.first}>
              <rect {...place} className="course-positive" y={half - up} height={up} />
              <rect {...place} fill="url(#course-hatch)" y={half} height={down} />
              {down > 0 && <rect {...place} className="course-negative" y={half + down - 1} height="1" />}
            </g>
          );
        })}
        <line className="course-line" x1="0" x2={width} y1={half} y2={half} />
      </svg>
      <p className="course-ends small">
        <span>{readWords.courseStart}</span>
        <a href="#evidence">{readWords.whereSeen}</a>
        <span>{readWords.courseEnd}</span>
      </p>
    </div>
  );
}
