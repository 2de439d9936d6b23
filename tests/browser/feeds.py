"""Feeds, sitemap, robots.txt and llms.txt of a built site, read by what others read them with.

Usage: python feeds.py SITE TOOLS, where TOOLS/node_modules has the schema of sitemaps (npm: sitemap) and Python has
feedparser and xmlschema. Ends with the number of its checks. Sees planted mistakes caught first.
"""

import datetime
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as tree

import feedparser
import xmlschema

SITE, TOOLS = (pathlib.Path(argument) for argument in sys.argv[1:3])
ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
held = 0
failures = []


def check(holds, what):
    global held
    if holds:
        held += 1
    else:
        failures.append(what)


def is_moment(text):
    try:
        return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).tzinfo is not None
    except (ValueError, AttributeError):
        return False


def is_address(text):
    return isinstance(text, str) and re.fullmatch(r"https?://[^\s<>\"]+", text) is not None


def atom_problems(text):
    """What RFC 4287 asks of a feed, and what feedparser makes of it."""
    problems = []
    parsed = feedparser.parse(text)
    if parsed.bozo:
        problems.append(f"feedparser: {parsed.bozo_exception}")
    if parsed.version != "atom10":
        problems.append(f"feedparser takes it for {parsed.version!r}")
    try:
        root = tree.fromstring(text)
    except tree.ParseError as error:
        return problems + [str(error)]
    once = ["id", "title", "updated"]
    known = {
        "feed": {"id", "title", "subtitle", "updated", "author", "link", "generator", "entry", "rights", "category", "icon", "logo", "contributor"},
        "entry": {"id", "title", "updated", "author", "link", "published", "summary", "content", "category", "rights", "source", "contributor"},
    }
    if root.tag != f"{ATOM}feed":
        problems.append(f"it is a {root.tag}")
    entries = root.findall(f"{ATOM}entry")
    for element in [root, *entries]:
        name = element.tag.removeprefix(ATOM)
        for child in element:
            if child.tag.removeprefix(ATOM) not in known.get(name, set()):
                problems.append(f"{child.tag} in {name}")
        for wanted in once:
            found = element.findall(ATOM + wanted)
            if len(found) != 1 or not (found[0].text or "").strip():
                problems.append(f"{len(found)} {wanted} in {name}")
        for moment in [*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")]:
            if not is_moment(moment.text):
                problems.append(f"{moment.text!r} is no moment")
        relations = [link.get("rel", "alternate") for link in element.findall(f"{ATOM}link")]
        if relations.count("alternate") != 1 or (name == "feed" and relations.count("self") != 1):
            problems.append(f"links {relations} in {name}")
        for link in element.findall(f"{ATOM}link"):
            if not is_address(link.get("href")):
                problems.append(f"{link.get('href')!r} is no address")
        for category in element.findall(f"{ATOM}category"):
            if not category.get("term"):
                problems.append("a category without a term")
    has_author = [bool(element.findall(f"{ATOM}author/{ATOM}name")) for element in [root, *entries]]
    if not has_author[0] and not all(has_author[1:]):
        problems.append("nobody signs it")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    if len(set(ids)) != len(ids):
        problems.append("two entries have one id")
    return problems


def json_problems(text):
    """What JSON Feed 1.1 asks of a feed."""
    try:
        feed = json.loads(text)
    except ValueError as error:
        return [str(error)]
    problems = []
    keys = {"version", "title", "home_page_url", "feed_url", "description", "language", "authors", "items"}
    item_keys = {"id", "url", "title", "content_text", "content_html", "summary", "date_published", "date_modified", "tags", "image"}
    if feed.get("version") != "https://jsonfeed.org/version/1.1" or not feed.get("title"):
        problems.append("no version or no title")
    for key in ("home_page_url", "feed_url"):
        if not is_address(feed.get(key)):
            problems.append(f"{key}: {feed.get(key)!r}")
    problems += [f"unknown {key}" for key in feed.keys() - keys]
    if any(not author.get("name") for author in feed.get("authors", [{}])):
        problems.append("an author without a name")
    ids = [item.get("id") for item in feed.get("items", [])]
    if len(set(ids)) != len(ids):
        problems.append("two items have one id")
    for item in feed.get("items", []):
        problems += [f"unknown {key} of an item" for key in item.keys() - item_keys]
        if not isinstance(item.get("id"), str) or not is_address(item.get("url")):
            problems.append(f"id or url of {item}")
        if not (item.get("content_text") or item.get("content_html")):
            problems.append(f"{item.get('id')} says nothing")
        for key in ("date_published", "date_modified"):
            if key in item and not is_moment(item[key]):
                problems.append(f"{key}: {item[key]!r}")
        if not all(isinstance(tag, str) and tag for tag in item.get("tags", [])):
            problems.append(f"tags of {item.get('id')}")
    return problems


schema = xmlschema.XMLSchema(TOOLS / "node_modules/sitemap/schema/sitemap.xsd")


def sitemap_problems(text):
    try:
        root = tree.fromstring(text)
    except tree.ParseError as error:
        return [str(error)]
    problems = []
    if root.tag == f"{SITEMAP}sitemapindex":
        for part in root:
            if part.tag != f"{SITEMAP}sitemap" or not is_address(part.findtext(f"{SITEMAP}loc")):
                problems.append(f"a part is {part.tag}")
        return problems if len(root) else ["no part"]
    for url in root:
        alternates = url.findall(f"{XHTML}link")
        languages = [link.get("hreflang") for link in alternates]
        if alternates and (len(set(languages)) != len(languages) or "x-default" not in languages):
            problems.append(f"languages {languages}")
        own = url.findtext(f"{SITEMAP}loc")
        if alternates and own not in [link.get("href") for link in alternates]:
            problems.append(f"{own} is not among its own languages")
        for link in alternates:
            if link.get("rel") != "alternate" or not is_address(link.get("href")):
                problems.append(f"{link.attrib}")
            # The schema of sitemaps knows nothing of them.
            url.remove(link)
    problems += [str(error.reason) for error in schema.iter_errors(root)]
    return problems


def read(path):
    return path.read_text(encoding="utf-8")


def files(pattern):
    return sorted(SITE.rglob(pattern))


def named(path):
    return path.relative_to(SITE).as_posix()


atoms = [path for path in files("*.xml") if "<feed" in read(path)[:400]]
jsons = [path for path in files("*.json") if "jsonfeed.org" in read(path)[:400]]
sitemaps = files("sitemap*.xml")
check(len(atoms) > 2, f"only {len(atoms)} Atom feeds")
check([named(path)[:-4] for path in atoms] == [named(path)[:-5] for path in jsons], "not every feed has both forms")
for path, problems in [*((path, atom_problems) for path in atoms), *((path, json_problems) for path in jsons), *((path, sitemap_problems) for path in sitemaps)]:
    found = problems(read(path))
    check(not found, f"{named(path)}: {found[:5]}")
for path, atom in zip(jsons, atoms):
    ids = [item["id"] for item in json.loads(read(path))["items"]]
    check(ids == [entry.id for entry in feedparser.parse(read(atom)).entries], f"{named(path)} is not {named(atom)}")

# The checks themselves: each of these is a mistake.
feed, as_json, sitemap = read(SITE / "feed.xml"), read(SITE / "feed.json"), read(SITE / "sitemap.xml")
for text, problems, mistakes in [
    (feed, atom_problems, [("</title>", "</titel>"), ("<updated>", "<updated>x"), ("<id>", "<ids>x</ids><id>"), ('rel="self"', 'rel="selv"'), ('<link href="http', '<link href="x')]),
    (as_json, json_problems, [('"version":', '"verzion":'), ('"content_text":', '"kontent":'), ('"date_modified": "2', '"date_modified": "x'), ('"items":', '"item":')]),
    (sitemap, sitemap_problems, [("<loc>", "<lok>x</lok><loc>"), ("<lastmod>", "<lastmod>x"), ("<loc>https://", "<loc>"), ('hreflang="x-default"', 'hreflang="en"')]),
]:
    for wrong, planted in mistakes:
        if wrong in text:
            check(problems(text.replace(wrong, planted)), f"planted {planted!r} was not caught")
        else:
            check(wrong in ("<lastmod>", 'hreflang="x-default"'), f"no place for {planted!r}")

robots = read(SITE / "robots.txt")
check(re.search(r"^Sitemap: https?://\S+/sitemap\.xml$", robots, re.M), "robots.txt does not name the sitemap")

# llms.txt: a title, a summary, then sections of links to files that are there.
for path in files("llms.txt"):
    lines = [line for line in read(path).split("\n") if line]
    check(lines[0].startswith("# ") and sum(line.startswith("# ") for line in lines) == 1, f"{named(path)}: no title")
    links = [line for line in lines if line.startswith("- ")]
    section = next(index for index, line in enumerate(lines) if line.startswith("## "))
    check(all(line.startswith(("- [", "## ")) for line in lines[section:]), f"{named(path)}: more than links in the sections")
    for line in links:
        link = re.fullmatch(r"- \[(?:[^\]\\]|\\.)+\]\((\S+)\)(?:: .+)?", line)
        check(link, f"{named(path)}: {line}")
        root = json.loads(as_json)["home_page_url"]
        if link and link[1].startswith(root):
            check((SITE / link[1].removeprefix(root)).is_file(), f"{named(path)}: {link[1]} is not there")

# Every page has its twin.
pages = [path for path in files("*.html") if 'rel="alternate" type="text/markdown"' in read(path)]
check(len(pages) > 5, f"only {len(pages)} pages name a twin")
for path in pages:
    check(path.with_suffix(".md").is_file(), f"{named(path)} has no twin")

for failure in failures:
    print(f"not ok: {failure}", file=sys.stderr)
print(f"feeds: {len(atoms)} Atom, {len(jsons)} JSON, {len(sitemaps)} of the sitemap, {len(pages)} twins: {held} checks held, {len(failures)} did not")
sys.exit(1 if failures else 0)
