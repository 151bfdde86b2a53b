import { warnOnConsole } from '../console.ts';

/** What became of a notification. */
export interface Published {
  readonly kind: 'messages' | 'chat' | 'error';
  readonly chatId?: string;
  readonly subject: string;
  /**
   * `stored`; `duplicate`: it was stored before; `superseded`: a state that is older than the stored one; `refused`: it can
   * never be stored, see the report.
   */
  readonly outcome: 'stored' | 'duplicate' | 'superseded' | 'refused';
  /** The sequence number in the stream; absent for what was not published. */
  readonly sequence?: number;
  /** `Nats-Msg-Id`; states have none. */
  readonly id?: string;
  /** From the arrival at `toJetStream` to the acknowledgement, in milliseconds. */
  readonly latency: number;
}

/** What went wrong without ending anything. Plain data. */
export interface JetStreamReport {
  /**
   * `limit`: the stream discards; `retry`: the broker does not accept, and the publish is repeated; `recovered`: it accepts
   * again; `refused`: a notification that can never be stored; `overflow`: the buffer is full; `lost`: what overflowed was not
   * fetched again; `damaged`: a payload that cannot be read; `interrupted`: reading starts again; `handler`: the handler
   * failed, and the message is delivered again; `session`: a session of a bridge reports a failure; `lease`: an agent's lease was
   * lost or has expired.
   */
  readonly kind:
    | 'limit'
    | 'retry'
    | 'recovered'
    | 'refused'
    | 'overflow'
    | 'lost'
    | 'damaged'
    | 'interrupted'
    | 'handler'
    | 'session'
    | 'lease';
  /** One readable line. */
  readonly message: string;
  readonly chatId?: string;
  /** The agent of a bridge. */
  readonly agent?: string;
  /** The sequence number in the stream. */
  readonly sequence?: number;
  readonly subject?: string;
  /** The payload that cannot be read. */
  readonly raw?: string;
}

/** Receives each report, when it happens. */
export type OnReport = (report: JetStreamReport) => void;

export const warnOfReport: OnReport = ({ message }) => {
  warnOnConsole(`JetStream: ${message}`);
};
