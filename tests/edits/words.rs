//! What the sites of random edits are made of: few names, used again and again, so that edits meet.

pub const PAGES: [&str; 13] = [
    "content/index.md",
    "content/a.md",
    "content/b.md",
    "content/a/index.md",
    "content/s/index.md",
    "content/s/c.md",
    "content/s/d.md",
    "content/timeline.md",
    "content/É.md",
    "content/a.es.md",
    "content/index.es.md",
    "content/s/c.es.md",
    "content/gone.es.md",
];

/// A table, as it may be saved.
pub const TABLES: [&str; 5] = [
    "x,a (%)\n2024,1\n2025,\n",
    "x,a (%)\n\n2024,1\n2025,\n",
    "x,a\n2024,1\n2025,2.5\n",
    "x,a\n2024,\"1,5\"\n",
    "x,a\n2024\n",
];

/// Where further files may be moved to or made.
pub const PLACES: [&str; 11] = [
    "content/data/table.toml",
    "content/files/robots.txt",
    "content/files/a/index.html",
    "content/s/dot.svg",
    "content/ledger/unknown.toml",
    "content/ledger/desk.lock",
    "content/ledger/timeline.toml",
    "content/es/index.md",
    "themes/tiny/assets/tiny.css",
    "themes/tiny/templates/base.html",
    "themes/default/strings/en.toml",
];

/// Folders that may get another's name.
pub const FOLDERS: [&str; 8] = [
    "content/s",
    "content/t",
    "content/a",
    "content/data",
    "content/ledger",
    "themes/tiny",
    "themes/mini",
    "themes/tiny/strings",
];

/// What the telling theme shows of what its templates are given: the file, where in it, and how.
pub const SHOWS: [(&str, &str, &str); 8] = [
    (
        "templates/page.html",
        "</body>",
        "<p>{{ page }} {{ site }}</p>",
    ),
    (
        "components/inline/claim_ref.html",
        "{%- endcomponent",
        "{{ claim }}",
    ),
    (
        "components/inline/cite.html",
        "{%- endcomponent",
        "{{ refs }}",
    ),
    (
        "components/inline/name_ref.html",
        "{%- endcomponent",
        "{{ entry }}",
    ),
    (
        "components/inline/quotation.html",
        "{%- endcomponent",
        "{{ source }}",
    ),
    (
        "components/inline/attributed_quote.html",
        "{%- endcomponent",
        "{{ refs }}",
    ),
    (
        "components/inline/footnotes.html",
        "{%- endcomponent",
        "{{ notes }}",
    ),
    (
        "components/blocks/box.html",
        "{%- endcomponent",
        "{{ title }} {{ id }}",
    ),
];

pub const FRONT: [&str; 20] = [
    "order = 1",
    "order = 2",
    "tags = [\"law\", \"press\"]",
    "tags = [\"Law\"]",
    "date = 2026-01-05",
    "date = 2026-02-05",
    "draft = true",
    "listed = false",
    "slug = \"a\"",
    "slug = \"other\"",
    "aliases = [\"old.html\"]",
    "publish_at = 2026-06-01",
    "expires = 2026-05-01",
    "as_of = 2026-01-01",
    "review_by = 2026-04-01",
    "paginate_by = 1",
    "image = \"s/dot.svg\"",
    "extra.number = 1",
    "template = \"section.html\"",
    "image = \"s/strip.png\"\nimage_alt = \"A strip\"",
];

pub const BODY: [&str; 38] = [
    "[The other](a.md) and [one more](s/c.md#part).",
    "[The other](../a.md), [far](../b.md), ![a strip](strip.png) and ![a dot](dot.svg).",
    "[Here](#part) and [home](index.md).",
    "## Part {#part}",
    "## Part\n\n### Below",
    "It was said [@s1, L2; @s2].",
    "[Covered words][@s2, L1] stay.",
    "It is [held so][#c1], and [#c2].",
    "By then 12 boats had gone up [@s1, L3].",
    "Since 1990 there were 13 boats in the town.",
    "[Ada Vance] and [the mayor][Ada Vance] met.",
    "The [old term] and the [new term] stand here.",
    "[\"not close the bridge\"](@s1#L1) it was said.",
    "She \u{201c}will not close the bridge at night\u{201d}, one wrote [@s1].",
    "> The council met again\n>\n> \u{2014} Ada Vance [@s2, L2]",
    "\"Quoted\" -- so it is currently written...",
    "A note.[^1]\n\n[^1]: At the end [@s2].",
    "| a | b |\n|---|--:|\n| one | 2 |",
    "<!-- desk: accept figure-uncited because \"our own count\" -->\nThere are 14 bridges.",
    "<!-- a comment -->",
    "<!-- never closed",
    "<b>raw</b>",
    "::: box title=\"T\"\nIn a box [@s1].\n:::",
    "::: box title=T size=1\nIn a box.",
    "::: words\n:::",
    "::: sources\n:::\n\n::: people\n:::",
    "::: claims\n:::",
    "::: claims status=disputed\n:::",
    "::: timeline from=1900\n:::\n\n::: glossary\n:::",
    "::: corrections\n:::",
    "::: positions question=q1\n:::",
    "::: disagreement of=d1\n:::",
    "::: summary\nIn short [#c1].\n:::",
    "[Nobody](gone.md) [@gone] [#gone]",
    "One claim alone [#c1].",
    "::: glossary\n:::\n\n::: quotes\n:::\n\n::: disagreements\n:::\n\n::: positions\n:::",
    "::: chart kind=bar data=data/table.csv title=T sources=s1\n:::",
    "::: chart kind=line data=data/table.toml title=T sources=s2 values=\"a: b\"\n:::",
];

