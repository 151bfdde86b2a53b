import { exitCodes } from './exitCodes.ts';
import { exitHelp } from './exitHelp.ts';

const { denied, lost, damaged } = exitCodes;

const environment = `Environment:
  GWS_URL              in place of --url
  GWS_USER             in place of --user
  GWS_PASSWORD         the password; without it the terminal is asked
  GWS_TOKEN            a bearer token, in place of user and password
  NODE_EXTRA_CA_CERTS  a file of certificates to trust, for a server of your own authority
  NO_COLOR             no colours`;

/** What stands below the options of each command. */
export const help: Readonly<Record<'program' | 'watch' | 'simulate' | 'demo' | 'bridge', string>> = {
  program: `
Chats that Genesys Web Services (GWS) pushes over CometD: to look at, to record, to develop against.

To begin with:
  chat-notifications demo                 15 seconds of chats of a simulated server that is killed half way
  chat-notifications simulate             a server of your own to develop against
  chat-notifications watch --help         everything about watching a real one

${exitHelp()}`,

  watch: `
In a terminal the view is redrawn in place; in a pipe it is one line an event. The command reconnects after every loss
and fetches what it missed. Ctrl-C closes the session on the server.

With --ndjson nothing but JSON goes to standard output: a header, then a line for each notification, in the form of a
recording, so that what was saved can be replayed. Whatever else there is to tell goes to standard error. Card numbers,
e-mail addresses, IBANs and phone numbers are masked in it and in recordings, and shown in the view.

A recording that exists is not written over. Filters hold for the view, NDJSON and the recording alike.

Examples:
  chat-notifications watch --url https://gws.example.com --user sam
  chat-notifications watch --url https://gws.example.com --user sam --record today.ndjson
  GWS_TOKEN=$(get-token) chat-notifications watch --url https://gws.example.com --ndjson | jq '.data // empty'
  chat-notifications watch --replay today.ndjson --speed 10 --chat 0000WA9CAM6W00J
  zcat old.ndjson.gz | chat-notifications watch --replay - --speed max --ndjson --kind messages

${environment}

${exitHelp()}`,

  simulate: `
A real CometD server on 127.0.0.1 that wants what GWS wants: credentials, a cookie and a CSRF token. Its chats open, talk
and end by themselves, the same for the same seed. While it runs, type faults, or chats of your own: help lists them.
Lines of a pipe do as well.

Examples:
  chat-notifications simulate --port 8090
  chat-notifications simulate --chats 50 --rate 200
  (sleep 60; echo restart 2000) | chat-notifications simulate
  chat-notifications simulate --no-auth </dev/null &

${exitHelp(denied, lost, damaged)}`,

  bridge: `
Several bridges with the same agents and stream share the agents. If one crashes, the others take its agents over within
twice --lifetime, and fetch what was missed. Consumers read every message once.

The file of agents is a list in JSON:
  [{ "agent": "sam", "password": "secret" }, { "agent": "ann", "tenant": "acme", "user": "a.smith", "token": "…" }]

Environment:
  NATS_URL         in place of --nats
  NATS_CREDS       in place of --nats-creds
  GWS_URL          in place of --url
  CHAT_BRIDGE_KEY  keys the hash of contents in message ids; the same for all bridges

Examples:
  chat-notifications bridge --nats nats://localhost:4222 --agents agents.json --url https://gws.example.com --create-stream
  chat-notifications bridge --nats nats://localhost:4222 --agents agents.json --metrics 9464
  chat-notifications watch --nats nats://localhost:4222 --since 1h

${exitHelp(denied, lost, damaged)}`,

  demo: `
It logs in to a simulated GWS over real HTTP long polling and shows its chats. Half way the server is killed, some messages
come twice and some late; at the end every transcript is compared with what was really said. It takes 15 seconds.

With --url and --user it watches a real GWS instead, as watch does.

${exitHelp(lost, damaged)}`,
};
