// Screenshots of every screen into docs/screens: npm run screens [-- FILTER…]
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { desk, pageOf, phone, settled, startBrowser, startOffice } from './office.mjs';

const folder = process.env.SCREENS ?? fileURLToPath(new URL('../../docs/screens/', import.meta.url));
mkdirSync(folder, { recursive: true });
const wanted = process.argv.slice(2);

const office = await startOffice();
const browser = await startBrowser();

async function shoot(name, person, address, prepare = async () => {}) {
  if (wanted.length > 0 && !wanted.some((one) => name.includes(one))) return;
  for (const [size, viewport] of [['1366x768', desk], ['390x844', phone]]) {
    const page = await pageOf({ browser, office }, person, { viewport });
    await page.goto(office.url + address);
    await settled(page);
    await prepare(page);
    await settled(page);
    await page.screenshot({ path: `${folder}/${name}-${size}.png` });
    for (const error of page.errors) console.error(`${name} ${size}: ${error}`);
    await page.context().close();
  }
  console.log(name);
}

/** The first page of a paper as it comes out of the printer. */
async function shootPaper(name, dossier, form) {
  if (!name.includes(wanted)) return;
  const { items } = await office.ask('an', 'GET', `/api/v1/dossiers/${dossier}/papers`);
  const paper = items.find((one) => one.form === form) ?? (await office.ask('an', 'POST', `/api/v1/dossiers/${dossier}/papers`, { form }));
  await drawPaper(name, paper);
}

async function drawPaper(name, paper) {
  const pdf = await fetch(office.url + paper.pdf, { headers: { 'X-Motcua-Person': 'an' } });
  writeFileSync(`${folder}/${name}.pdf`, Buffer.from(await pdf.arrayBuffer()));
  execFileSync('pdftoppm', ['-r', '130', '-png', '-singlefile', `${folder}/${name}.pdf`, `${folder}/${name}`]);
  rmSync(`${folder}/${name}.pdf`);
  console.log(name);
}

