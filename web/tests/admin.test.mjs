// The administrator, the manager's map, the head's morning, the screen in the waiting room, one's own account.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { faults, looks, pageOf, settled, shared, startBrowser, startOffice } from './office.mjs';

const both = shared();

async function barriers(page) {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).slice(0, 4).join(', ')}`);
}

async function open(person, address, options) {
  const page = await pageOf(both, person, options);
  await page.goto(both.office.url + address);
  await settled(page);
  return page;
}

test('the administrator adds somebody, whose first password is shown once and opens only its change', async () => {
  const page = await open('khoa', '/quan-tri/nguoi-dung');
  await page.click('.heading .button.primary');
  await page.fill('#add-name', 'L\u00ea Th\u1ecb M\u1edbi');
  await page.fill('#add-person', 'le-moi');
  await page.selectOption('#grant-role', 'officer');
  await page.selectOption('#grant-unit', 'phong-dau-tu');
  await page.keyboard.press('Control+Enter');
  const password = (await page.textContent('#first-password')).trim();
  assert.match(password, /^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
  await page.click('.dialog-foot .button');
  assert.equal(await page.locator('#first-password').count(), 0);

  const added = await both.office.ask('khoa', 'GET', '/api/v1/people/le-moi');
  assert.equal(added.account, 'first_password');
  assert.equal(added.roles[0].unit, 'phong-dau-tu');
  await page.goto(`${both.office.url}/quan-tri/nguoi-dung?q=le%20thi%20moi`);
  await settled(page);
  assert.equal(await page.locator('tbody tr').count(), 1);
  assert.deepEqual(page.errors, []);
  assert.deepEqual(page.strays, []);
  await page.context().close();
});

test('who still has dossiers in hand does not leave, and the refusal lists them', async () => {
  const { items } = await both.office.ask('dung', 'GET', '/api/v1/board/waiting');
  const busy = items.find((one) => one.on === 'person' && one.dossiers.every((dossier) => dossier.code !== ''));
  const page = await open('khoa', `/quan-tri/nguoi-dung?person=${busy.id}`);
  await page.click('.button.danger');
  await page.click('dialog .button.danger');
  await page.waitForSelector('dialog .codes li');
  const codes = await page.locator('dialog .codes li').allTextContents();
  for (const dossier of busy.dossiers) assert.ok(codes.includes(dossier.code), dossier.code);
  assert.deepEqual(await barriers(page), []);
  await page.context().close();
});

test('the head replaces an absent officer the same morning, from the own screen, by keyboard', async () => {
  const page = await pageOf(both, 'phuc');
  await page.click('a[href="/thay-the"]');
  await page.waitForURL('**/thay-the');
  await settled(page);
  const people = await both.office.ask('phuc', 'GET', '/api/v1/people?unit=phong-quy-hoach-xay-dung&role=officer');
  const [absent, substitute] = people.items.filter((one) => !one.absent && one.substitutes.length === 0);
  await page.locator('tbody tr', { hasText: absent.name }).locator('button.button:not(.plain)').focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog[open] #appoint-substitute');
  assert.deepEqual(await barriers(page), []);
  await page.selectOption('#appoint-substitute', substitute.person);
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector('.toast');
  await settled(page);

  const now = await both.office.ask('phuc', 'GET', `/api/v1/people/${absent.person}`);
  assert.equal(now.absent, true);
  assert.equal(now.substitutes[0].substitute, substitute.person);
  const acting = await both.office.ask(substitute.person, 'GET', '/api/v1/session');
  assert.ok(acting.stands_in_for.some((one) => one.person === absent.person));
  assert.match(await page.locator('tbody tr').first().textContent(), new RegExp(absent.name));
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('a calendar is previewed and proposed by one person, and adopted by another, who chooses for open dossiers', async () => {
  const page = await open('xuan', '/quan-tri/lich?year=2026');
  assert.equal(await page.locator('table.month').count(), 12);
  assert.ok((await page.locator('td.cell.swap_work').count()) >= 2);
  await page.fill('#notice', 'TB 77/TB-BNV');
  await page.locator('form .row .button').first().click();
  await page.fill('#day-0', '2026-12-21');
  await page.click('form button[type=submit]');
  await page.waitForSelector('form .scroll, form p[role=status]');
  await page.locator('form .button.primary').click();
  await page.waitForSelector('#calendar-waiting');
  await settled(page);
  await page.click('section[aria-labelledby=calendar-waiting] a.button');
  await page.waitForSelector('#why-not');
  await settled(page);
  assert.equal(await page.locator('section .button.primary').isDisabled(), true);
  assert.deepEqual(await barriers(page), []);
  assert.deepEqual(page.errors, []);
  await page.context().close();

  const before = await both.office.ask('viet', 'GET', '/api/v1/law');
  const leader = await open('viet', '/quan-tri/lich?year=2026');
  await leader.click('section[aria-labelledby=calendar-waiting] .button.primary');
  await leader.waitForSelector('#calendar-choice');
  assert.deepEqual(await barriers(leader), []);
  await leader.keyboard.press('Control+Enter');
  await leader.waitForSelector('.toast:not(.wrong)');
  await settled(leader);
  const now = await both.office.ask('viet', 'GET', '/api/v1/law');
  assert.notEqual(now.calendar, before.calendar);
  assert.deepEqual(now.proposals, []);
  await leader.context().close();
});

test('the map has each step drawn and listed, and its numbers are those of the lists behind them', async () => {
  const board = await both.office.ask('xuan', 'GET', '/api/v1/board');
  const procedure = [...board.by_procedure].sort((one, other) => other.count - one.count)[0].procedure;
  const page = await open('xuan', `/quy-trinh/${procedure}`);
  await page.waitForSelector('.map svg .step');
  const graph = await both.office.ask('xuan', 'GET', `/api/v1/procedures/${procedure}/graph`);
  assert.equal(await page.locator('table tbody tr').count(), graph.steps.length);
  for (const link of await page.locator('td[data-label] a[href^="/ho-so?"]').all()) {
    const list = await both.office.ask('xuan', 'GET', `/api/v1/dossiers?${(await link.getAttribute('href')).split('?')[1]}&limit=200`);
    assert.ok(list.items.length >= Number(await link.textContent()), await link.getAttribute('href'));
  }
  assert.deepEqual(page.errors, []);
  assert.deepEqual(page.strays, []);
  await page.context().close();
});

test('a dossier shows the way that it went', async () => {
  const { items } = await both.office.ask('xuan', 'GET', '/api/v1/dossiers?state=working&limit=1');
  const page = await open('xuan', `/ho-so/${items[0].code}?tab=map`);
  await page.waitForSelector('.map svg .step.here');
  assert.equal(await page.locator('.map .step.here').count(), 1);
  assert.ok((await page.locator('.map .step.walked').count()) >= 1);
  assert.deepEqual(await barriers(page), []);
  await page.context().close();
});

test('a manager reassigns an overdue dossier from the list, and sees whom the others wait on', async () => {
  const page = await open('xuan', '/dieu-hanh');
  const { items } = await both.office.ask('xuan', 'GET', '/api/v1/breaches?limit=20');
  const people = (await both.office.ask('xuan', 'GET', '/api/v1/colleagues')).items;
  const others = (row) => people.filter((one) => !one.absent && one.person !== row.holder.person && one.roles.some((held) => held.role === row.holder.role && held.unit === row.holder.unit));
  const row = items.find((one) => one.holder.person && others(one).length > 0);
  await page.locator('tr', { hasText: row.code }).locator('button').nth(1).click();
  const [next] = others(row);
  await page.selectOption('#reassign-to', next.person);
  await page.fill('#reassign-reason', 'San t\u1ea3i vi\u1ec7c');
  assert.deepEqual(await barriers(page), []);
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector('.toast:not(.wrong)');
  assert.equal((await both.office.ask('xuan', 'GET', `/api/v1/dossiers/${row.id}`)).holder.person, next.person);
  const waiting = page.locator('section details').first();
  await waiting.locator('summary').click();
  assert.ok((await waiting.locator('a.code').count()) > 0);
  await page.context().close();
});

test('a view is saved by name and opens with its filters', async () => {
  const page = await open('xuan', '/ho-so?person=*&timeliness=overdue');
  await page.click('details.views summary');
  await page.click('details.views .row .button');
  await page.fill('#view-name', 'Qu\u00e1 h\u1ea1n c\u1ea3 c\u01a1 quan');
  await page.keyboard.press('Control+Enter');
  await page.waitForSelector('.toast:not(.wrong)');
  await page.goto(`${both.office.url}/ho-so`);
  await settled(page);
  await page.click('details.views summary');
  await page.click('details.views .chip a');
  await page.waitForURL('**/ho-so?person=*&timeliness=overdue');
  await page.locator('details.views .chip button').click();
  await page.waitForFunction(() => document.querySelectorAll('details.views .chip').length === 0);
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test('a scan with the letters of Telex or VNI opens the dossier from any screen', async () => {
  const { items } = await both.office.ask('xuan', 'GET', '/api/v1/dossiers?state=working&limit=1');
  const code = items[0].code;
  for (const [address, scanned] of [['/dieu-hanh', code.toLowerCase()], ['/quy-trinh', code.replace('H55', 'H\u03015')], ['/quan-tri/lich', `http://m\u00e1y-ch\u1ee7/t/${code}`], ['/tai-khoan', code]]) {
    const page = await open('xuan', address);
    const field = page.locator('main input:not([readonly]), #search').first();
    await field.focus();
    const before = await field.inputValue();
    await page.keyboard.type(address === '/quy-trinh' ? code : scanned, { delay: 4 });
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/ho-so/${code}`);
    assert.equal(before, '', address);
    await page.context().close();
  }
});

test('a wrong password is said beside its field, and a session is listed', async () => {
  const page = await open('lan', '/tai-khoan');
  assert.ok((await page.locator('tbody tr').count()) >= 1);
  await page.fill('#current', 'khong-phai-dau');
  await page.fill('#fresh', 'tre-xanh-ven-song-42');
  await page.fill('#repeat', 'tre-xanh-ven-song-43');
  await page.click('form.panel button[type=submit]');
  await page.waitForSelector('#repeat-wrong');
  await page.fill('#repeat', 'tre-xanh-ven-song-42');
  await page.click('form.panel button[type=submit]');
  await page.waitForSelector('#current-wrong');
  assert.equal(new URL(page.url()).pathname, '/tai-khoan');
  await page.fill('#current', 'hoa-sen-trang-9');
  await page.click('form.panel button[type=submit]');
  await page.waitForSelector('.toast');
  await settled(page);
  assert.deepEqual(await barriers(page), []);
  await page.context().close();
});

test('the screens have no barrier that axe knows, wide, narrow and enlarged, in both languages', async () => {
  const law = await both.office.ask('khoa', 'GET', '/api/v1/law');
  const version = law.procedures.find((one) => one.in_force).hash;
  const of = [
    ['khoa', ['/quan-tri/nguoi-dung', '/quan-tri/nguoi-dung?q=khong-co-ai', '/quan-tri/nguoi-dung?person=nam', '/quan-tri/thu-tuc', '/quan-tri/thu-tuc?q=khong-co', `/quan-tri/thu-tuc/${version}`, `/quan-tri/thu-tuc/${version}?tab=proofs`, `/quan-tri/thu-tuc/${version}?tab=text`, '/quan-tri/thu-tuc/khong-co', '/quan-tri/lich', '/quan-tri/lich?year=2031', '/quan-tri/tinh-trang', '/tai-khoan']],
    ['xuan', ['/quy-trinh', '/quy-trinh?q=khong-co', '/quy-trinh/gia-han-giay-phep-xay-dung', '/quy-trinh/gia-han-giay-phep-xay-dung?from=2020-01-01&to=2020-01-02', '/thay-the', '/dieu-hanh']],
    ['', ['/thu-tuc', '/thu-tuc?q=khong-co', '/thu-tuc/gia-han-giay-phep-xay-dung', '/thu-tuc/khong-co', '/man-hinh-cong-khai', '/']],
  ];
  const found = {};
  for (const options of looks)
    for (const [person, addresses] of of) {
      const page = await pageOf(both, person, options);
      for (const address of addresses) {
        await page.goto(both.office.url + address);
        await settled(page);
        if (address.includes('/quy-trinh/')) await page.waitForSelector('.map svg');
        if (address === '/man-hinh-cong-khai') await page.waitForSelector('.wall-figures');
        const here = await faults(page, options);
        if (here.length > 0) found[`${address} ${JSON.stringify(options)}`] = here;
      }
      assert.deepEqual(page.strays, []);
      await page.context().close();
    }
  assert.deepEqual(found, {});
});

test('the screen in the waiting room names nobody, and says so when its figures are old', async () => {
  const own = await startOffice();
  const browser = await startBrowser();
  try {
    const page = await pageOf({ browser, office: own }, '');
    await page.goto(`${own.url}/man-hinh-cong-khai`);
    await page.waitForSelector('.wall-figures');
    const said = await page.textContent('#app');
    assert.doesNotMatch(said, /H55\.242-/);
    const people = (await own.ask('xuan', 'GET', '/api/v1/colleagues')).items;
    for (const one of people) if (one.name) assert.ok(!said.includes(one.name), one.name);
    assert.equal(await page.locator('.wall.stale').count(), 0);
    await own.stop();
    await page.waitForSelector('.wall.stale .wall-stale', { timeout: 45_000 });
    assert.match(await page.textContent('.wall-stale'), /S\u1ed0 LI\u1ec6U C\u0168/);
    assert.deepEqual(await barriers(page), []);
    assert.deepEqual(page.strays, []);
  } finally {
    await browser.close();
    await own.stop();
  }
});

test('the reminder of an appointment is a file for a calendar, without script', async () => {
  const { items } = await both.office.ask('xuan', 'GET', '/api/v1/dossiers?state=working&limit=1');
  const context = await both.browser.newContext({ javaScriptEnabled: false, acceptDownloads: true });
  const page = await context.newPage();
  await page.goto(`${both.office.url}/tra-cuu`);
  await page.fill('#code', items[0].code);
  await page.click('form button[type=submit]');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('form[action="/tra-cuu/nhac-hen"] button')]);
  assert.equal(download.suggestedFilename(), `hen-tra-${items[0].code}.ics`);
  assert.ok(!page.url().includes(items[0].code));
  await context.close();
});
