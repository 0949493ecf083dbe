/**
 * Cells that a spreadsheet would take for a formula, and might then run: what OWASP names under "CSV Injection"
 * (https://owasp.org/www-community/attacks/CSV_Injection), behind white space and quotes as well.
 */
const formulaPattern = /^[\s"\u200B\uFEFF\0]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;
const numberPattern = /^\s*[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:e[+-]?\d+)?\s*%?\s*$/i;

/** The text with an apostrophe before it where it could be a formula; a number stays one. */
export function withoutFormula(text: string): string {
  return formulaPattern.test(text) && !numberPattern.test(text) ? `'${text}` : text;
}
