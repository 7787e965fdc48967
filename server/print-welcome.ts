import type { RunningHub } from './start.ts';

/** The one box a newcomer needs. */
export function printWelcome({ url, demo, admin, smtpPort }: RunningHub): void {
  const lines = [`Touchline runs: ${url}`];
  if (demo)
    lines.push(
      '',
      'DEMO MODE — sample people, simulated carriers. Not for production.',
      `Simulator    ${url}/simulator`,
      `Chat widget  ${url}/widget/demo.html`,
      '',
      ...peopleLines(demo.people),
    );
  if (admin) lines.push('', `First admin  ${admin.email}`, `Password     ${admin.password}   (choose your own on first sign-in)`);
  lines.push('', `API          ${url}/api/docs`, `Mail (SMTP)  127.0.0.1:${smtpPort}`, '', 'Ctrl-C stops everything.');
  const width = Math.max(...lines.map((line) => line.length));
  const rule = '─'.repeat(width + 2);
  console.log([`┌${rule}┐`, ...lines.map((line) => `│ ${line.padEnd(width)} │`), `└${rule}┘`].join('\n'));
}

function peopleLines(people: readonly { email: string; role: string; password: string }[]): string[] {
  const order = ['admin', 'manager', 'supervisor', 'agent'];
  const shown = [...people].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
  const width = Math.max(...shown.map(({ email }) => email.length));
  return shown.map(({ email, role, password }) => `${role.padEnd(11)}  ${email.padEnd(width)}  ${password}`);
}
