/** As many characters as a reason and the message of a failure have at most. */
const longest = 500;

export const shortReason = (reason: string): string =>
  reason.length > longest ? `${reason.slice(0, longest - 1)}…` : reason;
