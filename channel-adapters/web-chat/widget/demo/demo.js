// The shop in the visitor's language; the chat follows by its data-language.
const page = document.documentElement;
const chat = document.currentScript.previousElementSibling;

function speak(language) {
  page.lang = language;
  chat.dataset.language = language;
}

const asked = new URLSearchParams(location.search);
const wished = asked.get('lang') ?? navigator.language;
speak(wished.startsWith('zh') ? 'zh-CN' : 'en');

// Another widget of the hub can be tried here: ?inbox=website
chat.dataset.inbox = asked.get('inbox') ?? chat.dataset.inbox;

document.addEventListener('DOMContentLoaded', () => {
  document.getElementById('language').addEventListener('click', () => speak(page.lang === 'en' ? 'zh-CN' : 'en'));
});
