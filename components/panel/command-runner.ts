import type {LitElement} from 'lit';
import {isRisky, type Command, type CommandEvent, type RiskyCommand} from './commands.js';

interface Run {
  readonly command: Command;
  readonly phase: 'asking' | 'busy' | 'failed';
}

/** Sees a command of the menu through: asks first where that is due, has it done, and knows when it could not be. */
export class CommandRunner {
  #run: Run | undefined;

  constructor(
    private readonly host: LitElement,
    /** The question goes with the next update. */
    private readonly onClose: () => void,
  ) {}

  /** What the visitor has to confirm, and what has become of it. */
  get question(): (Run & {readonly command: RiskyCommand}) | undefined {
    const run = this.#run;
    return run && isRisky(run.command) ? {...run, command: run.command} : undefined;
  }

  /** Something that needs no question could not be done. */
  get failed(): boolean {
    return this.#run?.phase === 'failed' && this.question === undefined;
  }

  choose(command: Command): void {
    if (isRisky(command)) this.#set({command, phase: 'asking'});
    else void this.#do(command);
  }

  confirm(): void {
    if (this.#run) void this.#do(this.#run.command);
  }

  /** What is being done already cannot be taken back. */
  cancel(): void {
    if (this.#run?.phase !== 'busy') this.#close();
  }

  /** What failed without a question is said until something else happens. */
  forget(): void {
    if (this.failed) this.#set(undefined);
  }

  async #do(command: Command): Promise<void> {
    const run: Run = {command, phase: 'busy'};
    this.#set(run);
    const event: CommandEvent = new CustomEvent('captivate-command', {detail: {command}});
    this.host.dispatchEvent(event);
    try {
      await event.detail.done;
      if (run === this.#run) this.#close();
    } catch {
      if (run === this.#run) this.#set({command, phase: 'failed'});
    }
  }

  #close(): void {
    const wasAsking = this.question !== undefined;
    this.#set(undefined);
    if (wasAsking) this.onClose();
  }

  #set(run: Run | undefined): void {
    this.#run = run;
    this.host.requestUpdate();
  }
}
