import { Observable } from 'rxjs';
import { CONSOLE_PATH, type ServerNews } from '../../shared/news.ts';

/** The events of the server of the page. Each subscription opens a new stream, without earlier events. */
export const serverNews$: Observable<ServerNews> = new Observable<ServerNews>((subscriber) => {
  const source = new EventSource(`${CONSOLE_PATH}/news`);
  source.onmessage = ({ data }: MessageEvent<string>) => {
    subscriber.next(JSON.parse(data) as ServerNews);
  };
  return () => {
    source.close();
  };
});
