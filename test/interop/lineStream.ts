import { Duplex } from 'node:stream';
import type { Line } from '../../src/simulator/networkFaults.ts';

/** A connection as its server has it, with what the simulated network does to its bytes. */
export function lineStream({ socket, passes, send }: Line): Duplex {
  const carry = (bytes: Buffer, done: () => void): void => {
    // Only when it has arrived the next may go: bytes keep their order, however late they are.
    send(() => {
      socket.write(bytes);
      done();
    });
  };
  const stream = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      carry(chunk, done);
    },
    writev(chunks: readonly { readonly chunk: Buffer }[], done) {
      carry(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
    },
    final(done) {
      socket.end();
      done();
    },
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (bytes) => {
    if (passes()) stream.push(bytes);
  });
  socket.once('close', () => stream.destroy());
  // What a socket has beside a stream, as far as faye asks for it.
  return Object.assign(stream, { setTimeout: () => stream, setNoDelay: () => stream });
}
