/** Names of columns that nobody gave, or gave twice. */

/**
 * As many distinct names as there are cells: an empty one becomes `column 3`, one that stands already gets a number.
 *
 * @param count at least so many
 */
export function distinctNames(given: readonly string[], count = given.length): string[] {
  const names: string[] = [];
  const taken = new Set(given.map((name) => name.trim()));
  const used = new Set<string>();
  for (let i = 0; i < Math.max(count, given.length); i += 1) {
    const wished = given[i]?.trim() ?? '';
    const name =
      wished !== '' && !used.has(wished) ? wished : firstFree(wished || 'column', wished ? 2 : i + 1);
    used.add(name);
    names.push(name);
  }
  return names;

  function firstFree(base: string, from: number): string {
    for (let number = from; ; number += 1) {
      const name = `${base} ${number}`;
      if (!used.has(name) && !taken.has(name)) return name;
    }
  }
}

/** The name itself, or with a number behind it where it is taken. */
export function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let number = 2; taken.includes(free); number += 1) free = `${name}_${String(number)}`;
  return free;
}
