/** BotFramework WebChat without a service behind it: its Direct Line is this page. */
const box = document.createElement('div');
box.style.cssText = 'position: fixed; right: 20px; bottom: 20px; width: 392px; height: 640px';
document.body.append(box);

/** As much of an observable as WebChat asks for. */
const observable = (first = []) => {
  const observers = new Set();
  return {
    next: (value) => observers.forEach((observer) => observer.next?.(value)),
    subscribe(observer, ...others) {
      const listener =
        typeof observer === 'function' ? {next: observer, error: others[0]} : observer;
      observers.add(listener);
      first.forEach((value) => listener.next?.(value));
      return {unsubscribe: () => observers.delete(listener)};
    },
  };
};

const activities = observable();
const directLine = {
  activity$: activities,
  // Uninitialized, connecting, online.
  connectionStatus$: observable([0, 1, 2]),
  postActivity: () => observable([crypto.randomUUID()]),
  end: () => undefined,
};

let count = 0;
const receive = ({sender, text}) =>
  activities.next({
    id: String((count += 1)),
    type: 'message',
    from: {id: sender, role: sender},
    timestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, count)).toISOString(),
    text,
  });

window.WebChat.renderWebChat({directLine, userID: 'user'}, box);
window.chat = {show: (messages) => messages.forEach(receive), add: receive};
