import './style/base.css';
import './style/app.css';
import { render } from 'preact';
import { startRouting } from './app/router';
import { Shell } from './app/shell';

const root = document.getElementById('app');
if (root && location.pathname === '/man-hinh-cong-khai') {
  // Nobody is logged in at the screen in the waiting room: it needs no shell.
  void import('./screens/wall').then(({ default: Wall }) => render(<Wall />, root));
} else if (root) {
  startRouting();
  render(<Shell />, root);
}
