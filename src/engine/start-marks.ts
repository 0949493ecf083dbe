/** Notes the reader's states on the page's time line, so that a start can be measured phase by phase. */
import type { Engine, EngineState } from '#core/engine';

/** Of the marks: `reader verifying`, `reader ready` and so on. */
const prefix = 'reader ';

/** Sets a mark (User Timing) whenever the kind of the engine's state changes; they hold nothing of a text. */
export function markStates(engine: Engine): void {
  let last: EngineState['kind'] = engine.state.kind;
  engine.subscribe(() => {
    const { kind } = engine.state;
    if (kind === last) return;
    last = kind;
    performance.mark(prefix + kind);
  });
}
