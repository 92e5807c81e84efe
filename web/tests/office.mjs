// A real server with a demonstration office, and a real browser in front of it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Starts `motcua demo` on a free port, or that of `port`, in a folder of its own or `data`, with the law of `config`; it
    ends with `stop`. */
export async function startOffice({ data, port = 0, config } = {}) {
  const program = process.env.MOTCUA ?? `${root}build/release/motcua`;
  if (!existsSync(program)) throw new Error(`${program} is not built; name another one in MOTCUA`);
  const server = spawn(program, ['demo', '--listen', `127.0.0.1:${port}`, ...(data ? ['--data', data] : []), ...(config ? ['--config', config] : [])], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  let scans = '';
  const url = await new Promise((resolve, reject) => {
    let said = '';
    server.stdout.on('data', (bytes) => {
      said += bytes;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (!found || !said.includes('Ctrl-C')) return;
      scans = /cp scan\.pdf (\S+)/.exec(said)?.[1] ?? '';
      resolve(found[0]);
    });
    server.once('exit', (code) => reject(new Error(`motcua demo ended with ${code}`)));
  });
  return {
    url,
    /** Where the first counter's scanner would write. */
    scans,
    async stop(signal = 'SIGTERM') {
      server.kill(signal);
      await ended;
    },
    /** Asks the API as a person, past the browser. */
    async ask(person, method, path, body) {
      const response = await fetch(url + path, {
        method,
        headers: {
          'X-Motcua-Person': person,
          ...(body ? { 'Content-Type': 'application/json', 'Idempotency-Key': `${Math.random()}`, 'If-Match': '*' } : {}),
        },
        body: body ? JSON.stringify(body) : undefined,
      });
      const data = await response.json();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(data)}`);
      return data;
    },
  };
}

/** One office and one browser for all tests of a file. */
export function shared() {
  const both = {};
  before(async () => {
    both.office = await startOffice();
    both.browser = await startBrowser();
  });
  after(async () => {
    await both.browser?.close();
    await both.office?.stop();
  });
  return both;
}

export async function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb'],
  });
}

export const desk = { width: 1366, height: 768 };
export const phone = { width: 390, height: 844 };

/** A page of somebody who logs in by the form; what goes elsewhere than to the office is counted in `strays`. */
export async function pageOf({ browser, office }, person, { viewport = desk, language = 'vi' } = {}) {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  await context.addCookies([{ name: 'tieng', value: language, url: office.url }]);
  const page = await context.newPage();
  page.strays = [];
  page.errors = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(office.url) && !request.url().startsWith('data:')) page.strays.push(request.url());
  });
  page.on('pageerror', (error) => page.errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && page.errors.push(message.text()));
  if (person) {
    await page.goto(`${office.url}/dang-nhap`);
    await page.click(`button[name=person][value="${person}"]`);
    await page.waitForSelector('#main h1');
  }
  return page;
}

/** Waits until nothing is being loaded on the screen. */
export async function settled(page) {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => !document.querySelector('.skeleton'));
}

/** The ways of a test file with its office: `open` a screen as somebody, what the office `said`, `close` when nothing was wrong. */
export function ways(both) {
  return {
    async open(person, address, options) {
      const page = await pageOf(both, person, options);
      await page.goto(both.office.url + address);
      await settled(page);
      return page;
    },
    said: (page) => page.waitForSelector('.toast').then((toast) => toast.textContent()),
    async close(page) {
      assert.deepEqual(page.strays, []);
      assert.deepEqual(page.errors, []);
      await page.context().close();
    },
  };
}

/** What axe finds against WCAG 2.2 AA, a line for each rule. */
export async function barriers(page) {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

/** As on a desk, on a telephone in the other language, and at 200 % of a desk (683 of 1366 pixels), where axe would see the same. */
const enlarged = { viewport: { width: 683, height: 384 } };
export const looks = [{}, { viewport: phone, language: 'en' }, enlarged];

/** What is wrong with how a page looks: barriers, and what hangs over the window's edge. */
export async function faults(page, options) {
  const found = options === enlarged ? [] : await barriers(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) found.push(`${wide} px wider than the window`);
  return found;
}
