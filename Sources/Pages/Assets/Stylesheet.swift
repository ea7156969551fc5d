/// The pages' look: over Bootstrap, calm and dense, light or dark as the reader or their system likes it.
enum Stylesheet {
    private static let dark = """
        --paper: #121718; --surface: #1a2123; --raised: #1f2729; --ink: #e3e8e8; --quiet: #9aa7ab; --line: #2d3739;
        --accent: #74c5b5; --accent-soft: #39776c; --accent-wash: #1f3330; --second: #e2a070;
        --good: #74c5b5; --warn: #e3b761; --bad: #f2978e; --warn-wash: #38301d; --bad-wash: #3d2422; --calm-wash: #283133;
        --shadow: none;
        """

    static let text = #"""
        @font-face { font-family: "Davtari Georgian"; src: url("/assets/georgian.ttf") format("truetype"); font-weight: 400;
          font-display: swap; unicode-range: U+10A0-10FF, U+1C90-1CBF, U+2D00-2D2F, U+20BE; }
        @font-face { font-family: "Davtari Georgian"; src: url("/assets/georgian-bold.ttf") format("truetype");
          font-weight: 600 700; font-display: swap; unicode-range: U+10A0-10FF, U+1C90-1CBF, U+2D00-2D2F, U+20BE; }