/// The tables of the ledger, each with the entries it may have.
pub const LEDGER: [(&str, &[&str]); 13] = [
    (
        "sources",
        &[
            "[s1]\nshort = 'one'\ntitle = 'T'\npublisher = 'P'\npublished = 2026-01-10\nurl = 'not given'\nsnapshot = 'one.txt'\nlocator = 'line'\n",
            "[s2]\nshort = 'two'\ntitle = 'T'\npublisher = 'P'\npublished = 'not given'\nurl = 'https://example.org/2'\nsnapshot = 'two.txt'\nlanguage = 'es'\ncredits = ['s3']\n",
            "[s3]\nshort = 'three'\nheld = false\ncredits = ['s4']\n",
            "[s4]\nshort = 'four'\nheld = false\n",
        ],
    ),
    (
        "claims",
        &[
            "[c1]\nsays = 'It stays.'\nkind = 'report'\nas_of = 2026-01-01\nreview_by = 2026-04-01\ncontradicts = ['c2']\ncarried = [{ source = 's1', where = ['L1'], origin = 'own' }]\n",
            "[c2]\nsays = 'It closes.'\nkind = 'report'\nas_of = 'not given'\ncarried = [{ source = 's2', origin = ['s3'] }, { source = 's1' }]\n",
            "[c4]\nsays = 'It closed.'\nkind = 'report'\nas_of = 'not given'\nsupersedes = ['c3']\ncarried = [{ source = 's2' }]\n",
            "[c3]\nsays = 'There were 12 boats.'\nkind = 'figure'\nas_of = 'not given'\ntopics = ['boats']\nsupersedes = ['c1']\ncarried = [{ source = 's1', where = ['L3'] }]\nfigures.boats = { value = 12, bound = 'exact', label = 'boats' }\n",
        ],
    ),
    (
        "people",
        &[
            "[ada]\nkind = 'person'\nname = 'Ada Vance'\nalso = ['the mayor']\nroles.one = { title = 'mayor', sources = ['s1'] }\n",
            "[bo]\nkind = 'person'\nname = 'Bo Lee'\nroles.one = { title = 'clerk', sources = ['s2'] }\n",
        ],
    ),
    (
        "glossary",
        &[
            "[old]\nterm = 'old term'\nshort = 'What was.'\nsources = ['s1']\n",
            "[new]\nterm = 'new term'\nalso = ['Ada Vance']\nshort = 'What is.'\nsources = ['s2']\n",
        ],
    ),
    (
        "timeline",
        &[
            "[e1]\ndate = '1990'\ntitle = 'The first'\nsources = ['s1']\n",
            "[e2]\ndate = 'undated'\nafter = ['e1']\ntitle = 'The second'\nsources = ['s2']\n",
        ],
    ),
    (
        "positions",
        &[
            "[questions.q1]\ntitle = 'Should it?'\n",
            "[stances.ada.q1]\nside = 'against'\nsays = 'No.'\nsources = ['s1']\n",
        ],
    ),
    (
        "disagreements",
        &[
            "[d1]\nkind = 'contradiction'\nquestion = 'Does it?'\nclaims = ['c1', 'c2']\ncommon = 'A bridge.'\nopen = 'The day.'\n",
        ],
    ),
    (
        "quotes",
        &[
            "[close]\nwords = 'close the bridge'\nspeaker = 'ada'\nsource = 's1'\nwhere = ['L1']\n",
            "[met]\nwords = 'The council met'\nsource = 's2'\n",
        ],
    ),
    (
        "corrections",
        &[
            "[k1]\ndate = 2026-02-01\nkind = 'correction'\nof = ['page:a.md']\nwas = 'W.'\nnow = 'N.'\nprominent = true\n",
            "[k2]\ndate = 2026-02-02\nkind = 'update'\nof = ['claim:c1', 'page:s/c.md#part']\nwas = 'W.'\nnow = 'N.'\n",
        ],
    ),
    (
        "claims.es",
        &[
            "[c1]\nsays = 'Se queda.'\n",
            "[c3]\nsays = 'Había 12 barcos.'\nfigures.boats.label = 'barcos'\n",
        ],
    ),
    (
        "people.es",
        &[
            "[ada]\nalso = ['la alcaldesa']\nroles.one.title = 'alcaldesa'\n",
            "[bo]\nname = 'Bo Lee, el secretario'\n",
        ],
    ),
    (
        "glossary.es",
        &[
            "[old]\nterm = 'término viejo'\nshort = 'Lo que fue.'\n",
            "[new]\nterm = 'término nuevo'\nalso = ['old term']\n",
        ],
    ),
    (
        "quotes.es",
        &[
            "[close]\ngloss = 'cerrar el puente'\n",
            "[gone]\ngloss = 'nadie'\n",
        ],
    ),
];