try {
  const work = await office.ask('nam', 'GET', '/api/v1/worklist?due_of=step&limit=50');
  const dossier = work.items.find((one) => one.code && one.step.kind === 'working') ?? work.items[0];
  const at = `/ho-so/${dossier.code}`;
  await shoot('dang-nhap', '', '/dang-nhap');
  await shoot('ho-so', 'nam', '/ho-so');
  await shoot('ho-so-don-vi', 'phuc', '/ho-so?unit=phong-quy-hoach-xay-dung');
  await shoot('chi-tiet', 'nam', at);
  await shoot('chi-tiet-thanh-phan', 'nam', `${at}?tab=documents`);
  await shoot('chi-tiet-tien-trinh', 'nam', `${at}?tab=timeline`);
  await shoot('chi-tiet-cach-tinh', 'nam', `${at}?tab=dates`);
  await shoot('chi-tiet-in-giay', 'an', `${at}?tab=printing`);
  await shootPaper('giay-tiep-nhan', dossier.code, 'receipt');
  await shoot('thao-tac', 'nam', at, async (page) => {
    await page.keyboard.press('F8');
    await page.waitForSelector('#act-action');
  });
  await shoot('tiep-nhan', 'an', '/tiep-nhan', async (page) => {
    await page.fill('#procedure', 'gia han giay phep xay');
    await page.keyboard.press('Enter');
    await page.fill('#applicant-id', '4601234567');
    await page.fill('#applicant-name', 'C\u00f4ng ty TNHH M\u1eabu');
    await page.waitForSelector('.promise');
    await page.waitForTimeout(700);
  });
  await shoot('tiep-nhan-ban-quet', 'an', '/tiep-nhan?quay=quay-1', async (page) => {
    await page.fill('#procedure', 'gia han giay phep xay');
    await page.keyboard.press('Enter');
    await page.fill('#applicant-id', '4601234567');
    await page.fill('#applicant-name', 'C\u00f4ng ty TNHH M\u1eabu');
    await page.waitForSelector('.promise');
    await page.locator('details.taken summary').first().click();
    await page.waitForTimeout(700);
  });
  await shoot('tra-ket-qua', 'an', '/tra-ket-qua');
  const lists = async (role) => (await office.ask('giang', 'GET', `/api/v1/dossiers?role=${role}&state=working&due_of=step`)).items[0]?.code;
  const awaited = (await office.ask('giang', 'GET', '/api/v1/consults')).items[0];
  const fee = (await office.ask('chi', 'GET', '/api/v1/fees?all=true')).items[0];
  await shoot('tiep-nhan-lo', 'an', '/tiep-nhan/lo', async (page) => {
    await page.fill('#procedure', 'gia han giay phep xay');
    await page.keyboard.press('Enter');
    await page.waitForSelector('fieldset.panel');
    await page.fill('#applicant-id', '4601007008');
    await page.fill('#applicant-name', 'C\u00f4ng ty TNHH B\u1ed1n M\u01b0\u01a1i');
    await page.fill('#line-0', 'Kim Min Jun');
  });
  await shoot('quay', 'an', `/quay?ngay=${dossier.received_at?.slice(0, 10) ?? ''}`);
  await shoot('bo-phan', 'dung', '/bo-phan');
  await shoot('bo-phan-nguoi', 'dung', '/bo-phan?phan=nguoi');
  await shoot('chat-luong', 'xuan', '/chat-luong');
  await shoot('chat-luong-danh-gia', 'xuan', '/chat-luong?phan=danh-gia');
  if (wanted.length === 0 || wanted.some((one) => 'su-co giay-phieu-trang giay-danh-sach-so'.includes(one))) {
    const { day, as_of: asOf } = await office.ask('an', 'GET', '/api/v1/desk');
    const before = new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
    const kept = (await office.ask('an', 'POST', '/api/v1/outages/reservations', { day, count: 6 })).items[0].codes.map((one) => one.code);
    await office.ask('dung', 'POST', '/api/v1/outages', { begin: `${before}T14:00:00+07:00`, end: `${asOf.time.slice(0, 16)}:00+07:00`, cause: 'power' });
    await office.ask('an', 'POST', '/api/v1/outages/codes', { codes: [kept[1]], as: 'spoilt', reason: 'miswritten' });
    await office.ask('an', 'POST', '/api/v1/outages/codes', { codes: [kept[2]], as: 'missing' });
    for (const [name, person, part] of [['su-co', 'an', ''], ['su-co-khai-bao', 'dung', '?phan=khai-bao'], ['su-co-nhap', 'an', '?phan=nhap'], ['su-co-ket-cuc', 'an', '?phan=ket-cuc']]) await shoot(name, person, `/su-co${part}`);
    await shoot('tiep-nhan-su-co', 'an', `/tiep-nhan?su-co=1&so=${kept[0]}`);
    await drawPaper('giay-phieu-trang', await office.ask('an', 'POST', '/api/v1/papers', { form: 'blank_receipt', reservation: 1 }));
    await drawPaper('giay-danh-sach-so', await office.ask('an', 'POST', '/api/v1/papers', { form: 'outage_list', outage: 1 }));
  }
  await shoot('van-thu', 'giang', `/van-thu?mo=${await lists('records')}`);
  await shoot('van-thu-ky-giay', 'giang', `/van-thu?viec=ky&mo=${await lists('leader')}`);
  await shoot('van-thu-y-kien', 'giang', `/van-thu?viec=y-kien&mo=${awaited?.code}~${awaited?.party}`);
  await shoot('thu-phi', 'chi', `/thu-phi?tat-ca=1&mo=${fee?.code}~${fee?.fee}`);
  await shoot('thu-phi-ket-so', 'chi', '/thu-phi?phan=ket-so');
  await shoot('duyet', 'viet', '/duyet');
  await shoot('duyet-mo', 'viet', `/duyet?mo=${await lists('leader')}`);
  const decided = await lists('leader');
  await shoot('duyet-thay-doi', 'viet', `/duyet?mo=${decided}`, async (page) => {
    await page.fill('#approve-reason', '\u0110\u1ed3ng \u00fd theo d\u1ef1 th\u1ea3o');
    await office.ask('an', 'POST', `/api/v1/dossiers/${decided}/acts/correct_intake`, { reason: 'G\u00f5 nh\u1ea7m', project: `Nh\u00e0 m\u00e1y s\u1ed1 ${page.viewportSize().width}` });
    await page.focus('#approve-reason');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.beside .note[role=alert]');
  });
  await shoot('dieu-hanh', 'xuan', '/dieu-hanh');
  await shoot('bao-cao', 'xuan', `/bao-cao?period=${new Date().getFullYear()}&by=unit`);
  await shoot('bao-cao-qua-han', 'xuan', `/bao-cao?name=late&period=${new Date().getFullYear()}`);
  await shoot('bao-cao-ho-so', 'xuan', `/bao-cao?period=${new Date().getFullYear()}&by=unit&column=12`);
  await shoot('bao-cao-so', 'dung', '/bao-cao?name=papers');
  await shoot('nhat-ky', 'yen', '/nhat-ky');
  await shoot('danh-gia', 'yen', `${at}/danh-gia`);
  await shoot('danh-gia-tien-trinh', 'yen', `${at}/danh-gia`, (page) => page.evaluate(() => document.getElementById('timeline').scrollIntoView()));
  await shoot('tra-cuu', '', '/tra-cuu', async (page) => {
    await page.fill('#code', dossier.code);
    await page.click('button[type=submit]');
  });
  const law = await office.ask('khoa', 'GET', '/api/v1/law');
  const version = law.procedures.find((one) => one.in_force && one.id === dossier.procedure.id).hash;
  await shoot('nguoi-dung', 'khoa', '/quan-tri/nguoi-dung');
  await shoot('nguoi-dung-mot', 'khoa', '/quan-tri/nguoi-dung?person=nam');
  await shoot('nguoi-dung-con-viec', 'khoa', '/quan-tri/nguoi-dung?person=nam', async (page) => {
    await page.click('.button.danger');
    await page.click('dialog .button.danger');
    await page.waitForSelector('dialog [role=alert]');
  });
  await shoot('quan-tri-thu-tuc', 'khoa', '/quan-tri/thu-tuc');
  await shoot('quan-tri-thu-tuc-so-do', 'khoa', `/quan-tri/thu-tuc/${version}`, (page) => page.waitForSelector('.map svg'));
  await shoot('quan-tri-thu-tuc-chung-minh', 'khoa', `/quan-tri/thu-tuc/${version}?tab=proofs`);
  await shoot('lich', 'khoa', '/quan-tri/lich?year=2026');
  await shoot('tinh-trang', 'khoa', '/quan-tri/tinh-trang');
  await shoot('thay-the', 'phuc', '/thay-the');
  await shoot('thay-the-cu-nguoi', 'phuc', '/thay-the', async (page) => {
    await page.locator('tbody button.button:not(.plain)').first().click();
    await page.waitForSelector('#appoint-substitute');
  });
  await shoot('quy-trinh', 'xuan', `/quy-trinh/${dossier.procedure.id}`, (page) => page.waitForSelector('.map svg'));
  await shoot('chi-tiet-so-do', 'nam', `${at}?tab=map`, (page) => page.waitForSelector('.map svg'));
  await shoot('tai-khoan', 'nam', '/tai-khoan');
  await shoot('man-hinh-cong-khai', '', '/man-hinh-cong-khai', (page) => page.waitForSelector('.wall-figures'));
  await shoot('thu-tuc', '', '/thu-tuc');
  await shoot('thu-tuc-mot', '', `/thu-tuc/${dossier.procedure.id}`);
} finally {
  await browser.close();
  await office.stop();
}
