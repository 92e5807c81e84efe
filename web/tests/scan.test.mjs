// What a scanner types, through Vietnamese typing tools, is the code that it read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Burst, readScan } from '../src/app/scan.ts';

const code = 'H55.242-261125-0001';
const office = ['H55.242'];

test('a code is read bare, small, with other dashes, and out of an address', () => {
  for (const scanned of [code, code.toLowerCase(), ` ${code} `, code.replaceAll('-', '\u2013'), `http://10.0.0.5:8080/t/${code}`, `https://mot-cua.example/t/${code}.0EXAMPLE0EXA`, '\uff28\uff15\uff15.242-261125-0001'])
    assert.equal(readScan(scanned, office), code, scanned);
});

test('VNI digits that became marks are digits again', () => {
  // Typed "A15.9-261125-0001": VNI made a1 into \u00e1; "D9" into \u0110.
  assert.equal(readScan('\u00c15.9-261125-0001', ['A15.9']), 'A15.9-261125-0001');
  assert.equal(readScan('\u01105.242-261125-0001', ['D95.242']), 'D95.242-261125-0001');
  // The mark sits on the vowel, whatever stood between.
  assert.equal(readScan('B\u00c1C5.9-261125-0001', ['BAC15.9']), 'BAC15.9-261125-0001');
});

test('Telex letters that became marks are letters again', () => {
  assert.equal(readScan('K\u00c25.9-261125-0001', ['KAA5.9']), 'KAA5.9-261125-0001');
  assert.equal(readScan('\u0110N.12-261125-0001', ['DDN.12']), 'DDN.12-261125-0001');
  assert.equal(readScan('T\u00daN.12-261125-0001', ['TUSN.12']), 'TUSN.12-261125-0001');
  assert.equal(readScan('h\u1ee75.242-261125-0001', ['HUR5.242']), 'HUR5.242-261125-0001');
});

test('an address with Telex letters in the host still ends in the code', () => {
  assert.equal(readScan(`http://m\u00e1y-ch\u1ee7/t/${code}`, office), code);
});

test('another agency\u2019s code is read as it stands, and what is no code is none', () => {
  assert.equal(readScan('000.17.22.H56-210531-0001', office), '000.17.22.H56-210531-0001');
  for (const other of ['', 'Nguy\u1ec5n V\u0103n An', '0912345678', '12-34', 'H55.242-2611-0001']) assert.equal(readScan(other, office), '', other);
});

test('a burst is what no hand types', () => {
  const typed = (text, gap) => {
    const burst = new Burst();
    let at = 1000;
    for (const key of text) burst.press(key, (at += gap));
    return [burst.isScan(at + gap), burst.text];
  };
  assert.deepEqual(typed(code, 12), [true, code]);
  assert.deepEqual(typed(code, 90), [false, code]);
  assert.equal(typed('1234567', 5)[0], false);
});

test('a pause begins anew, and a tool that takes letters back is followed', () => {
  const burst = new Burst();
  for (const [key, at] of [['x', 0], ['y', 200]]) burst.press(key, at);
  assert.equal(burst.press('H', 900), true);
  let at = 900;
  for (const key of ['a', 'Backspace', '\u00e1', ...'5.242-261125-0001']) assert.equal(burst.press(key, (at += 8)), false);
  assert.equal(burst.text, 'H\u00e15.242-261125-0001');
  assert.equal(burst.isScan(at + 8), true);
});
