/**
 * What happened, and what it is likely to come from: by an HTTP status, or by the code of a Bayeux error such as
 * `403::denied`, for that is one of HTTP.
 *
 * @param otherwise - what it is likely to come from where there is neither.
 */
export function explained(reason: string, httpStatus?: number, otherwise = ''): string {
  const status = httpStatus ?? Number(/^\d{3}(?=:)/.exec(reason)?.[0]);
  const cause =
    status === 401
      ? ' User, password or token is wrong or expired.'
      : status === 403
        ? ' The user may not use it, or a proxy drops the cookie or X-CSRF-TOKEN.'
        : status === 429 || status > 499
          ? ' The server or its proxy is down or busy.'
          : status < 400 || httpStatus === 404
            ? ' That is not GWS: a login page, or a wrong URL.'
            : otherwise;
  return withoutStop(reason) + '.' + cause;
}

export const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '');
