import { type Chat, openChat } from './chat.ts';
import { customerOf, type Identity, identityOf, readSettings } from './read-settings.ts';
import { showWidget, type Widget } from './show-widget.ts';
import { openStorage } from './storage.ts';
import { chooseLanguage, type Language } from './words.ts';

const script = document.currentScript;
if (script instanceof HTMLScriptElement && script.dataset.inbox) whenReady(() => start(script));
else console.warn('Touchline chat: embed it by <script src="…/widget/touchline-chat.js" data-inbox="…" async></script>.');

function start(script: HTMLScriptElement): void {
  if (window.touchline?.open) return;
  const settings = readSettings(script);
  const local = openStorage(() => localStorage, `touchline ${settings.inbox} `);
  const session = openStorage(() => sessionStorage, `touchline ${settings.inbox} `);
  const language = () => chooseLanguage(local.read('language'), script.dataset.language, navigator.language);
  let chat: Chat;
  let widget: Widget | undefined;

  const choose = (next: Language) => {
    local.write('language', next);
    widget?.speak(next);
  };
  const show = (identity: Identity | undefined) => {
    widget?.remove();
    chat?.close();
    chat = openChat({ ...settings, ...identity }, local, language, () => widget?.update());
    widget = showWidget(chat, language(), session, () => choose(language() === 'en' ? 'zh-CN' : 'en'));
  };

  show(identityOf(script));
  new MutationObserver(() => widget?.speak(language())).observe(script, { attributeFilter: ['data-language'] });
  window.touchline = {
    ...window.touchline,
    open: () => widget?.open(),
    close: () => widget?.close(),
    identify: (identity) => show(customerOf(identity)),
  };
}

function whenReady(go: () => void): void {
  if (document.body) go();
  else document.addEventListener('DOMContentLoaded', go, { once: true });
}
