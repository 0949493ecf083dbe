/** The kinds of rows with how many there are of each; pressing one shows these alone. */
import { verdictLabels } from '#core/contracts/analysis';
import type { RowKind, RunCounts } from '#core/contracts/run';
import { filesWords } from '../../i18n/files.ts';

const furtherKinds = ['empty', 'other-language', 'failed', 'malformed'] as const satisfies readonly RowKind[];

interface LabelTabsProps {
  /** Rows of the file. */
  total: number;
  /** Of those that were read. */
  counts: RunCounts;
  /** None: all of them. */
  chosen: readonly RowKind[];
  onChoose: (kinds: readonly RowKind[]) => void;
}

export function LabelTabs({ total, counts, chosen, onChoose }: LabelTabsProps) {
  const words = filesWords.table;
  const further = furtherKinds.filter((kind) => countOf(counts, kind) > 0 || chosen.includes(kind));
  return (
    <div className="label-tabs" role="group" aria-label={words.title}>
      <Tab label={words.tab(words.all, total)} isChosen={chosen.length === 0} onPress={() => onChoose([])} />
      {[...verdictLabels, ...further].map((kind) => (
        <Tab
          key={kind}
          label={words.tab(words.kinds[kind], countOf(counts, kind))}
          isChosen={chosen.includes(kind)}
          onPress={() => onChoose(chosen.length === 1 && chosen[0] === kind ? [] : [kind])}
        />
      ))}
    </div>
  );
}

interface TabProps {
  label: string;
  isChosen: boolean;
  onPress: () => void;
}

function Tab({ label, isChosen, onPress }: TabProps) {
  return (
    <button type="button" className="label-tab" aria-pressed={isChosen} onClick={onPress}>
      {label}
    </button>
  );
}

function countOf(counts: RunCounts, kind: RowKind): number {
  switch (kind) {
    case 'empty':
      return counts.empty;
    case 'other-language':
      return counts.otherLanguage;
    case 'failed':
      return counts.failed;
    case 'malformed':
      return counts.malformed;
    case 'negative':
    case 'neutral':
    case 'positive':
    case 'mixed':
    case 'unsure':
      return counts.byLabel[kind];
  }
}
