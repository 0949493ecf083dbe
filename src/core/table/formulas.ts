/**
 * Cells that a spreadsheet would take for a formula, and might then run: what OWASP names under "CSV Injection"
 * (https://owasp.org/www-community/attacks/CSV_Injection), behind white space and quotes as well.
 */
const formulaPattern = /^[\s"\u200B\uFEFF\0]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;
const numberPattern = /^\s*[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:e[+-]?\d+)?\s*(?:%\s*)?$/i;

/**
 * Where another program cuts at semicolons, tabs or bars, and so takes no quotes for such, a cell begins behind each of
 * them and behind each line end.
 */
const cellStarts = /[;\t|\r\n][;|\s"\u200B\uFEFF\0]*/g;
/** There are lists and `;-)` as well: a plus or a minus is of a formula where that calls, points or asks a program. */
const innerFormula =
  /[=@\uFF1D\uFF20]|[+\-\uFF0B\uFF0D](?!\s*[)\]}*/|])(?=(?:[^;\t\r\n]*?(?:[^\s;][(\uFF08]|[|\uFF5C]|[!\uFF01]\S)|\s*[(\uFF08]))/y;

/** The text with an apostrophe before all that could be a formula; a number stays one. */
export function withoutFormula(text: string): string {
  const safe = withoutInnerFormulas(text);
  return formulaPattern.test(text) && !numberPattern.test(text) ? `'${safe}` : safe;
}

/** Cells are long: a pattern that looked for the start of a cell and for a sign in one would look at most of it twice. */
function withoutInnerFormulas(text: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (const start of text.matchAll(cellStarts)) {
    const at = start.index + start[0].length;
    innerFormula.lastIndex = at;
    if (!innerFormula.test(text)) continue;
    pieces.push(text.slice(from, at), "'");
    from = at;
  }
  return from === 0 ? text : pieces.join('') + text.slice(from);
}
