/** The page's look: one column, wider where there is room, dark where people like it. */
export const STYLE = `
:root { color-scheme: light dark; --paper: #fbfaf7; --card: #fff; --ink: #20242b; --soft: #626a76; --line: #e2e0da;
  --asleep: #d9dee7; --waking: #eeb244; --awake: #3c9a68; --stopping: #a97bd0; --by-hand: #c9744a; --player: #3c9a68; --packets: #6aa6d8;
  --query: #2a86b8; --alarm: #d9822b; --address: #3c9a68; --cost: #8a93a3; --trouble: #c43d3d; --mail: #a0439a; }
@media (prefers-color-scheme: dark) { :root { --paper: #15181d; --card: #1d2127; --ink: #e4e6ea; --soft: #98a1ae;
  --line: #333942; --asleep: #343b47; --waking: #c8902e; --awake: #37946a; --stopping: #8d63b4; --by-hand: #b5653c; --player: #37946a;
  --packets: #4a86b8; --query: #4ba5d6; --alarm: #d9822b; --address: #37946a; --cost: #77808f; --trouble: #ef7070;
  --mail: #d98ad3; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: .5rem 0 0; font-size: 1.6rem; } h2 { margin: 2rem 0 .5rem; font-size: 1.2rem; }
p { margin: .25rem 0 1rem; } small, .soft { color: var(--soft); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .8rem; margin: 0 0 .8rem; }
summary { cursor: pointer; } .card b { margin-right: .4rem; }
.lane { display: grid; grid-template-columns: 12rem 1fr; align-items: center; margin: .2rem 0; }
.name { font-size: .85rem; line-height: 1.2; } .name small { font-size: .75rem; }
svg { display: block; width: 100%; height: 1.9rem; background: color-mix(in srgb, var(--line) 35%, transparent); }
.axis { position: relative; height: 1.2rem; margin-left: 12rem; font-size: .75rem; color: var(--soft); }
.axis span { position: absolute; transform: translateX(-50%); white-space: nowrap; }
.axis .first { transform: none; }
.grid { stroke: var(--line); vector-effect: non-scaling-stroke; }
.asleep { fill: var(--asleep); } .waking { fill: var(--waking); } .awake { fill: var(--awake); }
.stopping { fill: var(--stopping); } .by-hand { fill: var(--by-hand); } .host { fill: var(--packets); } .player { fill: var(--player); }
.packets { fill: var(--packets); } .query { fill: var(--query); } .alarm { fill: var(--alarm); }
.placeholder { fill: var(--asleep); } .address { fill: var(--address); } .cost { fill: var(--cost); }
.desired, .threshold { stroke: var(--ink); stroke-width: 2; vector-effect: non-scaling-stroke; }
.threshold { stroke: var(--alarm); stroke-width: 1.5; stroke-dasharray: 5 4; }
.key { display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .8rem; color: var(--soft); margin: .4rem 0; }
.key svg { display: inline-block; width: .8rem; height: .8rem; margin-right: .35rem; vertical-align: -1px; }
.story { list-style: none; margin: .8rem 0 0; padding: 0; font-size: .92rem; }
.story li { display: grid; grid-template-columns: 4.6rem 7rem 1fr; gap: .6rem; padding: .18rem 0; border-top: 1px solid var(--line); }
time { color: var(--soft); font-variant-numeric: tabular-nums; }
.who { font-weight: 600; } .why { color: var(--soft); }
.t-query .who { color: var(--query); } .t-player .who { color: var(--player); } .t-mail .who { color: var(--mail); }
.t-alarm .who { color: var(--alarm); } .t-trouble { color: var(--trouble); } .t-story { font-style: italic; }
pre { margin: .6rem 0 0; white-space: pre-wrap; font: .9rem/1.45 ui-monospace, monospace; }
pre code { display: block; overflow-x: auto; white-space: pre; padding: .3rem .5rem; margin: .2rem 0; font: inherit;
  background: color-mix(in srgb, var(--line) 35%, transparent); border-radius: .3rem; }
table { border-collapse: collapse; width: 100%; max-width: 34rem; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .2rem .4rem; border-bottom: 1px solid var(--line); font-weight: 400; }
th, td:not(:first-child) { white-space: nowrap; }
th:first-child, td:first-child { text-align: left; } tr:last-child td { font-weight: 600; border: 0; }
@media (max-width: 40rem) {
  .lane { grid-template-columns: 1fr; } .name { margin: .4rem 0 .25rem; } summary .soft { display: block; } .axis { margin-left: 0; }
  .story li { grid-template-columns: 4.2rem 1fr; gap: 0 .6rem; } .story .words { grid-column: 2; }
}
`;
