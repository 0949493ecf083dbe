/** Which columns of a table are meant. */
import type { ColumnRoles, Inspection } from '#core/contracts/table';
import { UsageError } from './cli-arguments.ts';
import type { ColumnChoice } from './cli-arguments.ts';
import { printableName } from './cli-printable.ts';

export interface ChosenColumns {
  roles: ColumnRoles;
  /** What to say of a choice that nobody made. */
  remark: string | null;
}

/**
 * The columns that are named, by their name or by their number from 1. The texts are guessed where they are not.
 *
 * @throws UsageError that lists the columns there are
 */
export function chooseColumns(inspection: Inspection, choice: ColumnChoice): ChosenColumns {
  const names = inspection.columns.map(({ name }) => name);
  const find = (option: string, given: string): number => {
    const found = placeOf(names, given);
    if (found !== -1) return found;
    throw new UsageError(`There is no column ${given} (--${option}).\n${listed(names)}`);
  };
  const findOne = (option: string, given: string | undefined): number | null =>
    given === undefined ? null : find(option, given);
  const chosen = choice.text.map((given) => find('text-column', given));
  const text = chosen.length > 0 ? [...new Set(chosen)] : (inspection.roles?.text ?? []);
  if (text.length === 0) {
    throw new UsageError(`No column seems to hold texts; name one with --text-column.\n${listed(names)}`);
  }
  return {
    roles: {
      text,
      date: findOne('date', choice.date),
      group: findOne('group', choice.group),
      rating: findOne('rating', choice.rating),
      ...(choice.dateOrder === undefined ? {} : { dateOrder: choice.dateOrder }),
    },
    remark: chosen.length > 0 ? null : remarkOn(inspection, names[text[0] ?? 0] ?? ''),
  };
}

function remarkOn({ shape, columns }: Inspection, name: string): string | null {
  if (columns.length > 1) return `Reading the column ${printableName(name)}; --text-column names another.`;
  const isLine = shape.kind === 'txt' && shape.hasHeader;
  return isLine
    ? `The first line, ${printableName(name)}, is taken for a name; --no-header takes it for a text.`
    : null;
}

function placeOf(names: readonly string[], given: string): number {
  const exact = names.indexOf(given);
  if (exact !== -1) return exact;
  const inAnyCase = names.findIndex((name) => name.trim().toLowerCase() === given.trim().toLowerCase());
  if (inAnyCase !== -1) return inAnyCase;
  const number = /^\d+$/.test(given) ? Number(given) : 0;
  return number >= 1 && number <= names.length ? number - 1 : -1;
}

function listed(names: readonly string[]): string {
  const lines = names.map((name, place) => `  ${String(place + 1).padStart(3)}  ${printableName(name)}`);
  return ['The columns are:', ...lines].join('\n');
}
