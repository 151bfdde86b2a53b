import type { OutgoingHttpHeaders } from 'node:http';

/** What a request is answered with. */
export interface Answer {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
  /** Further headers, which are made when the answer is sent. */
  readonly lateHeaders?: () => OutgoingHttpHeaders;
}

/** Wire: the outcomes that every answer of GWS bears in its `statusCode`, as its reference numbers them. */
export const OUTCOME = {
  success: 0,
  parameterMissing: 1,
  notInThisState: 2,
  forbidden: 3,
  internalError: 4,
  notFound: 6,
  invalidValue: 10,
  notAuthenticated: 20,
} as const;

/** A request that is not granted, with the status that says so. */
export class Refusal extends Error {
  readonly status: number;
  readonly statusCode: number;
  readonly headers: OutgoingHttpHeaders;

  constructor(status: number, statusCode: number, message: string, headers: OutgoingHttpHeaders = {}) {
    super(message);
    this.status = status;
    this.statusCode = statusCode;
    this.headers = headers;
  }
}

export const json = (status: number, body: object, headers: OutgoingHttpHeaders = {}): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

export const success = (body: object, headers?: OutgoingHttpHeaders): Answer =>
  json(200, { statusCode: OUTCOME.success, ...body }, headers);

/** Wire: an answer that is no success says why in `statusMessage`, and bears nothing else. */
const refused = ({ status, statusCode, message, headers }: Refusal): Answer =>
  json(status, { statusCode, statusMessage: message }, headers);

/** The answer to a request that failed. */
export const refusalOf = (error: unknown): Answer =>
  refused(error instanceof Refusal ? error : new Refusal(500, OUTCOME.internalError, String(error)));
