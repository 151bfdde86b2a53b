import { fileURLToPath } from 'node:url';
import { preview } from 'vite';

export const folder: string = fileURLToPath(new URL('../../examples/angular/', import.meta.url));

/** The two builds of the app. */
export type Build = 'zoneless' | 'zone';

/** Pages that are served on a free port. */
export interface Pages {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves a production build of the app, and names GWS and the agent in `options.json`. */
export async function servePages(build: Build, options: object): Promise<Pages> {
  const server = await preview({
    configFile: false,
    logLevel: 'silent',
    root: folder,
    build: { outDir: `dist/${build}` },
    preview: { host: '127.0.0.1', port: 0 },
    plugins: [
      {
        name: 'options',
        configurePreviewServer({ middlewares }) {
          middlewares.use('/options.json', (_request, response) => {
            response.setHeader('Content-Type', 'application/json').end(JSON.stringify(options));
          });
        },
      },
    ],
  });
  const [url] = server.resolvedUrls?.local ?? [];
  if (url === undefined) throw new Error('The pages are not served');
  return { url, close: () => server.close() };
}
