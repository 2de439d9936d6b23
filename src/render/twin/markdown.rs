//! A tree of HTML as Markdown that any reader of CommonMark takes, with tables as pipes.

use super::inline::{FOOTNOTE_MARK, FOOTNOTE_TEXT, TO_FILE};
use super::signs::{at_line_starts, escape, is_space, target, to_twin};
use super::tables::table;
use super::tree::{Element, Node, is_block, tree};

/// The Markdown of a piece of HTML.
pub fn markdown(html: &str) -> String {
    let blocks = blocks(&tree(html).children);
    let text = blocks.join("\n\n");
    match text.is_empty() {
        true => text,
        false => text + "\n",
    }
}

/// The blocks of some nodes; words between them are paragraphs.
pub fn blocks(nodes: &[Node]) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut words = Words::default();
    for node in nodes {
        match node {
            Node::Element(element) if holds_block(element) => {
                blocks.extend(std::mem::take(&mut words).paragraph());
                block(element, &mut blocks);
            }
            node => words.node(node),
        }
    }
    blocks.extend(words.paragraph());
    blocks
}

/// Whether an element is a block or has one within, as a link around a card has.
fn holds_block(element: &Element) -> bool {
    is_block(&element.name)
        || element.children.iter().any(|child| match child {
            Node::Element(child) => holds_block(child),
            Node::Text(_) => false,
        })
}

fn block(element: &Element, out: &mut Vec<String>) {
    match element.name.as_str() {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            let level = usize::from(element.name.as_bytes()[1] - b'0');
            let words = inline(&element.children);
            if !words.is_empty() {
                out.push(format!("{} {words}", "#".repeat(level)));
            }
        }
        "ul" | "ol" => {
            let items = element.children.iter().filter_map(|child| match child {
                Node::Element(item) => Some(blocks(&item.children)),
                Node::Text(_) => None,
            });
            let first = element
                .attribute("start")
                .and_then(|start| start.parse().ok());
            let first = (element.name == "ol").then(|| first.unwrap_or(1));
            out.extend(list(items.collect(), first));
        }
        "dl" => out.extend(list(definitions(element), None)),
        "blockquote" => {
            let inner = blocks(&element.children).join("\n\n");
            out.extend((!inner.is_empty()).then(|| with_prefix(&inner, "> ", ">")));
        }
        "pre" => out.push(code_block(element)),
        "hr" => out.push("---".to_string()),
        "table" => out.extend(table(element)),
        FOOTNOTE_TEXT => {
            let inner = blocks(&element.children).join("\n\n");
            let number = element.attribute("n").unwrap_or_default();
            out.push(indented(&inner, &format!("[^{number}]: "), "    "));
        }
        _ => out.extend(blocks(&element.children)),
    }
}

/// Items of a list, each as its blocks; `first` is the number of the first one.
fn list(items: Vec<Vec<String>>, first: Option<usize>) -> Option<String> {
    let items: Vec<Vec<String>> = items.into_iter().filter(|item| !item.is_empty()).collect();
    let is_list = |block: &String| block.starts_with("- ") || block.starts_with("1. ");
    let is_tight = |item: &Vec<String>| match &item[..] {
        [_] => true,
        [_, inner] => is_list(inner),
        _ => false,
    };
    let is_tight = items.iter().all(is_tight);
    let between = if is_tight { "\n" } else { "\n\n" };
    let items = items.iter().enumerate().map(|(index, item)| {
        let marker = match first {
            Some(first) => format!("{}. ", first.saturating_add(index)),
            None => "- ".to_string(),
        };
        indented(&item.join(between), &marker, &" ".repeat(marker.len()))
    });
    let items: Vec<String> = items.collect();
    (!items.is_empty()).then(|| items.join(between))
}

/// The items of a list of definitions: each term with what is said of it.
fn definitions(list: &Element) -> Vec<Vec<String>> {
    let mut items: Vec<Vec<String>> = Vec::new();
    let mut rows: Vec<&Element> = Vec::new();
    for child in list.children.iter().filter_map(element_of) {
        match child.name.as_str() {
            // A group may stand around a term and what is said of it.
            "div" => rows.extend(child.children.iter().filter_map(element_of)),
            _ => rows.push(child),
        }
    }
    let mut is_term = false;
    for row in rows {
        match (row.name.as_str(), items.last_mut()) {
            ("dt", Some(item)) if is_term => {
                item[0] = format!(
                    "{}, **{}**:",
                    item[0].trim_end_matches(':'),
                    inline(&row.children)
                );
            }
            ("dt", _) => items.push(vec![format!("**{}**:", inline(&row.children))]),
            (_, Some(item)) if is_term => {
                let mut said = blocks(&row.children).into_iter();
                if let Some(first) = said.next() {
                    item[0] = format!("{} {first}", item[0]);
                }
                item.extend(said);
            }
            (_, Some(item)) => item.extend(blocks(&row.children)),
            (_, None) => items.push(blocks(&row.children)),
        }
        is_term = row.name == "dt";
    }
    items
}

pub fn element_of(node: &Node) -> Option<&Element> {
    match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    }
}

fn code_block(element: &Element) -> String {
    let mut text = String::new();
    raw_text(&element.children, &mut text);
    let language = element.children.iter().filter_map(element_of);
    let language = language.filter_map(|code| code.attribute("class"));
    let language = language.flat_map(str::split_whitespace);
    let mut language = language.filter_map(|class| class.strip_prefix("language-"));
    let language = language.next().unwrap_or_default();
    let fence = "`".repeat(longest_run(&text).max(2) + 1);
    format!(
        "{fence}{language}\n{}\n{fence}",
        text.trim_end_matches('\n')
    )
}

