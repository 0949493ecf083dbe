/** Tells the engines of this page from those of other pages, however many it makes. */
export const visit = crypto.randomUUID();
