// The shop in the visitor's language; the chat follows by its data-language.
const page = document.documentElement;
const chat = document.currentScript.previousElementSibling;

function speak(language) {
  page.lang = language;
  chat.dataset.language = language;
}

const wished = new URLSearchParams(location.search).get('lang') ?? navigator.language;
speak(wished.startsWith('zh') ? 'zh-CN' : 'en');

document.addEventListener('DOMContentLoaded', () => {
  document.getElementById('language').addEventListener('click', () => speak(page.lang === 'en' ? 'zh-CN' : 'en'));
});
