import { root } from '../../scripts/docs/project.ts';
import { testPages } from '../../scripts/docs/site/testPages.ts';

/** A page for each prefix of the guarantees: their sentences, and the tests that prove them. */
const routes: { paths: () => ReturnType<typeof testPages> } = { paths: () => testPages(root) };

export default routes;
