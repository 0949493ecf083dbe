/** Hands a file to the person: nothing of it leaves the device. */

/** The address has to last until the browser has begun to write the file. */
const keptMs = 60_000;

// What some system does not let be part of a name, and what would hide in one.
const unfit = /[\p{Cc}\p{Cf}\p{Cs}/\\:*?"<>|]+/gu;
const longestName = 80;

/** "guest-survey-trend.png": the name of a run's file without its ending, what is saved of it, and of what kind. */
export function fileNameFor(runName: string, part: string, ending: string): string {
  const stem = runName
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replaceAll(unfit, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[. ]+|[. ]+$/g, '');
  const cut = Array.from(stem).slice(0, longestName).join('').trim();
  return `${cut === '' ? 'table' : cut}-${part}.${ending}`;
}

/** Saves it where the browser saves downloads, or lets the person choose. */
export function saveFile(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), keptMs);
}
