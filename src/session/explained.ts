/**
 * What happened, and what it is likely to come from: by an HTTP status, or by the code of a Bayeux error such as
 * `403::denied`, for that is one of HTTP.
 *
 * @param otherwise - what it is likely to come from where there is neither.
 */
export function explained(reason: string, httpStatus?: number, otherwise = ''): string {
  const [, code] = /^(\d{3}):/.exec(reason) ?? [];
  const status = httpStatus ?? (code === undefined ? undefined : Number(code));
  const cause = status === undefined ? otherwise : causeOf(status);
  const told = code === undefined ? reason : `the server said ${reason}`;
  return `${withoutStop(told)}.${cause && ` ${cause}`}`;
}

export const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '');

function causeOf(status: number): string {
  if (status === 401) return 'User, password or token is missing, wrong or expired.';
  if (status === 403)
    return 'The user may not use this, or a proxy or CORS takes away the session’s cookie or the header X-CSRF-TOKEN.';
  return status >= 500 || status === 429
    ? 'The server, or a proxy in front of it, is down or overloaded.'
    : 'GWS does not answer so: the URL or path is another here, or the login page of a single sign-on stands before it.';
}
