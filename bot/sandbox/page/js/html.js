// Preact and htm tied together: tagged templates instead of JSX, so nothing has to be built.
import { Component, h } from "preact";
import htm from "htm";

export const html = htm.bind(h);

/** A component that renders again only when one of its (shallowly compared) props changed. */
export class Memo extends Component {
  shouldComponentUpdate(next) {
    const now = this.props;
    for (const name in next) if (next[name] !== now[name]) return true;
    return Object.keys(next).length !== Object.keys(now).length;
  }
}
