"""Files of others that the repository or the site carry: what, where, licence. For scripts/check/licences.py."""

VENDORED = (
    ("iframe-worker 1.0.4", "`scripts/site/vendored/iframe-worker.js`, and the offline archive", "MIT, in the file"),
    (
        "actionlint 1.7.7 and the Go packages in it",
        "`tests/workflows/vendored/actionlint.wasm.xz`",
        "MIT, BSD-3-Clause, Apache-2.0: `tests/workflows/vendored/LICENSES.txt`",
    ),
    ("Go's start of WebAssembly", "`tests/workflows/vendored/wasm_exec.js`", "BSD-3-Clause: the same file"),
)
PUBLISHED = (
    (
        "Material for MkDocs, with lunr, clipboard.js, escape-html (MIT), RxJS (Apache-2.0), focus-visible (W3C), tslib (0BSD)",
        "`assets/javascripts/bundle.*.min.js`, `assets/javascripts/workers/search.*.min.js`, "
        "`assets/stylesheets/handbook.css`, `assets/images/favicon.png`, the frame of every page",
        "MIT",
    ),
    ("lunr-languages", "`assets/javascripts/lunr/min/lunr.*.min.js`", "MPL-1.1"),
    ("TinySegmenter", "`assets/javascripts/lunr/tinyseg.js`", "BSD-3-Clause"),
    ("wordcut", "`assets/javascripts/lunr/wordcut.js`", "LGPL-3.0"),
    (
        "Material Design Icons",
        "drawn into pages and `assets/stylesheets/handbook.css`",
        "Pictogrammers Free License: Apache-2.0",
    ),
)
CARRIED = (*VENDORED, *PUBLISHED)
