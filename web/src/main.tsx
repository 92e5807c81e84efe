import './style/base.css';
import './style/app.css';
import { render } from 'preact';
import { startRouting } from './app/router';
import { Shell } from './app/shell';

startRouting();
const root = document.getElementById('app');
if (root) render(<Shell />, root);
