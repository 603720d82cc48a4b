/** `npm start`: the demo page, the agent's page and the local hub. */
import process, {env, exit} from 'node:process';
import {startDemoServer} from './demo-server.js';

const demo = await startDemoServer(env['PORT'] ? {port: Number(env['PORT'])} : {});

console.log(`
  Demo page     ${demo.demoUrl}
  Agent's page  ${demo.agentUrl}
  Local hub     ${demo.hub.url}

  Press Ctrl-C to stop.
`);

let stopping = false;
const stop = async () => {
  // Whoever presses it twice does not want to wait.
  if (stopping) exit(1);
  stopping = true;
  await demo.close();
  exit(0);
};
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
