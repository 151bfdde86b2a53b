/** What stands in the place of what nobody is to read. */
export const mask = '***';
