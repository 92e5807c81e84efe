// The table of screens: address, who finds it in the navigation, and the chunk that draws it. The server answers the
// same addresses (server/pages.cpp).
import type { ComponentType } from 'preact';
import type { Words } from '../words';
import { permissions, roles } from './session';

export interface Screen {
  pattern: RegExp;
  path: string;
  title: (words: Words) => string;
  load: () => Promise<{ default: ComponentType<{ parameter: string }> }>;
  /** Whether the navigation offers it; never when absent. */
  offered?: () => boolean;
}

const any = (...wanted: string[]) => wanted.some((role) => roles.value.has(role));

export const screens: Screen[] = [
  {
    path: '/tiep-nhan',
    pattern: /^\/tiep-nhan$/,
    title: (words) => words.screens.intake,
    load: () => import('../screens/intake'),
    offered: () => any('clerk', 'desk_head'),
  },
  {
    path: '/tiep-nhan/lo',
    pattern: /^\/tiep-nhan\/lo$/,
    title: (words) => words.screens.batch,
    load: () => import('../screens/batch'),
  },
  {
    path: '/quay',
    pattern: /^\/quay$/,
    title: (words) => words.screens.counter,
    load: () => import('../screens/counter'),
    offered: () => any('clerk', 'desk_head'),
  },
  {
    path: '/bo-phan',
    pattern: /^\/bo-phan$/,
    title: (words) => words.screens.desk,
    load: () => import('../screens/desk'),
    offered: () => any('desk_head'),
  },
  {
    path: '/su-co',
    pattern: /^\/su-co$/,
    title: (words) => words.screens.outage,
    load: () => import('../screens/outage'),
  },
  {
    path: '/van-thu',
    pattern: /^\/van-thu$/,
    title: (words) => words.screens.records,
    load: () => import('../screens/records'),
    offered: () => any('records'),
  },
  {
    path: '/thu-phi',
    pattern: /^\/thu-phi$/,
    title: (words) => words.screens.cash,
    load: () => import('../screens/cash'),
    offered: () => any('cashier', 'desk_head'),
  },
  {
    path: '/duyet',
    pattern: /^\/duyet$/,
    title: (words) => words.screens.approvals,
    load: () => import('../screens/approvals'),
    offered: () => any('head', 'leader'),
  },
  {
    path: '/ho-so',
    pattern: /^\/ho-so$/,
    title: (words) => words.screens.inbox,
    load: () => import('../screens/inbox'),
    offered: () => !(roles.value.size === 1 && any('admin')),
  },
  {
    path: '/ho-so/',
    pattern: /^\/ho-so\/([^/]+)$/,
    title: (words) => words.screens.dossier,
    load: () => import('../screens/dossier'),
  },
  {
    path: '/ho-so/danh-gia',
    pattern: /^\/ho-so\/([^/]+)\/danh-gia$/,
    title: (words) => words.screens.audit,
    load: () => import('../screens/audit'),
  },
  {
    path: '/tra-ket-qua',
    pattern: /^\/tra-ket-qua$/,
    title: (words) => words.screens.hand_out,
    load: () => import('../screens/hand_out'),
    offered: () => any('clerk', 'desk_head'),
  },
  {
    path: '/dieu-hanh',
    pattern: /^\/dieu-hanh$/,
    title: (words) => words.screens.board,
    load: () => import('../screens/board'),
    offered: () => permissions.value.has('figures'),
  },
  {
    path: '/bao-cao',
    pattern: /^\/bao-cao$/,
    title: (words) => words.screens.reports,
    load: () => import('../screens/reports'),
    offered: () => permissions.value.has('figures'),
  },
  {
    path: '/chat-luong',
    pattern: /^\/chat-luong$/,
    title: (words) => words.screens.quality,
    load: () => import('../screens/quality'),
    offered: () => !(roles.value.size === 1 && any('admin')),
  },
  {
    path: '/nhat-ky',
    pattern: /^\/nhat-ky$/,
    title: (words) => words.screens.journal,
    load: () => import('../screens/journal'),
    offered: () => permissions.value.has('audit'),
  },
  {
    path: '/quy-trinh',
    pattern: /^\/quy-trinh(?:\/([^/]+))?$/,
    title: (words) => words.screens.map,
    load: () => import('../screens/map'),
    offered: () => permissions.value.has('figures'),
  },
  {
    path: '/thay-the',
    pattern: /^\/thay-the$/,
    title: (words) => words.screens.stand_in,
    load: () => import('../screens/stand_in'),
    offered: () => permissions.value.has('staffing') && !any('admin'),
  },
  {
    path: '/quan-tri/nguoi-dung',
    pattern: /^\/quan-tri\/nguoi-dung$/,
    title: (words) => words.screens.people,
    load: () => import('../screens/people'),
    offered: () => permissions.value.has('administer'),
  },
  {
    path: '/quan-tri/thu-tuc',
    pattern: /^\/quan-tri\/thu-tuc(?:\/([^/]+))?$/,
    title: (words) => words.screens.law,
    load: () => import('../screens/law'),
    offered: () => permissions.value.has('law'),
  },
  {
    path: '/quan-tri/lich',
    pattern: /^\/quan-tri\/lich$/,
    title: (words) => words.screens.calendar,
    load: () => import('../screens/calendar'),
    offered: () => permissions.value.has('law') || any('head', 'desk_head'),
  },
  {
    path: '/quan-tri/tinh-trang',
    pattern: /^\/quan-tri\/tinh-trang$/,
    title: (words) => words.screens.system,
    load: () => import('../screens/system'),
    offered: () => permissions.value.has('administer'),
  },
  {
    path: '/tai-khoan',
    pattern: /^\/tai-khoan$/,
    title: (words) => words.screens.account,
    load: () => import('../screens/account'),
  },
];

export function screenAt(path: string): { screen: Screen; parameter: string } | null {
  for (const screen of screens) {
    const fits = screen.pattern.exec(path);
    if (fits) return { screen, parameter: decodeURIComponent(fits[1] ?? '') };
  }
  return null;
}