fn raw_text(nodes: &[Node], text: &mut String) {
    for node in nodes {
        match node {
            Node::Text(words) => text.push_str(words),
            Node::Element(element) => raw_text(&element.children, text),
        }
    }
}

/// How many backticks follow each other at most.
fn longest_run(text: &str) -> usize {
    let runs = text.split(|letter| letter != '`').map(str::len);
    runs.max().unwrap_or(0)
}

/// Every line with something before it; a line that is empty with something else.
fn with_prefix(text: &str, prefix: &str, empty: &str) -> String {
    let lines = text.split('\n').map(|line| match line.is_empty() {
        true => empty.to_string(),
        false => format!("{prefix}{line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn indented(text: &str, first: &str, rest: &str) -> String {
    format!("{first}{}", with_prefix(text, rest, "").trim_start())
}

/// The words of some nodes on one line.
pub fn inline(nodes: &[Node]) -> String {
    let mut words = Words::default();
    for node in nodes {
        words.node(node);
    }
    words.finish()
}

/// Words in the making, on one line but for breaks that the writer set.
#[derive(Default)]
struct Words {
    text: String,
    /// White space stands before what comes next.
    space: bool,
}

impl Words {
    fn node(&mut self, node: &Node) {
        match node {
            Node::Text(text) => self.words(text),
            Node::Element(element) => self.element(element),
        }
    }

    fn words(&mut self, text: &str) {
        let mut rest = text;
        while let Some(start) = rest.find(|letter: char| !is_space(letter)) {
            self.space |= start > 0;
            rest = &rest[start..];
            let end = rest.find(is_space).unwrap_or(rest.len());
            let (word, behind) = rest.split_at(end);
            self.put_space();
            escape(word, &mut self.text);
            rest = behind;
        }
        self.space |= !rest.is_empty();
    }

    fn put_space(&mut self) {
        if std::mem::take(&mut self.space) && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push(' ');
        }
    }

    fn element(&mut self, element: &Element) {
        match element.name.as_str() {
            "br" => {
                self.space = false;
                if !self.text.is_empty() {
                    self.text.push_str("\\\n");
                }
            }
            "em" | "i" | "cite" => self.around("*", element),
            "strong" | "b" => self.around("**", element),
            "del" | "s" => self.around("~~", element),
            "code" | "kbd" | "samp" => self.code(element),
            "a" => self.link(element),
            "img" => self.image(element),
            FOOTNOTE_MARK => {
                let number = element.attribute("n").unwrap_or_default();
                self.text.push_str(&format!("[^{number}]"));
            }
            // What has words of its own beside it is kept apart from them.
            name if is_block(name) => {
                self.space = true;
                element.children.iter().for_each(|child| self.node(child));
                self.space = true;
            }
            _ => element.children.iter().for_each(|child| self.node(child)),
        }
    }

    /// Marks around words; white space at their ends stays outside.
    fn around(&mut self, mark: &str, element: &Element) {
        let mut inner = Words::default();
        element.children.iter().for_each(|child| inner.node(child));
        let begins_with_space = match element.children.first() {
            Some(Node::Text(text)) => text.starts_with(is_space),
            _ => false,
        };
        let ends_with_space = inner.space;
        self.space |= begins_with_space;
        if !inner.text.is_empty() {
            self.put_space();
            self.text.push_str(&format!("{mark}{}{mark}", inner.text));
        }
        self.space |= ends_with_space;
    }

    fn code(&mut self, element: &Element) {
        let mut text = String::new();
        raw_text(&element.children, &mut text);
        let text = text.replace('\n', " ");
        if text.trim().is_empty() {
            return;
        }
        self.put_space();
        let ticks = "`".repeat(longest_run(&text) + 1);
        let gap = match text.starts_with('`') || text.ends_with('`') {
            true => " ",
            false => "",
        };
        self.text
            .push_str(&format!("{ticks}{gap}{text}{gap}{ticks}"));
    }

    fn link(&mut self, element: &Element) {
        let mut inner = Words::default();
        element.children.iter().for_each(|child| inner.node(child));
        let ends_with_space = inner.space;
        let to_file = element.attribute(TO_FILE).is_some();
        let href = element.attribute("href").unwrap_or_default();
        self.put_space();
        // A twin has no anchors of its own.
        if href.is_empty() || href.starts_with('#') || inner.text.is_empty() {
            self.text.push_str(&inner.text);
        } else {
            self.not_an_image();
            let href = if to_file {
                href.to_string()
            } else {
                to_twin(href)
            };
            let written = format!("[{}]({})", inner.text, target(&href));
            self.text.push_str(&written);
        }
        self.space |= ends_with_space;
    }

    fn image(&mut self, element: &Element) {
        let src = element.attribute("src").unwrap_or_default();
        let alt = element.attribute("alt").unwrap_or_default();
        self.put_space();
        let mut words = String::new();
        escape(alt, &mut words);
        let words = words.replace('\n', " ");
        self.text.push_str(&format!("![{words}]({})", target(src)));
    }

    /// `!` before a bracket would make a picture of a link.
    fn not_an_image(&mut self) {
        if self.text.ends_with('!') {
            self.text.insert(self.text.len() - 1, '\\');
        }
    }

    fn paragraph(self) -> Option<String> {
        let text = self.finish();
        (!text.is_empty()).then(|| at_line_starts(&text))
    }

    fn finish(self) -> String {
        self.text.trim_end_matches(['\\', '\n']).to_string()
    }
}
