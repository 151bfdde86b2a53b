import { consoleConfig } from './streams/control.ts';
import { startPage } from './startPage.ts';

startPage(await consoleConfig());
