// Lists of the office as numbered papers.
import { spoken } from './index';

const vi = {
  register: 'Sổ theo dõi hồ sơ',
  registerMeans: 'Sổ của cả năm, mỗi lần in có số riêng và được giữ nguyên như đã in.',
  year: 'Năm',
  registerOf: (year: string) => `Lập sổ năm ${year}`,
  handOver: 'Danh sách bàn giao hồ sơ',
  handOverMeans: 'Hồ sơ Bộ phận Một cửa chuyển cho một đơn vị trong một ngày; hai bên ký.',
  unit: 'Đơn vị nhận',
  choose: 'Chọn đơn vị',
  day: 'Ngày chuyển',
  make: 'Lập danh sách',
  handOverOf: (day: string) => `Lập danh sách có số, ngày ${day}`,
  made: (name: string, number: string, year: string) => `${name} số ${number}/${year}`,
  opened: (name: string) => `Đã lập ${name}; tờ in mở ở cửa sổ mới.`,
  just: 'Vừa lập',
  pdf: 'PDF',
  notYours: 'Sổ và danh sách có số do Bộ phận Một cửa hoặc văn thư lập.',
};

const en: import('./index').Widened<typeof vi> = {
  register: 'Register of dossiers',
  registerMeans: 'The book of a whole year; each print has a number of its own and is kept as it was printed.',
  year: 'Year',
  registerOf: (year) => `Make the register of ${year}`,
  handOver: 'Hand-over list',
  handOverMeans: 'What the desk handed to a unit on a day; both sides sign.',
  unit: 'Receiving unit',
  choose: 'Choose a unit',
  day: 'Day of handing over',
  make: 'Make the list',
  handOverOf: (day) => `Numbered list of ${day}`,
  made: (name, number, year) => `${name} no. ${number}/${year}`,
  opened: (name) => `${name} was made; it opens in a new window.`,
  just: 'Made just now',
  pdf: 'PDF',
  notYours: 'Numbered registers and lists are made by the desk or the records clerk.',
};

export const listWords = spoken(vi, en);
