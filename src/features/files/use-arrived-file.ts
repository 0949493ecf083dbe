/** A file of rows that came to the app from outside opens here, whatever is shown of this place. */

/**
 * @param open shows the file
 * @returns something to say of what came; empty when there is not
 */
export function useArrivedFile(_open: (file: File) => void): string {
  return '';
}
