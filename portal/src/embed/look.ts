/*
 * How the viewer looks, in its own shadow root. What the page sets as --accent, --surface, … goes through; each has a default in light and dark,
 * of which the page's own color-scheme chooses: a page that has none is light, and so is the viewer in it.
 */

const COLOURS = `--i-surface: var(--surface, light-dark(#ffffff, #14181f)); --i-sunken: var(--sunken, light-dark(#f0f2f6, #10141a)); --i-hover: var(--hover, light-dark(#f3f5fa, #1a202a));
  --i-text: var(--text, light-dark(#171c26, #e6e9f0)); --i-dim: var(--dim, light-dark(#4c566a, #aab3c4)); --i-line: var(--line, light-dark(#e1e5ec, #252c38));
  --i-control: var(--control, light-dark(#838da0, #6c778b)); --i-accent: var(--accent, light-dark(#2f52d6, #8caaff)); --i-ok: var(--ok, light-dark(#0c7a45, #4cc38a));
  --i-bad: var(--bad, light-dark(#c0272e, #ff8b86)); --i-warn: var(--warn, light-dark(#8a5200, #e8b04f));`;

export const LOOK = `
:host { ${COLOURS} display: block; container-type: inline-size; background: var(--i-surface); color: var(--i-text); border: 1px solid var(--i-line); border-radius: var(--radius, 8px); overflow: hidden;
  font: var(--font-size, 13px)/1.55 var(--font, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif); }
:host([theme="light"]) { color-scheme: light; } :host([theme="dark"]) { color-scheme: dark; }
:host([hidden]) { display: none; }
* { box-sizing: border-box; } p, dl, dd, ul { margin: 0; padding: 0; } ul { list-style: none; }
:focus-visible { outline: 2px solid var(--i-accent); outline-offset: -2px; border-radius: 3px; }
button, input, select { font: inherit; color: inherit; }
form { display: flex; flex-wrap: wrap; gap: 8px; padding: 10px 12px; border-bottom: 1px solid var(--i-line); }
::placeholder { color: var(--i-dim); opacity: 1; } select option { background: var(--i-surface); color: var(--i-text); }
input, select, .b { min-height: 34px; padding: 0 10px; border: 1px solid var(--i-control); border-radius: 6px; background: var(--i-surface); }
input { flex: 1 1 200px; min-width: 0; } .b { cursor: pointer; font-weight: 520; } .b:hover { background: var(--i-hover); } .b[aria-disabled] { opacity: .55; cursor: default; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th { text-align: left; font-size: .92em; font-weight: 550; color: var(--i-dim); padding: 6px 12px; border-bottom: 1px solid var(--i-line); }
td { padding: 0 12px; border-bottom: 1px solid var(--i-line); height: 38px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.time { width: 190px; } .outcome { width: 112px; } .client { width: 130px; } .actor { width: 22%; } .action { width: 20%; }
td.time { position: relative; padding: 0; overflow: visible; } .tip { display: none; position: absolute; z-index: 1; top: calc(100% - 4px); left: 8px; padding: 3px 8px; border: 1px solid var(--i-line); border-radius: 6px; background: var(--i-surface); color: var(--i-text); white-space: nowrap; pointer-events: none; }
tr:not([data-open]) > td.time button:is(:hover, :focus-visible) + .tip { display: block; } td.time button { display: block; width: 100%; min-height: 38px; padding: 0 12px; border: 0; background: none; text-align: left; cursor: pointer; color: var(--i-dim); font-variant-numeric: tabular-nums; white-space: nowrap; }
tr.event:hover td { background: var(--i-hover); } tr.event[data-open] td { border-bottom-color: transparent; }
.mono { font-family: var(--font-mono, ui-monospace, Menlo, Consolas, monospace); font-size: .92em; }
.o { white-space: nowrap; } .o.success { color: var(--i-dim); } .o.failure { color: var(--i-bad); } .o.denied { color: var(--i-warn); } .o.unknown { color: var(--i-dim); } .o i { font-style: normal; margin-right: 6px; } .o.success i { color: var(--i-ok); }
tr.inside td { height: auto; padding: 4px 12px 14px; white-space: normal; background: var(--i-sunken); }
dl { display: grid; grid-template-columns: minmax(88px, max-content) minmax(0, 1fr); gap: 3px 16px; padding: 8px 0; } dt { color: var(--i-dim); } dd { overflow-wrap: anywhere; }
.acts { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; } .acts p { flex: 1 1 240px; overflow-wrap: anywhere; }
footer { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; min-height: 44px; padding: 6px 12px; color: var(--i-dim); } footer .seal { margin-left: auto; }
.say { padding: 24px 12px; text-align: center; color: var(--i-dim); } .say b { display: block; color: var(--i-text); } .say .b { margin-top: 8px; color: var(--i-text); } .quiet { padding: 8px 12px; background: var(--i-sunken); color: var(--i-dim); border-bottom: 1px solid var(--i-line); }
.bones { padding: 14px 12px; display: grid; gap: 16px; } .bones span { height: 10px; border-radius: 5px; background: var(--i-line); } .bones span:nth-child(2n) { width: 70%; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
[hidden] { display: none !important; }
@container (max-width: 640px) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr.event { display: grid; grid-template-columns: minmax(0, 1fr) auto; border-bottom: 1px solid var(--i-line); padding: 4px 0; } tr.event td { border: 0; height: auto; width: auto; padding: 2px 12px; } tr.event td.time { grid-column: 1 / 3; padding: 0; } tr.event td.time button { min-height: 28px; }
  tr.event td.what, tr.event td.action { grid-column: 1 / 3; white-space: normal; overflow-wrap: anywhere; } tr.event td.client { display: none; } tr.inside { display: block; } tr.inside td { display: block; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; } dd { margin-bottom: 6px; }
}
`;
