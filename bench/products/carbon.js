/** Carbon AI Chat without a service behind it, opened. */
import '@carbon/ai-chat/dist/es/web-components/cds-aichat-container/index.js';

const toItem = ({sender, text}) =>
  sender === 'user'
    ? {id: crypto.randomUUID(), input: {message_type: 'text', text}}
    : {
        id: crypto.randomUUID(),
        output: {generic: [{response_type: 'text', text}]},
      };

const element = document.createElement('cds-aichat-container');
element.openChatByDefault = true;
element.messaging = {skipWelcome: true, customSendMessage: () => undefined};
element.homescreen = {is_on: false};
element.onAfterRender = (instance) => {
  window.chat = {
    show: (messages) =>
      void instance.messaging.insertHistory(
        messages.map((message) => ({message: toItem(message), time: new Date().toISOString()})),
      ),
    add: (message) => void instance.messaging.addMessage(toItem({...message, sender: 'bot'})),
  };
};
document.body.append(element);