pub const CONFIG: [&str; 24] = [
    "theme = \"default\"",
    "theme = \"tiny\"",
    "theme = \"mini\"",
    "theme = \"gone\"",
    "languages.es = { title = \"El sitio\" }",
    "languages.es = { tag = \"es-MX\", extra.number = 2 }",
    "languages = { es = {}, fr = { title = \"Le site\" } }",
    "description = \"A site.\"",
    "smart_punctuation = false",
    "base_url = \"https://example.org/other/\"",
    "allow_html = true",
    "authors = [\"Somebody\"]",
    "language = \"es\"",
    "paginate_by = 1",
    "excerpt_length = 20",
    "feed.limit = 1",
    "extra.number = 1",
    "theme_settings.greeting = \"Hi\"",
    "theme_settings.backlinks = false",
    "severity.near-name = \"error\"",
    "severity.figure-uncited = \"off\"",
    "redirects = { \"old.html\" = \"b.md\" }",
    "menu = [{ page = \"a.md\" }, { page = \"s/c.md#part\" }]",
    "menus.footer = [{ page = \"b.md\", label = \"B\" }]",
];

pub const ARCHIVED: [&str; 4] = [
    "It will not close the bridge at night.\nThe council met again.\nThere were 12 boats.\n",
    "It will close the bridge.\nThe council met again.\n",
    "The council met.\n\nIt will not close the bridge. There were 13 boats.\n",
    "",
];

/// Words of any file and what may come in their place.
pub const SWAPS: [(&str, &str); 36] = [
    ("= 1\n", "= 1.0\n"),
    ("= 12", "= 12.0"),
    ("12", "13"),
    ("s1", "s2"),
    ("s2", "s1"),
    ("c1", "c2"),
    ("c2", "c3"),
    ("one", "uno"),
    ("a.md", "b.md"),
    ("b.md", "a.md"),
    ("s/c.md", "s/d.md"),
    ("part", "whole"),
    ("Part", "Whole"),
    ("Ada Vance", "Bo Lee"),
    ("new term", "newer term"),
    ("close the bridge", "shut the bridge"),
    ("The council met", "the council sat"),
    ("L1", "L2"),
    ("own", "unknown"),
    ("report", "opinion"),
    ("true", "false"),
    ("false", "true"),
    ("2026-0", "2027-0"),
    ("Hello", "Good day"),
    ("Home", "Start"),
    ("safe", "upper"),
    ("contradicts = ['c2']", "contradicts = []"),
    ("supersedes = ['c1']", "supersedes = ['c2']"),
    ("held = false", "held = true"),
    ("url = ", "state = 'retracted'\nurl = "),
    ("credits = ['s3']", "credits = ['s4']"),
    ("theme = \"tiny\"", "theme = \"mini\""),
    ("{{", "{%"),
    ("\"", ""),
    (":::", "::::"),
    ("\n", "\r\n"),
];

/// Lines that may be put into any file.
pub const LINES: [&str; 12] = [
    "# A comment.",
    "<!-- a comment -->",
    "",
    "+++",
    "```",
    "::: box",
    "x = [",
    "unknown_key = 1",
    "{{ page.extra.number }} {{ site.extra.number }}",
    "{{ page.title }}",
    "{% if %}",
    "{{ gone }}",
];
