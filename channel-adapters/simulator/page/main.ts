import { createApp } from 'vue';
import './style.css';
import SimulatorPage from './SimulatorPage.vue';

createApp(SimulatorPage).mount('#page');
