// A scanner is a keyboard that types fast. Vietnamese typing tools stand between it and the page and take some of its letters and
// digits for marks: what arrives is read back here.

/** Mean time between two keys of a scanner; no hand keeps it up. */
const mean_gap_ms = 35;
/** A pause that ends a burst whatever its mean. */
const longest_gap_ms = 120;
const shortest_burst = 8;

/** Keys as they come in, of which the last ones may be a scan. */
export class Burst {
  text = '';
  private keys = 0;
  private first = 0;
  private last = 0;

  /** True when this key begins a new burst. A typing tool takes letters back (Backspace) to write others. */
  press(key: string, at: number): boolean {
    if (key !== 'Backspace' && key !== 'Process' && key.length !== 1) return false;
    const begins = this.keys === 0 || at - this.last > longest_gap_ms;
    if (begins) {
      this.text = '';
      this.keys = 0;
      this.first = at;
    }
    if (key === 'Backspace') this.text = this.text.slice(0, -1);
    else if (key !== 'Process') this.text += key;
    ++this.keys;
    this.last = at;
    return begins;
  }

  /** Whether what came until now was typed by a machine. */
  isScan(at: number): boolean {
    return this.keys >= shortest_burst && at - this.last <= longest_gap_ms && (this.last - this.first) / (this.keys - 1) < mean_gap_ms;
  }
}

// Which keys make a mark, by the mark (combining character) that they made.
const telex: Record<string, string> = {
  '\u0301': 's', '\u0300': 'f', '\u0309': 'r', '\u0303': 'x', '\u0323': 'j', '\u031b': 'w', '\u0306': 'w', '\u0302': '\u0302',
};
const vni: Record<string, string> = {
  '\u0301': '1', '\u0300': '2', '\u0309': '3', '\u0303': '4', '\u0323': '5', '\u0302': '6', '\u031b': '7', '\u0306': '8',
};
const marks = /[\u0300-\u036f]/g;

function withoutMarks(text: string): string {
  return text.replace(marks, '').replace(/[\u0111\u0110]/g, 'd');
}

/** The keys that may have been struck, each mark as its key behind the letter. */
function struck(text: string, keys: Record<string, string>, barred: string): string {
  let out = '';
  for (const character of text) {
    const key = keys[character];
    // The circumflex of Telex is its letter struck twice.
    if (key === '\u0302') out += out.slice(-1);
    else if (key !== undefined) out += key;
    else if (character === '\u0111' || character === '\u0110') out += barred;
    else out += character;
  }
  return withoutMarks(out);
}

// The address of a receipt's QR goes on with the look-up code, which is nobody's business here.
const shape = /([0-9A-Z]+(?:\.[0-9A-Z]+)*)-(\d{6})-(\d{3,6})(?:\.[0-9A-Z-]+)?$/;

const inOrder = (text: string) => [...text].sort().join('');

/**
 * The code of a dossier in what was scanned or typed: bare, or at the end of a look-up address; '' when there is none. Read without
 * marks, as Telex and as VNI; what begins as one of the `agencies` wins, in whatever order a typing tool left its letters.
 */
export function readScan(scanned: string, agencies: readonly string[] = []): string {
  const plain = scanned.normalize('NFKD').trim().replace(/[\u2010-\u2015\u2212]/g, '-').replace(/[?#].*$/, '');
  const found = [withoutMarks(plain), struck(plain, vni, 'd9'), struck(plain, telex, 'dd')]
    .map((one) => shape.exec(one.toUpperCase()))
    .filter((one) => one !== null);
  for (const agency of agencies.map((one) => one.toUpperCase()).filter(Boolean))
    for (const [, prefix = '', day, number] of found)
      if (inOrder(prefix) === inOrder(agency)) return `${agency}-${day}-${number}`;
  const [first] = found;
  return first ? `${first[1]}-${first[2]}-${first[3]}` : '';
}