        /* Colours */
        :root {
          color-scheme: light dark;
          --paper: #f5f4f0; --surface: #fff; --raised: #faf9f6; --ink: #1d2629; --quiet: #5c686d; --line: #e4e1d9;
          --accent: #1c6b5f; --accent-soft: #8fbfb4; --accent-wash: #e5f0ed; --second: #b4622d;
          --good: #1c6b5f; --warn: #8a5a00; --bad: #b02a21; --warn-wash: #fdf1d7; --bad-wash: #fce9e7; --calm-wash: #eeece6;
          --shadow: 0 1px 2px rgb(30 30 20 / 5%);
        }
        @media screen and (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { \#(dark) } }
        @media screen { :root[data-theme="dark"] { color-scheme: dark; \#(dark) } }
        :root[data-theme="light"] { color-scheme: light; }
        :root {
          --bs-body-bg: var(--paper); --bs-body-color: var(--ink); --bs-border-color: var(--line);
          --bs-link-color: var(--accent); --bs-link-hover-color: var(--ink);
          --bs-body-font-size: .9375rem; --bs-body-line-height: 1.5;
          --bs-body-font-family: "Davtari Georgian", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue",
            Arial, sans-serif;
        }

        /* The frame */
        body { min-height: 100vh; display: flex; flex-direction: column; overflow-wrap: break-word; }
        a { text-decoration: none; }
        a:hover { text-decoration: underline; text-underline-offset: .2em; }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
        main:focus { outline: none; }
        .skip { position: absolute; left: -999rem; top: .5rem; z-index: 20; padding: .5rem 1rem; background: var(--surface); }
        .skip:focus { left: .5rem; }
        .icon { width: 1.35em; height: 1.35em; flex: none; }
        .top { background: var(--surface); border-bottom: 1px solid var(--line); }
        .top-inner, main, .foot { width: 100%; max-width: 84rem; margin: 0 auto; padding-left: 1.5rem; padding-right: 1.5rem; }
        .top-inner { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.75rem; min-height: 3.5rem; padding-top: .5rem;
          padding-bottom: .35rem; }
        .brand { display: flex; align-items: center; gap: .5rem; font-weight: 700; font-size: 1.0625rem; color: var(--ink); }
        .brand .icon { color: var(--accent); }
        .brand:hover { text-decoration: none; }
        .menu-wide { display: flex; flex-wrap: wrap; gap: .25rem; flex: 1 0 100%; order: 1; margin-left: -.7rem; }
        .menu-wide a { display: flex; align-items: center; gap: .4rem; padding: .35rem .7rem; border-radius: .5rem;
          color: var(--quiet); white-space: nowrap; }
        .menu-wide a:hover { background: var(--calm-wash); color: var(--ink); text-decoration: none; }
        .menu-wide a[aria-current] { background: var(--accent-wash); color: var(--accent); font-weight: 600; }
        .menu-wide .icon { display: none; }
        .menu-count { background: var(--accent); color: var(--surface); border-radius: 1rem; padding: 0 .45rem; font-size: .8em;
          font-weight: 600; font-variant-numeric: tabular-nums; }
        .menu-phone { display: none; }
        .top-end { display: flex; align-items: center; gap: 1.25rem; margin-left: auto; font-size: .875rem; }
        .heat-1 { background: color-mix(in srgb, var(--accent) 5%, transparent); }
        .heat-2 { background: color-mix(in srgb, var(--accent) 10%, transparent); }
        .heat-3 { background: color-mix(in srgb, var(--accent) 15%, transparent); }
        .heat-4 { background: color-mix(in srgb, var(--accent) 20%, transparent); }
        .heat-5 { background: color-mix(in srgb, var(--accent) 25%, transparent); }
        .heat-6 { background: color-mix(in srgb, var(--accent) 30%, transparent); }
        .heat-7 { background: color-mix(in srgb, var(--accent) 35%, transparent); }
        .heat-8 { background: color-mix(in srgb, var(--accent) 40%, transparent); }
        .heat-9 { background: color-mix(in srgb, var(--accent) 45%, transparent); }
        .heat { display: block; margin: -.15rem -.35rem; padding: .15rem .35rem; border-radius: .25rem; }
        .found { margin: 0; padding: 0; list-style: none; display: grid; gap: .5rem; }
        .find { margin: 0; } .find input { width: 18rem; padding: .25rem .6rem; font-size: .875rem; }
        .find-link { display: none; color: var(--quiet); }
        .languages { display: flex; gap: .125rem; padding: .125rem; border: 1px solid var(--line); border-radius: .5rem; }
        .languages a { padding: .125rem .5rem; border-radius: .375rem; color: var(--quiet); }
        .languages a[aria-current] { background: var(--calm-wash); color: var(--ink); }
        .user { display: flex; align-items: center; gap: .75rem; margin: 0; }
        .user-name { color: var(--quiet); max-width: 10rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .own { display: flex; align-items: center; gap: .35rem; color: var(--quiet); }
        .user button { border: 0; background: none; color: var(--accent); padding: .25rem 0; }
        .user button:hover { text-decoration: underline; }
        main { flex: 1; padding-top: 1.5rem; padding-bottom: 3rem; }
        .foot { padding-top: 1rem; padding-bottom: 1.5rem; color: var(--quiet); font-size: .8125rem; }

        /* Headings */
        h1 { font-size: 1.625rem; font-weight: 700; line-height: 1.25; margin: 0; letter-spacing: -.01em; }
        h2 { font-size: 1.0625rem; font-weight: 700; margin: 0; }
        h3 { font-size: .9375rem; font-weight: 700; margin: 1rem 0 .5rem; }
        h4 { font-size: .875rem; font-weight: 600; margin: .75rem 0 .25rem; }
        :lang(ka) h1, h1:lang(ka) { letter-spacing: 0; }
        .page-head { margin-bottom: 1.25rem; }
        .below { color: var(--quiet); margin: .25rem 0 0; display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; }
        .crumbs ol { list-style: none; display: flex; flex-wrap: wrap; padding: 0; margin: 0 0 .5rem; font-size: .875rem; }
        .crumbs li::after { content: "›"; color: var(--quiet); padding: 0 .5rem; }
        .crumbs li:last-child::after { content: ""; padding: 0; }
        .part { background: var(--surface); border: 1px solid var(--line); border-radius: .75rem; box-shadow: var(--shadow);
          padding: 1.125rem 1.25rem; margin-bottom: 1.25rem; min-width: 0; }
        .part-head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .25rem 1rem;
          margin-bottom: .75rem; }
        .folded { padding-top: .75rem; padding-bottom: .75rem; } .folded[open] { padding-bottom: 1.125rem; }
        .folded summary { color: var(--accent); font-weight: 600; cursor: pointer; width: fit-content; max-width: 100%; }
        .folded .form > h2 { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
        .tabs { display: flex; flex-wrap: wrap; gap: .25rem; margin: 0 0 1.25rem; border-bottom: 1px solid var(--line); }
        .tabs a { padding: .4rem .75rem; color: var(--quiet); border-bottom: 2px solid transparent; margin-bottom: -1px; }
        .tabs a:hover { color: var(--ink); text-decoration: none; }
        .tabs a[aria-current] { color: var(--accent); border-color: var(--accent); font-weight: 600; }
        .part-note { margin: 0; color: var(--quiet); font-size: .8125rem; }
        .times a { margin-left: .4em; }
        .times a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
        .two { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 1.25rem; align-items: start; }
        .nothing { color: var(--quiet); margin: .5rem 0; }

        /* Figures */
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(12.5rem, 1fr)); gap: .75rem; margin: 0 0 1.25rem; }
        .tile { background: var(--surface); border: 1px solid var(--line); border-radius: .75rem; box-shadow: var(--shadow);
          padding: .875rem 1.125rem 1rem; min-width: 0; }
        .tile-first { border-top: 3px solid var(--accent); padding-top: calc(.875rem - 2px); }
        .tile dt { font-weight: 400; color: var(--quiet); font-size: .875rem; }
        .tile dd { margin: 0; display: flex; flex-wrap: wrap; align-items: baseline; column-gap: .75rem; }
        .figure { flex-basis: 100%; font-size: 1.625rem; font-weight: 600; line-height: 1.3; letter-spacing: -.01em;
          font-variant-numeric: tabular-nums; white-space: nowrap; }
        .more { color: var(--quiet); font-size: .8125rem; font-variant-numeric: tabular-nums; }
        .live { display: inline-flex; align-items: center; gap: .4rem; font-size: .8125rem; }
        .live-dot { width: .5rem; height: .5rem; border-radius: 50%; background: var(--line); }
        .live-on, .live-off { display: none; }
        [data-live-state="on"] .live-dot { background: var(--good); }
        [data-live-state="on"] .live-on, [data-live-state="off"] .live-off { display: inline; }
        [data-live-state="off"] .live-dot { background: var(--bad); }
        .chart { position: relative; height: 15rem; }
        .as-table { margin-top: .5rem; font-size: .875rem; }
        .as-table summary { color: var(--quiet); width: fit-content; max-width: 100%; overflow-wrap: anywhere; cursor: pointer; }

        /* Marks */
        .mark { display: inline-block; padding: .05rem .5rem; border-radius: .5rem; font-size: .8125rem; line-height: 1.45;
          font-weight: 400; white-space: nowrap; background: var(--calm-wash); color: var(--quiet); font-variant-numeric: tabular-nums; }
        .mark-good { background: var(--accent-wash); color: var(--good); }
        .mark-warn { background: var(--warn-wash); color: var(--warn); }
        .mark-bad { background: var(--bad-wash); color: var(--bad); }
        .limit { display: flex; flex-wrap: wrap; gap: 0 .75rem; font-size: .8125rem; font-weight: 400; line-height: 1.4; }
        .limit-good { color: var(--quiet); }
        .limit-warn { color: var(--warn); }
        .limit-bad { color: var(--bad); }
        .limit span::before { content: "●"; font-size: .55em; vertical-align: .3em; padding-right: .5em; }
        .limit-good::before { color: var(--good); }
        .sub { display: block; color: var(--quiet); font-size: .8125rem; font-weight: 400; line-height: 1.35; }
        .notice { background: var(--warn-wash); color: var(--ink); border-left: 3px solid var(--warn); border-radius: .5rem;
          padding: .75rem 1rem; margin: 0 0 1.25rem; }
        .notice-bad { background: var(--bad-wash); border-color: var(--bad); }
        .notice-list p { margin: .25rem 0; } .notice-list ul { margin: .5rem 0 0; padding-left: 1.25rem; }
        .for-programs ul { margin: .25rem 0 0; padding-left: 1.25rem; }
        .error-text { color: var(--bad); font-size: .8125rem; overflow-wrap: anywhere; }
        .counts { list-style: none; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr));
          gap: .5rem; padding: 0; margin: 0 0 .5rem; }
        .count { display: flex; align-items: baseline; gap: .5rem; padding: .5rem .75rem; border-radius: .5rem;
          background: var(--raised); color: var(--quiet); font-size: .875rem; line-height: 1.3; }
        .count b { font-size: 1.125rem; font-weight: 600; font-variant-numeric: tabular-nums; }
        .count-warn { background: var(--warn-wash); color: var(--ink); } .count-warn b { color: var(--warn); }
        .count-bad { background: var(--bad-wash); color: var(--ink); } .count-bad b { color: var(--bad); }
        .limits { list-style: none; padding: 0; margin: 0; }
        .limits li { padding: .5rem 0; border-top: 1px solid var(--line); }

        /* Tables */
        .table-calm { width: 100%; border-collapse: collapse; font-size: .875rem; }
        .table-calm th, .table-calm td { padding: .45rem .6rem; vertical-align: top; }
        .table-calm th:first-child { padding-left: 0; } .table-calm :is(th, td):last-child { padding-right: 0; }
        .table-calm thead th { color: var(--quiet); font-weight: 400; font-size: .8125rem; line-height: 1.3;
          vertical-align: bottom; border-bottom: 1px solid var(--line); }
        .table-calm tbody tr + tr > * { border-top: 1px solid var(--line); }
        .table-calm tbody tr:hover { background: var(--raised); }
        .table-calm .lead { font-weight: 600; font-size: inherit; text-align: left; }
        .table-calm td:not(.number) { overflow-wrap: anywhere; }
        .table-calm .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .table-calm td.moment { overflow-wrap: normal; }
        .table-calm thead .number { white-space: normal; }
        .whole { white-space: nowrap; }
        .table-calm thead a.order { color: inherit; text-decoration: none; }
        .table-calm thead a.order:hover, .table-calm thead a.order:focus-visible { text-decoration: underline; }
        .table-calm thead [aria-sort]::after { content: "\00a0↑"; color: var(--accent); }
        .table-calm thead [aria-sort="descending"]::after { content: "\00a0↓"; }
        .table-calm tfoot th, .table-calm tfoot td { border-top: 2px solid var(--line); font-weight: 600; }
        .table-calm .group { text-align: center; color: var(--ink); border-bottom: 0; }
        .paired tr > :nth-child(6) { border-left: 1px solid var(--line); }
        .paired .groups > :nth-child(3) { border-left: 1px solid var(--line); }
        .paired .lead { min-width: 13rem; }

        /* One thing's particulars, code */
        .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .75rem 1.25rem; margin: 0 0 1rem; }
        .operation { margin-top: .5rem; font-size: .875rem; overflow-wrap: anywhere; }
        .operation summary { cursor: pointer; } .operation summary span { color: var(--quiet); }
        .operation h3 { margin: 1rem 0 .25rem; font-size: .9375rem; }
        .members { margin: .25rem 0 0; padding-left: 1.1rem; }
        .facts dt { overflow-wrap: anywhere; font-weight: 400; color: var(--quiet); font-size: .8125rem; }
        .facts dd { margin: 0; overflow-wrap: anywhere; }
        caption { color: var(--quiet); }
        code { color: inherit; font-size: .9em; }
        .code { background: var(--raised); border: 1px solid var(--line); border-radius: .5rem; padding: .875rem 1rem; margin: 0;
          font-size: .8125rem; line-height: 1.55; white-space: pre-wrap; overflow-wrap: anywhere; color: var(--ink); }
        .code code { font-size: inherit; }
        .code b { font-weight: 400; color: var(--quiet); } .code i { font-style: normal; color: var(--accent); }
        .code mark { background: var(--warn-wash); color: inherit; padding: .1em 0; }
        .conflict h2 { font-family: var(--bs-font-monospace); font-size: .9375rem; }
        .conflict h3 small { color: var(--quiet); font-weight: 400; font-size: .8125rem; }

