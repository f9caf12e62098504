import type { Request } from 'playwright-core';
import { page } from './signed-in';

/* The page of events, as its tests see it. */

export const rows = () => page.locator('[role=row][data-id]');

/** What is asked of the API from now on, by its path and parameters. */
export function listen(): URL[] {
  const asked: URL[] = [];
  page.on('request', (request: Request) => asked.push(new URL(request.url())));
  return asked;
}

export const paged = (asked: URL[]) => asked.filter((one) => one.pathname === '/v1/events' && one.searchParams.get('limit') === '200');
