/**
 * How mail programs mark what they quote, in the words of their languages. Why not email-reply-parser: its patterns
 * backtrack for minutes on hostile lines, it cuts "Regards" and what follows, and it rewrites the author's line ends.
 */

/** Longer lines are somebody's text. */
const longest = 500;

const quotedHeaders = {
  from: 'From|发件人|發件人|寄件者|寄件人|差出人|보낸 ?사람|Von|De|Da|Van|От',
  date: 'Sent|Date|发送时间|發送時間|发送日期|日期|时间|時間|寄件日期|傳送時間|送信日時|日時|보낸 ?날짜|날짜|Gesendet|Datum|Envoyé|Enviado|Fecha|Data|Inviato|Verzonden|Дата|Отправлено',
  subject: 'Subject|主题|主題|主旨|件名|제목|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp|Тема',
} as const;

const headerPatterns = Object.entries(quotedHeaders).map(([kind, names]) => ({
  kind,
  pattern: new RegExp(`^[>*|\\s]{0,8}(${names})[*|\\s]{0,4}[:：|]`, 'iu'),
}));

/** Which header of a quoted mail a line repeats. */
export function quotedHeaderKind(line = ''): string | undefined {
  const start = line.slice(0, 60);
  return headerPatterns.find(({ pattern }) => pattern.test(start))?.kind;
}

const original =
  /^[>\s]{0,8}-{2,}\s*(original message|original email|原始邮件|原始郵件|原始信件|回复的原邮件|原邮件|原郵件|邮件原件|ursprüngliche nachricht|message d'origine|mensaje original|mensagem original|messaggio originale|元のメッセージ|원본 ?메[시세]지)\s*-{2,}\s*$/iu;
const forwarded =
  /^[>\s]{0,8}-{2,}\s*(forwarded (message|email)|begin forwarded message|转发的?邮件(信息)?|轉寄的?郵件|转发的原邮件|weitergeleitete nachricht|message transféré)\s*-{2,}\s*$/iu;

/** A line such as `-----Original Message-----` or `------------------ 原始邮件 ------------------`. */
export function isOriginalRule(line = ''): boolean {
  return line.length <= longest && original.test(line);
}

/** A line such as `---------- Forwarded message ---------`: what follows is what the customer passes on. */
export function isForwardRule(line = ''): boolean {
  return line.length <= longest && forwarded.test(line);
}

/** An empty line, or one drawn of dashes and underscores. */
export function isRule(line = ''): boolean {
  return line.length <= longest && /^[\s>_=*—–-]*$/.test(line);
}

const attributions: readonly RegExp[] = [
  // Gmail, Apple Mail, Thunderbird, NetEase in English
  /^(On|At)\s.*\swrote\s*[:：]$/i,
  // Gmail: 客服 <a@b> 于2026年11月20日周五 15:15写道：  Apple Mail: 在 2026年11月20日，15:15，客服 <a@b> 写道：
  /(写道|寫道)\s*[:：]$/,
  // Gmail without a verb: 2026-11-20 15:15 GMT+08:00 客服 <a@b>:
  /^\d{4}[-/年.].*<[^<>\s]+@[^<>\s]+>\s*[:：]$/,
  /^(Le\s.*\sa\sécrit|Am\s.*\sschrieb\b.*|El\s.*\sescribió|Em\s.*\sescreveu|Il\s.*\sha\sscritto|Op\s.*\sschreef\b.*)\s*[:：]$/i,
  /^20\d\d年.*(のメール|は書きました)\s*[:：]$/,
  /^20\d\d년.*(작성|쓴 ?글)\s*[:：]$/,
];

/** Whether lines, read as one, are the sentence that introduces a quote. It names a day, a time or an address. */
export function endsAttribution(lines: readonly string[]): boolean {
  if (!/[:：]\s*$/.test(lines.at(-1)?.slice(-20) ?? '')) return false;
  if (lines.some((line) => line.trim() === '' || line.length > longest)) return false;
  const sentence = lines.map((line) => line.replace(/^[>\s]{0,8}/, '').trimEnd()).join(' ');
  return /\d{4}|\d:\d\d|@/.test(sentence) && attributions.some((pattern) => pattern.test(sentence));
}
