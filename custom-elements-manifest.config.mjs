/** The manifest tells what a site owner may rely on, so what is private, or an event by another name, is left out. */
function publicOnly() {
  return {
    name: 'public-only',
    packageLinkPhase({customElementsManifest}) {
      for (const declaration of customElementsManifest.modules.flatMap(
        (module) => module.declarations,
      )) {
        declaration.members = declaration.members?.filter(
          (member) => member.privacy !== 'private' && !member.static,
        );
        declaration.events = declaration.events?.filter(({name}) => name.startsWith('captivate-'));
      }
    },
  };
}

/** `connect` is an attribute with its property, and a method: the property reads as `#connect`. */
function connectBothWays() {
  return {
    name: 'connect-both-ways',
    packageLinkPhase({customElementsManifest}) {
      for (const {attributes = [], members = []} of customElementsManifest.modules.flatMap(
        (module) => module.declarations,
      )) {
        const method = members.find(({name}) => name === '#connect');
        if (!method) continue;
        const {type} = members.find(({name}) => name === 'connectWhen');
        const attribute = attributes.find(({name}) => name === 'connect');
        Object.assign(attribute, {type, default: "'auto'"});
        Object.assign(method, {name: 'connect', privacy: 'public'});
        const property = members.find(({name, kind}) => name === 'connect' && kind === 'field');
        members.splice(members.indexOf(property), 1);
      }
    },
  };
}

export default {
  globs: ['components/chat/captivate-chat.ts'],
  outdir: 'dist',
  litelement: true,
  plugins: [connectBothWays(), publicOnly()],
};
