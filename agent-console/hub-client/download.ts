/** Ask for a file with a form of the browser's own: it is written to disk while it arrives, however large it is. */
export function downloadByForm(path: string, fields: Readonly<Record<string, string>>): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = path;
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
  form.remove();
}

/** Everything held of a person; the reason goes into the log. */
export const downloadPerson = (customerId: string, reason: string): void =>
  downloadByForm(`/api/customers/${encodeURIComponent(customerId)}/export.zip`, { reason });

/** Text that was put together here, kept as a file. */
export function downloadText(name: string, text: string, type: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
