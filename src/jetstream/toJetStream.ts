import type { JetStreamClient } from '@nats-io/jetstream';
import { Observable, type OperatorFunction } from 'rxjs';
import { checkOptions } from '../fold/checkOptions.ts';
import type { ChatNotification } from '../model/index.ts';
import { explainedFailure } from './failure.ts';
import { publishSettings, type ToJetStreamOptions } from './publishOptions.ts';
import { startPublisher } from './publisher.ts';
import type { Published } from './reports.ts';

/**
 * Publishes notifications to a stream of NATS JetStream, and emits what became of each: messages, states and errors one by
 * one, under `gws.<tenant>.<agent>.<chat>` with `.m`, `.s` or `.e`. The payload is a line of a recording, redacted by default.
 *
 * - A message has an id of its chat, epoch, index and content: what is published again, by another bridge or after a crash,
 *   is stored once.
 * - A state is stored if it differs from the last stored one. A bridge that is behind stores no state that goes on after one
 *   that is final.
 * - Messages of a chat are stored in order; many chats are published in parallel. A publish that is not acknowledged is
 *   repeated.
 *
 * Completes when everything is published. Errors with a `JetStreamSetupError` if the stream cannot be used or the connection
 * is closed, and with the error of the source. Everything else is reported, and repeated.
 *
 * @throws TypeError if an option is invalid; the message names it.
 */
export function toJetStream(
  js: JetStreamClient,
  options: ToJetStreamOptions,
): OperatorFunction<ChatNotification, Published> {
  const settings = publishSettings(checkOptions('toJetStream', options), options);
  return (source) =>
    new Observable((subscriber) => {
      const publisher = startPublisher({
        js,
        settings,
        onPublished: (published) => {
          subscriber.next(published);
        },
        onStopped: (error) => {
          if (error !== undefined) subscriber.error(explainedFailure(error, `Stream "${settings.stream}"`));
        },
      });
      subscriber.add(publisher.stop);
      subscriber.add(
        source.subscribe({
          next: publisher.take,
          error: (error: unknown) => {
            subscriber.error(error);
          },
          complete: () => {
            publisher.finish(() => {
              subscriber.complete();
            });
          },
        }),
      );
    });
}
