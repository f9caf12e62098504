// How fast the portal is: node build/speed.mjs URL ORGANIZATION, with INDELIBLE_KEY. Five cold loads, each in a browser of its
// own, until the first rows are drawn; then 10,000 rows scrolled past, 100 pixels a frame. CPU is that of the page's main
// thread, which does not depend on what else the machine does.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [url, organization] = process.argv.slice(2);
const LOADS = 5;
const ROWS = 10_000;
const ROW_PIXELS = 30;
const LATE_MILLIS = 50;
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));

/** When rows have been on the screen for a frame. */
function watch() {
  const look = () =>
    document.querySelector('[role=row][data-id]')
      ? requestAnimationFrame(() => setTimeout(() => (window.rowsMillis = performance.now())))
      : requestAnimationFrame(look);
  look();
}

async function scroll({ rows, rowPixels }) {
  const table = document.querySelector('.rows');
  const frames = [];
  let before = await new Promise(requestAnimationFrame);
  while (table.scrollTop < rows * rowPixels) {
    table.scrollBy(0, 100);
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - before);
    before = now;
  }
  return frames;
}

const median = (values) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
const loads = [];
for (let load = 1; load <= LOADS; load++) {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: url });
  await context.request.post('/v1/session', { data: { key: process.env.INDELIBLE_KEY }, headers: { Origin: url } });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const cpuSeconds = async () => (await devtools.send('Performance.getMetrics')).metrics.find((one) => one.name === 'TaskDuration').value;
  await page.addInitScript(watch);
  await page.goto(`/o/${organization}/events?from=-90d`);
  await page.waitForFunction(() => window.rowsMillis);
  loads.push({ millis: await page.evaluate(() => window.rowsMillis), cpuMillis: (await cpuSeconds()) * 1000 });
  if (load === LOADS) {
    await page.waitForLoadState('networkidle');
    const start = await cpuSeconds();
    const frames = await page.evaluate(scroll, { rows: ROWS, rowPixels: ROW_PIXELS });
    const cpuMillis = ((await cpuSeconds()) - start) * 1000;
    const late = frames.filter((millis) => millis > LATE_MILLIS).length;
    console.log(`scrolling ${ROWS} rows: ${frames.length} frames, ${late} over ${LATE_MILLIS} ms, longest ${Math.round(Math.max(...frames))} ms, CPU ${(cpuMillis / frames.length).toFixed(1)} ms a frame`);
  }
  await browser.close();
}
console.log(`first rows, cold, median of ${LOADS}: ${Math.round(median(loads.map((one) => one.millis)))} ms, CPU ${Math.round(median(loads.map((one) => one.cpuMillis)))} ms`);
