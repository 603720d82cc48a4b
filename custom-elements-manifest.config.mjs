/** The manifest tells what a site owner may rely on, so what is private, or an event by another name, is left out. */
function publicOnly() {
  return {
    name: 'public-only',
    packageLinkPhase({customElementsManifest}) {
      for (const declaration of customElementsManifest.modules.flatMap(
        (module) => module.declarations,
      )) {
        declaration.members = declaration.members?.filter(({privacy}) => privacy !== 'private');
        declaration.events = declaration.events?.filter(({name}) => name.startsWith('captivate-'));
      }
    },
  };
}

export default {
  globs: ['components/captivate-chat.ts'],
  outdir: 'dist',
  litelement: true,
  plugins: [publicOnly()],
};
