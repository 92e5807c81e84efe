// One way to the server: JSON, the language, keys for what is written, and every no as a Problem.
import { language } from '../words';

export interface FieldError {
  pointer: string;
  code: string;
  message: string;
}

/** Why not, in words that may be shown (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly trace = '',
    readonly errors: FieldError[] = [],
    /** What the refusal is about. */
    readonly about: Record<string, string> = {},
    /** Of a configuration: each with its place. */
    readonly defects: string[] = [],
  ) {
    super(title);
  }
}

interface Options {
  body?: unknown;
  /** Bytes to send as they are, instead of JSON. */
  file?: Blob;
  /** Version that was looked at; '*' for whatever it is now. */
  ifMatch?: number | string;
  /** Repeats of one form carry the same. */
  key?: string;
  signal?: AbortSignal;
}

export interface Answer<T> {
  data: T;
  etag: string;
}

/** A word of 128 random bits; randomUUID wants a secure context, which an office's LAN may not be. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

let asked = 0;
/** When something was last asked, by performance.now(). */
export function lastAsked(): number {
  return asked;
}

export async function ask<T>(method: string, path: string, options: Options = {}): Promise<Answer<T>> {
  const headers: Record<string, string> = { 'Accept-Language': language.value };
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.file) headers['Content-Type'] = options.file.type || 'application/octet-stream';
  if (method !== 'GET') headers['Idempotency-Key'] = options.key ?? newKey();
  if (options.ifMatch !== undefined)
    headers['If-Match'] = typeof options.ifMatch === 'number' ? `"${options.ifMatch}"` : options.ifMatch;
  asked = performance.now();
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: options.file ?? (options.body === undefined ? null : JSON.stringify(options.body)),
      signal: options.signal ?? null,
      credentials: 'same-origin',
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, 'no_connection', '', '');
  }
  const { data, problem } = told(response, await response.text());
  if (problem) throw problem;
  return { data: data as T, etag: response.headers.get('ETag') ?? '' };
}

/** What a text answers; every no goes to the login first when nobody is signed in any more. */
function told(response: Response, text: string): { data: Record<string, unknown>; problem?: Problem } {
  let data: Record<string, unknown> = {};
  try {
    data = text === '' ? {} : JSON.parse(text);
  } catch {
    return { data, problem: new Problem(response.status, 'not_json', '', '') };
  }
  if (response.ok) return { data };
  // A wrong password, asked for once more, is no end of the session.
  if (response.status === 401 && data.code !== 'login_failed') goToLogin();
  const problem = new Problem(
    response.status,
    String(data.code ?? 'unknown'),
    String(data.title ?? ''),
    String(data.detail ?? ''),
    String(data.trace_id ?? ''),
    (data.errors as FieldError[] | undefined) ?? [],
    (data.arguments as Record<string, string> | undefined) ?? {},
    (data.defects as string[] | undefined) ?? [],
  );
  return { data, problem };
}

/** A file of the server's, handed to the browser to be kept; a no is a Problem and leaves nothing behind. */
export async function download(path: string): Promise<void> {
  asked = performance.now();
  let response: Response;
  try {
    response = await fetch(path, { headers: { 'Accept-Language': language.value }, credentials: 'same-origin' });
  } catch {
    throw new Problem(0, 'no_connection', '', '');
  }
  if (!response.ok) throw told(response, await response.text()).problem;
  const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? '';
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await ask<T>('GET', path, signal ? { signal } : {})).data;
}

export async function post<T>(path: string, body: unknown, options: Omit<Options, 'body'> = {}): Promise<T> {
  return (await ask<T>('POST', path, { ...options, body })).data;
}

export function goToLogin(): void {
  location.assign(`/dang-nhap?tiep=${encodeURIComponent(location.pathname + location.search)}`);
}

/** "?a=1&b=2" of what is said; '' of nothing. */
export function query(fields: Record<string, string | number | undefined | null>): string {
  const said = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return said.length === 0 ? '' : `?${new URLSearchParams(said.map(([name, value]) => [name, String(value)]))}`;
}
