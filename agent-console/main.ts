import 'element-plus/theme-chalk/base.css';
import 'element-plus/theme-chalk/dark/css-vars.css';
import 'element-plus/theme-chalk/el-button.css';
import 'element-plus/theme-chalk/el-dialog.css';
import 'element-plus/theme-chalk/el-drawer.css';
import 'element-plus/theme-chalk/el-dropdown.css';
import 'element-plus/theme-chalk/el-dropdown-menu.css';
import 'element-plus/theme-chalk/el-dropdown-item.css';
import 'element-plus/theme-chalk/el-overlay.css';
import 'element-plus/theme-chalk/el-popper.css';
import 'element-plus/theme-chalk/el-scrollbar.css';
import './design/tokens.css';
import './design/element-plus.css';
import './design/base.css';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './app/App.vue';
import { createConsoleRouter } from './app/router.ts';
import { createHubClient, hubKey } from './hub-client/hub-client.ts';
import { i18n, isLanguage, languageOfBrowser, learn, speak } from './language/console-language.ts';
import { keepAnswers } from './offline/keep-answers.ts';
import { keepUnsent } from './offline/keep-unsent.ts';
import { keepShell } from './offline/new-version.ts';
import { unsentKey } from './offline/unsent.ts';
import { usePreferences } from './stores/preferences.ts';

const app = createApp(App);
app.provide(hubKey, createHubClient({ origin: '', keep: keepAnswers() }));
app.provide(unsentKey, keepUnsent());
app.use(createPinia()).use(i18n);

// Most days begin at the desk: it comes along with the texts, not after them.
if (/^\/(desk.*)?$/.test(location.pathname)) void import('./pages/desk/TheDesk.vue').catch(() => undefined);
const { language } = usePreferences();
await speak(isLanguage(language) ? language : languageOfBrowser());
app.use(createConsoleRouter()).mount('#app');

// After the first screen: it needs the line more.
if (import.meta.env.PROD) setTimeout(() => void keepShell().catch(() => undefined), 3_000);
setTimeout(() => void Promise.all([learn('en'), learn('zh-CN')]).catch(() => undefined), 5_000);
