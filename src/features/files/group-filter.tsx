/** Which group of rows is shown: chosen from a list, or typed where there are too many to list. */
import { useDeferredValue, useEffect, useId, useState } from 'react';
import type { Run } from '#core/contracts/run';
import type { Runs } from '../../engine/runs/runs.ts';
import { filesWords } from '../../i18n/files.ts';
import { Choice } from './choice.tsx';
import { mostListed, useKnownGroups } from './use-known-groups.ts';

const words = filesWords.table;

interface GroupFilterProps {
  runs: Runs;
  run: Pick<Run, 'id' | 'roles'>;
  group: string | undefined;
  /** Undefined for all groups. */
  onChange: (group: string | undefined) => void;
}

export function GroupFilter(props: GroupFilterProps) {
  const { runs, run, group, onChange } = props;
  const { names, total } = useKnownGroups(runs, run);
  if (total === 0) return null;
  if (total > mostListed) return <TypedGroup {...props} total={total} />;
  const sorted = names.toSorted((a, b) => a.localeCompare(b));
  return (
    <Choice
      label={words.group}
      value={group ?? ''}
      options={[['', words.anyGroup], ...sorted.map((name): [string, string] => [name, name])]}
      onChange={(name) => onChange(name === '' ? undefined : name)}
    />
  );
}

/** The browser offers the largest that hold what is typed; one counts as soon as its name stands there. */
function TypedGroup({ runs, run, group, total, onChange }: GroupFilterProps & { total: number }) {
  const id = useId();
  const [typed, setTyped] = useState(group ?? '');
  const { names } = useKnownGroups(runs, run, useDeferredValue(typed));

  // What comes from elsewhere, such as the way back, takes the field over.
  const [seen, setSeen] = useState(group);
  if (seen !== group) {
    setSeen(group);
    setTyped(group ?? '');
  }

  useEffect(() => {
    if (typed !== group && names.includes(typed)) onChange(typed);
  }, [typed, group, names, onChange]);

  function change(text: string): void {
    setTyped(text);
    if (text === '') onChange(undefined);
  }

  return (
    <div className="field">
      <label htmlFor={id}>{words.group}</label>
      <input
        id={id}
        className="input"
        type="search"
        list={`${id}-names`}
        value={typed}
        placeholder={words.groupsOf(total)}
        autoComplete="off"
        onChange={({ currentTarget }) => change(currentTarget.value)}
        onBlur={() => setTyped(group ?? '')}
      />
      <datalist id={`${id}-names`}>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
    </div>
  );
}
