/** How the file is read, to be changed where the guess is wrong. Only what matters for its kind is shown. */
import { useId } from 'react';
import { delimiters, encodings, tableKinds } from '#core/contracts/table';
import type { TableShape } from '#core/contracts/table';
import { filesWords } from '../../i18n/files.ts';

interface ShapeControlsProps {
  /** As far as it is known. */
  shape: Partial<TableShape>;
  sheets: readonly string[];
  hasHeaderChoice: boolean;
  isFree: boolean;
  onChange: (changes: Partial<TableShape>) => void;
}

export function ShapeControls({ shape, sheets, hasHeaderChoice, isFree, onChange }: ShapeControlsProps) {
  const words = filesWords.preview;
  const { kind, skipLines = 0 } = shape;
  const isBook = kind === 'xlsx';
  return (
    <fieldset className="shape" disabled={!isFree}>
      <legend className="section-title">{words.shapeTitle}</legend>
      <Choice
        label={words.kind}
        value={kind}
        options={tableKinds.map((one) => ({ value: one, name: words.kinds[one] }))}
        onChange={(next) => onChange({ kind: next })}
      />
      {kind === 'csv' && (
        <Choice
          label={words.delimiter}
          value={shape.delimiter}
          options={delimiters.map((one) => ({ value: one, name: words.delimiters[one] }))}
          onChange={(delimiter) => onChange({ delimiter })}
        />
      )}
      {!isBook && (
        <Choice
          label={words.encoding}
          value={shape.encoding}
          options={encodings.map((one) => ({ value: one, name: words.encodings[one] }))}
          onChange={(encoding) => onChange({ encoding })}
        />
      )}
      {isBook && sheets.length > 1 && (
        <Choice
          label={words.sheet}
          value={shape.sheet ?? sheets[0]}
          options={sheets.map((name) => ({ value: name, name }))}
          onChange={(sheet) => onChange({ sheet })}
        />
      )}
      {(kind === 'csv' || kind === 'xlsx') && (
        <Choice
          label={words.skipLines}
          value={String(skipLines)}
          options={lineCounts(skipLines).map((count) => ({
            value: String(count),
            name: words.skippedLines(kind, count),
          }))}
          onChange={(count) => onChange({ skipLines: Number(count) })}
        />
      )}
      {hasHeaderChoice && (
        <label className="check">
          <input
            type="checkbox"
            checked={shape.hasHeader ?? false}
            onChange={({ currentTarget }) => onChange({ hasHeader: currentTarget.checked })}
          />
          <span>{kind === 'txt' ? words.headerLine : words.header}</span>
        </label>
      )}
    </fieldset>
  );
}

const mostLinesOffered = 20;

/** From none to as many as anybody puts above a table, or as there are. */
function lineCounts(chosen: number): number[] {
  return Array.from({ length: Math.max(mostLinesOffered, chosen) + 1 }, (_, count) => count);
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value | undefined;
  options: readonly { value: Value; name: string }[];
  onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  const id = useId();
  return (
    <div className="choice">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="select"
        value={value ?? ''}
        onChange={({ currentTarget }) => {
          const chosen = options.find((option) => option.value === currentTarget.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {value === undefined && <option value="">{filesWords.preview.notKnown}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    </div>
  );
}
