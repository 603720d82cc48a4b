let canBeMade: boolean | undefined;

/** Whether the visitor can be asked if they want to be notified by their system: only once, and only where that works. */
export function canAskToNotify(): boolean {
  if (!('Notification' in globalThis) || Notification.permission !== 'default') return false;
  return (canBeMade ??= isSecureContext && hasConstructor());
}

/** Chrome on Android has it in name only. Where nobody was asked yet, nothing is shown. */
function hasConstructor(): boolean {
  try {
    new Notification('');
    return true;
  } catch {
    return false;
  }
}
