/** The three probabilities as one bar: negative hatched, neutral plain, positive solid. */
import { tones } from '#core/contracts/analysis';
import type { Probabilities } from '#core/contracts/analysis';

interface ToneBarProps {
  /** Null draws the bar's place. */
  probabilities: Probabilities | null;
  /** Only outlines: nothing in it is sure enough to be an answer. */
  hollow: boolean;
}

/** Draws the bar; the figures beneath it say the same in numbers, so it is hidden from assistive tools. */
export function ToneBar({ probabilities, hollow }: ToneBarProps) {
  return (
    <div className="tone-bar" data-hollow={hollow} data-empty={probabilities === null} aria-hidden="true">
      {tones.map((tone) => (
        <span
          key={tone}
          className="tone-bar-part"
          data-tone={tone}
          // Less than half a percent would be a sliver that its own figure calls nothing.
          hidden={(probabilities?.[tone] ?? 0) < 0.005}
          style={{ flexGrow: probabilities?.[tone] ?? 0 }}
        />
      ))}
    </div>
  );
}
