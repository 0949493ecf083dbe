/** Which columns hold the texts, the dates, the groups and the ratings. */
import { Fragment, useId } from 'react';
import type { ColumnGuess, ColumnRoles, TableRow } from '#core/contracts/table';
import { filesWords } from '../../i18n/files.ts';
import { DateOrderChoice } from './date-order-choice.tsx';
import { placedColumns } from './shape-words.ts';

interface ColumnChoiceProps {
  columns: readonly ColumnGuess[];
  /** The first ones. */
  rows: readonly TableRow[];
  roles: ColumnRoles;
  isFree: boolean;
  onChange: (roles: ColumnRoles) => void;
  anyLanguage: boolean;
  onAnyLanguage: (isWanted: boolean) => void;
  /** A column was found that may be a text. */
  hasGuess: boolean;
}

const single = ['date', 'group', 'rating'] as const satisfies readonly (keyof ColumnRoles)[];

export function ColumnChoice(props: ColumnChoiceProps) {
  const { columns, rows, roles, isFree, onChange, anyLanguage, onAnyLanguage, hasGuess } = props;
  const words = filesWords.preview;
  const placed = placedColumns(columns.map(({ name }) => name));
  return (
    <fieldset className="columns" disabled={!isFree}>
      <legend className="section-title">{words.columnsTitle}</legend>
      <fieldset className="columns-text" aria-describedby="columns-text-hint">
        <legend>{words.text}</legend>
        <div className="columns-list">
          {placed.map(({ place, name }) => (
            <label key={place} className="check">
              <input
                type="checkbox"
                checked={roles.text.includes(place)}
                onChange={({ currentTarget }) =>
                  onChange({ ...roles, text: withColumn(roles.text, place, currentTarget.checked) })
                }
              />
              <span className="column-name">{name}</span>
            </label>
          ))}
        </div>
        <p id="columns-text-hint" className="small">
          {roles.text.length > 0 && words.textHint}
          {roles.text.length === 0 && (hasGuess ? words.textMissing : words.noText)}
        </p>
      </fieldset>
      {columns.length > 1 &&
        single.map((role) => (
          <Fragment key={role}>
            <SingleColumn
              label={words[role]}
              columns={placed}
              chosen={roles[role]}
              onChange={(column) =>
                onChange({ ...roles, [role]: column, ...(role === 'date' ? { dateOrder: undefined } : {}) })
              }
            />
            {role === 'date' && <DateOrderChoice rows={rows} roles={roles} onChange={onChange} />}
          </Fragment>
        ))}
      <label className="check" title={words.anyLanguageHint}>
        <input
          type="checkbox"
          checked={anyLanguage}
          aria-describedby="any-language-hint"
          onChange={({ currentTarget }) => onAnyLanguage(currentTarget.checked)}
        />
        <span>{words.anyLanguage}</span>
      </label>
      <p id="any-language-hint" className="small check-hint">
        {words.anyLanguageHint}
      </p>
    </fieldset>
  );
}

/** In the order of the columns, whatever the order they were chosen in. */
function withColumn(chosen: readonly number[], column: number, isChosen: boolean): number[] {
  const others = chosen.filter((one) => one !== column);
  return isChosen ? [...others, column].toSorted((a, b) => a - b) : others;
}

interface SingleColumnProps {
  label: string;
  columns: readonly { place: number; name: string }[];
  chosen: number | null;
  onChange: (column: number | null) => void;
}

const none = '';

function SingleColumn({ label, columns, chosen, onChange }: SingleColumnProps) {
  const id = useId();
  return (
    <div className="choice">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="select"
        value={chosen ?? none}
        onChange={({ currentTarget: { value } }) => onChange(value === none ? null : Number(value))}
      >
        <option value={none}>{filesWords.preview.none}</option>
        {columns.map(({ place, name }) => (
          <option key={place} value={place}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
