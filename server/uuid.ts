const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** As `randomUUID` of Node makes them. */
export function isUuid(text: string): boolean {
  return uuid.test(text);
}
