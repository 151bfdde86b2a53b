/** What to do about a denial, by its HTTP status, or by the Bayeux error that is its reason, such as `403::denied`. */
export function remedyOf(reason: string, httpStatus?: number): string {
  if (reason.startsWith('The server denied the subscription'))
    return 'Name another channel with --channel, or have the user given the rights to this one.';
  const code = `${httpStatus ?? reason}`.slice(0, 3);
  if (code === '401') return 'The password is in GWS_PASSWORD, or asked for; a token is in GWS_TOKEN.';
  if (code === '403')
    return 'Have the user given the rights to chats, or look at what a proxy between makes of requests.';
  if (/^[23]\d\d$/.test(code))
    return 'Is --url the base of GWS, such as https://gws.example.com, and reached without a login page?';
  return 'See the log of the server for the cause.';
}
