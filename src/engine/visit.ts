/** Tells the engines of this page from those of other pages, however many it makes. Where the connection is not safe there are none. */
export const visit = isSecureContext ? crypto.randomUUID() : '';
