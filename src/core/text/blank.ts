/** Whether there is nothing in a text that somebody could see: spaces, controls and halves of characters alone. */
export function isBlank(text: string): boolean {
  return !/[\p{L}\p{N}\p{P}\p{S}]/u.test(text);
}