        /* Forms */
        .btn { --bs-btn-font-size: .9375rem; --bs-btn-border-radius: .5rem; }
        .btn-primary { --bs-btn-bg: #1c6b5f; --bs-btn-border-color: #1c6b5f; --bs-btn-hover-bg: #15544b;
          --bs-btn-hover-border-color: #15544b; --bs-btn-active-bg: #15544b; --bs-btn-active-border-color: #15544b; }
        .btn-outline-secondary { --bs-btn-color: var(--ink); --bs-btn-border-color: var(--line); --bs-btn-hover-bg: var(--calm-wash);
          --bs-btn-hover-color: var(--ink); --bs-btn-hover-border-color: var(--line); --bs-btn-active-bg: var(--calm-wash);
          --bs-btn-active-color: var(--ink); --bs-btn-active-border-color: var(--line); background: var(--surface); }
        .btn:hover { text-decoration: none; }
        .form-control, .form-select { background-color: var(--surface); color: var(--ink); border-color: var(--quiet);
          border-radius: .5rem; }
        .form-control:focus, .form-select:focus { background-color: var(--surface); color: var(--ink); border-color: var(--accent);
          box-shadow: 0 0 0 3px var(--accent-wash); }
        .form-check-input { border-color: var(--quiet); background-color: var(--surface); }
        .form-check-input:checked { background-color: #1c6b5f; border-color: #1c6b5f; }
        .filter { display: flex; flex-wrap: wrap; align-items: end; gap: .75rem 1.25rem; margin-bottom: 1.25rem; }
        .filter label { font-size: .875rem; color: var(--quiet); }
        .filter .form-select { min-width: 14rem; }
        .filter .form-check { margin-bottom: .5rem; }
        .form { max-width: 34rem; }
        .form-rows { max-width: none; } .form-rows > .field:not(fieldset) { max-width: 34rem; }
        .form .field { margin: .875rem 0; }
        .form label, .form legend { font-size: .875rem; margin-bottom: .25rem; }
        .form legend { float: none; }
        .boxes { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: .125rem 1rem; }
        .boxes .form-check { margin: 0; }
        table.grid { border-collapse: collapse; margin: .25rem 0 1rem; max-width: 100%; }
        .grid caption { caption-side: top; font-weight: 600; padding: .25rem 0; color: inherit; text-align: start; }
        .grid th, .grid td { padding: .2rem .5rem .2rem 0; overflow-wrap: anywhere; font-weight: 400; border-top: 1px solid var(--line); }
        .grid thead th { text-transform: lowercase; }
        .grid td { text-align: center; min-width: 3rem; } .grid .part-of { padding-inline-start: 1.25rem; color: var(--quiet); }
        .grid .form-check-input { float: none; margin: 0; width: 1.25rem; height: 1.25rem; }
        .trial { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; }
        .boxes label { font-size: .9375rem; }
        .lines td, .lines th { padding: .25rem .25rem .25rem 0; border: 0; }
        .lines-of { margin: 0; padding-left: 1.1rem; }
        .form .hint, .form .problem { margin: .25rem 0 0; font-size: .8125rem; }
        .form .hint { color: var(--quiet); } .form .problem { color: var(--bad); }
        .form [aria-invalid="true"] { border-color: var(--bad); }
        .form .btn { margin-top: .25rem; margin-right: .5rem; }
        .secret { display: block; padding: .6rem .75rem; border: 1px dashed var(--line); border-radius: .5rem; user-select: all;
          overflow-wrap: anywhere; background: var(--raised); }
        .qr { display: block; width: min(16rem, 100%); height: auto; margin: 1rem 0; border-radius: .5rem; }
        .secrets { columns: 2; max-width: 26rem; padding-left: 1.5rem; }
        td form { margin: 0; }
        .form .notice { margin: .75rem 0; } .form .notice p:last-child { margin-bottom: 0; }
        .part-title { margin: 1.5rem 0 .75rem; font-size: 1.125rem; }
        .tabs ul { display: flex; flex-wrap: wrap; gap: .35rem .5rem; list-style: none; margin: 0 0 1.25rem; padding: 0; }
        .tabs a { display: block; padding: .35rem .8rem; border: 1px solid var(--line); border-radius: 999px; text-decoration: none; }
        .tabs a[aria-current] { background: var(--ink); border-color: var(--ink); color: var(--paper); }
        .changes { margin: 0; padding-left: 1.1rem; } .changes .was { color: var(--quiet); }
        td p:last-child { margin-bottom: 0; } td p:has(+ .changes) { margin-bottom: .15rem; }
        main > .table-calm { background: var(--surface); border: 1px solid var(--line); border-radius: .75rem;
          border-collapse: separate; border-spacing: 0; overflow: hidden; }
        main > .table-calm :is(th, td):first-child { padding-left: 1.25rem; }
        main > .table-calm :is(th, td):last-child { padding-right: 1.25rem; }
        .pager { margin: 1rem 0 1.5rem; }
        .sign-in { max-width: 23rem; margin: 8vh auto 0; background: var(--surface); border: 1px solid var(--line);
          border-radius: 1rem; padding: 2rem; box-shadow: var(--shadow); }
        .sign-in .below { margin-bottom: 1.25rem; }
        .sign-in label { font-size: .875rem; margin-bottom: .25rem; }
        .sign-in .form-control { margin-bottom: 1rem; }
        .sign-in .btn { width: 100%; margin-top: .5rem; padding: .5rem; }
        .alone { max-width: 34rem; margin: 10vh auto; text-align: center; }
        .alone-number { font-size: 4rem; font-weight: 700; line-height: 1; color: var(--accent-soft); margin: 0 0 1rem; }
        .alone h1 { margin-bottom: .75rem; } .alone p { color: var(--quiet); } .alone .btn { margin-top: .75rem; }
        .steps { padding: 0; list-style: none; counter-reset: step; max-width: 52rem; }
        .steps li { counter-increment: step; position: relative; padding: 0 0 1.5rem 3rem; }
        .steps li::before { content: counter(step); position: absolute; left: 0; top: -.15rem; width: 2rem; height: 2rem;
          border-radius: 50%; background: var(--accent-wash); color: var(--accent); font-weight: 600; display: grid; place-items: center; }
        .steps h2 { font-size: 1.05rem; margin: 0; }
        .steps .form { margin-top: .5rem; }
        .steps p { color: var(--quiet); margin: .25rem 0 .5rem; }

        @media screen and (max-width: 75rem) {
          .user-name { display: none; }
          .menu-wide { gap: 0; }
          .menu-wide a { padding: .35rem .3rem; }
          .top-inner { gap: .75rem; }
          .top-end { gap: .75rem; }
        }

        /* A tablet: rows as cards, the menu at the thumb; and narrower still, a phone */
        @media screen and (max-width: 64rem) {
          .top-inner, main, .foot { padding-left: 1rem; padding-right: 1rem; }
          .menu-wide { display: none; }
          .find { display: none; } .find-link { display: flex; padding: .25rem; }
          .menu-phone { display: flex; position: fixed; inset: auto 0 0; z-index: 10; background: var(--surface);
            border-top: 1px solid var(--line); padding: .25rem .25rem calc(.25rem + env(safe-area-inset-bottom));
            overflow-x: auto; scrollbar-width: none; }
          .menu-phone a { flex: 1 0 auto; min-width: 3rem; display: flex; flex-direction: column; align-items: center; gap: .1rem;
            padding: .3rem .125rem; color: var(--quiet); font-size: clamp(.625rem, 2.7vw, .6875rem); line-height: 1.3; border-radius: .5rem; }
          .menu-phone a:hover { text-decoration: none; }
          .menu-phone a[aria-current] { color: var(--accent); font-weight: 600; }
          .foot { padding-bottom: 5.5rem; }
          main { padding-top: 1.125rem; padding-bottom: 1rem; }
          h1 { font-size: 1.375rem; }
          .two { grid-template-columns: minmax(0, 1fr); }
          .part { padding: 1rem; margin-bottom: 1rem; }
          .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .625rem; margin-bottom: 1rem; }
          .tile { padding: .75rem .875rem; } .tile-first { grid-column: 1 / -1; }
          .tile-first ~ .tile:last-child:nth-child(even) { grid-column: 1 / -1; }
          .tile:not(.tile-first) .figure { font-size: 1.25rem; }
          .more { flex-basis: 100%; }
          .chart { height: 12rem; }

          .table-calm:not(.brief), .table-calm:not(.brief) :is(tbody, tfoot) { display: block; }
          .table-calm:not(.brief) thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          .table-calm:not(.brief) tr { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .4rem 1rem;
            padding: .75rem 0; border-top: 1px solid var(--line); }
          .table-calm:not(.brief) tbody tr:first-child { border-top: 0; padding-top: 0; }
          .table-calm:not(.brief) tbody tr + tr > * { border-top: 0; }
          .table-calm:not(.brief) tfoot tr { border-top: 2px solid var(--line); }
          .table-calm:not(.brief) :is(th, td) { padding: 0; border: 0; text-align: left; }
          .table-calm .mark, .table-calm:not(.brief) .number { white-space: normal; }
          .table-calm .mark { overflow-wrap: anywhere; }
          .table-calm:not(.brief) .lead { grid-column: 1 / -1; min-width: 0; }
          .table-calm:not(.brief) td::before { content: attr(data-label); display: block; color: var(--quiet); font-size: .75rem;
            font-weight: 400; line-height: 1.3; white-space: normal; }
          .paired tr { grid-auto-flow: column; grid-template-rows: repeat(5, auto); gap: .15rem 1.25rem !important; }
          .paired.paired td { display: flex; flex-wrap: wrap; justify-content: flex-end; align-items: baseline; }
          .paired.paired td::before { margin-right: auto; }
          .paired td .sub { flex-basis: 100%; text-align: right; font-size: .75rem; }
          .paired td[data-group]::after { content: attr(data-group); order: -1; flex-basis: 100%; font-size: .75rem;
            font-weight: 600; padding-top: .35rem; }
          main > .table-calm:not(.brief) tr { padding: .75rem 1rem; }
          main > .table-calm:not(.brief) tbody tr:first-child { padding-top: .75rem; }
          main > .table-calm:not(.brief) :is(th, td):first-child { padding-left: 0; }
          main > .table-calm:not(.brief) :is(th, td):last-child { padding-right: 0; }
          .table-calm.dense tr { grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .4rem .75rem; }
          .table-calm.dense td:has(.changes) { grid-column: 1 / -1; }
          .facts { grid-template-columns: repeat(2, minmax(0, 1fr)); }
          .filter > * { flex: 1 1 100%; } .filter .form-check { flex: 1 1 auto; }
          .sign-in { margin-top: 4vh; padding: 1.25rem; }
        }
        @media screen and (min-width: 40rem) and (max-width: 64rem) {
          .table-calm:not(.brief, .paired) tr { grid-template-columns: repeat(4, minmax(0, 1fr)) !important; }
        }
        @media screen and (max-width: 26rem) {
          .brand span { font-size: 1rem; }
          .languages a[aria-current] { display: none; }
        }
        @media screen and (max-width: 22.4rem) {
          .top-end { gap: .5rem; }
          .table-calm.dense tr { grid-template-columns: repeat(2, minmax(0, 1fr)); }
          .brief { font-size: .8125rem; } .brief :is(th, td) { padding: .4rem .25rem; }
        }
        /* Price labels */
        .labels { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .5rem; padding: 0; margin: 0; list-style: none; }
        .label { display: grid; grid-template: auto 1fr auto / 1fr auto; gap: .2rem .6rem; min-height: 7.5rem; padding: .6rem .75rem;
          border: 1px solid var(--line); background: #fff; color: #000; overflow-wrap: anywhere; }
        .label-name { grid-column: 1 / -1; font-weight: 600; line-height: 1.25; }
        .label-price { grid-column: 1 / -1; align-self: center; font-size: 1.9rem; font-weight: 700; white-space: nowrap; }
        .label-price small { font-size: .8rem; font-weight: 400; }
        .label-code { align-self: end; font-size: .75rem; } .label-code svg { display: block; width: 8.5rem; height: 2rem; }
        .label-day { align-self: end; font-size: .7rem; color: #444; }
        /* Paper: A4, black on white, what leads elsewhere left out */
        @page { size: A4; margin: 12mm 11mm; }
        @media print {
          :root { color-scheme: light; --paper: #fff; --surface: #fff; --raised: #fff; --ink: #000; --quiet: #444; --line: #bbb;
            --accent: #000; --accent-wash: #fff; --good: #000; --warn: #000; --bad: #000; --warn-wash: #fff; --bad-wash: #fff;
            --calm-wash: #fff; --shadow: none; --bs-body-font-size: 8.5pt; --bs-body-line-height: 1.3; }
          html { font-size: 11.5px; }
          .top, .foot, .menu-phone, .pager, .filter, .tabs, .folded, .crumbs, .skip, .live, .as-table, .chart, .form { display: none; }
          main { padding: 0; max-width: none; }
          h1 { font-size: 15pt; } h2 { font-size: 10pt; } .figure { font-size: 12pt; }
          a { color: inherit; text-decoration: none; }
          .page-head { margin-bottom: 6pt; }
          .part { border: 0; border-radius: 0; padding: 0; margin-bottom: 9pt; } .part-head { margin-bottom: 3pt; }
          .tiles { grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 6pt; margin-bottom: 9pt; }
          .tile { padding: 4pt 6pt; border-radius: 0; break-inside: avoid; }
          .tile-first { border-top-width: 1px; }
          .mark { padding: 0 3pt; border: 1px solid var(--line); border-radius: 3pt; }
          .table-calm { font-size: 8pt; }
          .table-calm th, .table-calm td { padding: 2pt 4pt; }
          .table-calm thead { display: table-header-group; }
          .table-calm tr, .facts > div { break-inside: avoid; }
          .table-calm tfoot { display: table-row-group; }
          .facts { grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 4pt 8pt; margin: 0; }
          h2, h3, h4, .part-head { break-after: avoid; }
          .labels { grid-template-columns: repeat(3, 1fr); gap: 2mm; } .label { break-inside: avoid; min-height: 34mm; }
        }
        """#
}
