/** A drawing on the page, in the page's colours. */
import { memo } from 'react';
import { tailGapPx } from '#core/report/drawing';
import type { Drawing, TextMark } from '#core/report/drawing';
import { dash, shapesOf } from '#core/report/drawing-shapes';
import type { PathShape } from '#core/report/drawing-shapes';

interface DrawingViewProps {
  drawing: Drawing;
  /** CSS pixels that one of the drawing takes. */
  scale: number;
}

/** Drawn anew with a new drawing only: a run that goes on renders what is around it several times a second. */
export const DrawingView = memo(function DrawingView({ drawing, scale }: DrawingViewProps) {
  const { width, height, title, description, marks } = drawing;
  return (
    <svg
      className="drawing"
      width={width * scale}
      height={height * scale}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${title}. ${description}`}
    >
      {shapesOf(marks).map((shape) =>
        shape.kind === 'path' ? (
          <PathView key={`${shape.d} ${shape.fill} ${shape.stroke} ${shape.strokeWidth}`} path={shape} />
        ) : (
          <TextView key={`${shape.x} ${shape.y} ${shape.text}`} mark={shape} />
        ),
      )}
    </svg>
  );
});

function PathView({ path: { d, fill, stroke, strokeWidth, isDashed } }: { path: PathShape }) {
  return (
    <path
      d={d}
      fill={fill === null ? 'none' : undefined}
      data-fill={fill ?? undefined}
      data-stroke={stroke ?? undefined}
      strokeWidth={stroke === null ? undefined : strokeWidth}
      strokeDasharray={isDashed ? dash.join(' ') : undefined}
    />
  );
}

function TextView({ mark }: { mark: TextMark }) {
  const { text, tail, x, y, anchor, sizePx, weight, font, colour } = mark;
  return (
    <text
      x={x}
      y={y}
      textAnchor={anchor}
      fontSize={sizePx}
      fontWeight={weight}
      data-font={font}
      data-fill={colour}
    >
      {text}
      {tail !== undefined && (
        <tspan dx={tailGapPx} data-fill="soft">
          {tail}
        </tspan>
      )}
    </text>
  );
}
