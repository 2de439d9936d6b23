//! The editor a person works with, and how it is told a file, a line and a column.

use std::path::Path;

/// Variables that name an editor; the first that is set counts.
const VARIABLES: [&str; 3] = ["NUTGRAF_EDITOR", "VISUAL", "EDITOR"];

/// How an editor takes a place, by the names of its programs.
const KNOWN: &[(&[&str], Syntax)] = &[
    (
        &[
            "code",
            "code-insiders",
            "codium",
            "vscodium",
            "cursor",
            "windsurf",
            "positron",
        ],
        Syntax(&["-g", "{file}:{line}:{column}"]),
    ),
    (
        &["zed", "zeditor", "subl", "sublime_text", "pulsar", "lapce"],
        Syntax(&["{file}:{line}:{column}"]),
    ),
    (
        &["emacs", "emacsclient", "gedit", "gnome-text-editor"],
        Syntax(&["+{line}:{column}", "{file}"]),
    ),
    (
        &[
            "gvim",
            "mvim",
            "vim",
            "nvim",
            "neovim-qt",
            "nvim-qt",
            "vimr",
        ],
        Syntax(&["+call cursor({line},{column})", "{file}"]),
    ),
    (
        &["kate", "kwrite"],
        Syntax(&["-l", "{line}", "-c", "{column}", "{file}"]),
    ),
    (
        &[
            "idea",
            "idea64",
            "pycharm",
            "webstorm",
            "phpstorm",
            "rustrover",
            "clion",
            "goland",
            "rubymine",
            "fleet",
        ],
        Syntax(&["--line", "{line}", "--column", "{column}", "{file}"]),
    ),
    (
        &["geany"],
        Syntax(&["--line", "{line}", "--column", "{column}", "{file}"]),
    ),
    (&["mate"], Syntax(&["-l", "{line}:{column}", "{file}"])),
    (&["bbedit", "xed", "pluma"], Syntax(&["+{line}", "{file}"])),
    (
        &["notepad++"],
        Syntax(&["-n{line}", "-c{column}", "{file}"]),
    ),
];

/// Editors that need a terminal of their own, which a server cannot give them.
const IN_TERMINAL: &[&str] = &[
    "vi",
    "vim",
    "nvim",
    "view",
    "ex",
    "ed",
    "nano",
    "pico",
    "hx",
    "helix",
    "kak",
    "micro",
    "joe",
    "jed",
    "ne",
    "mg",
    "mcedit",
    "zile",
    "amp",
    "emacs-nox",
    "sensible-editor",
    "editor",
];

struct Syntax(&'static [&'static str]);

/// The editor and where its name is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    /// Program and arguments as the user wrote them; some may hold `{file}`, `{line}`, `{column}`.
    words: Vec<String>,
    named_by: &'static str,
}

/// A program and its arguments; no shell reads them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub program: String,
    pub arguments: Vec<String>,
}

impl Editor {
    /// The editor that `--editor` names, else the first of the usual variables that is set.
    pub fn choose(
        given: Option<&str>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Option<Editor> {
        let given = given.map(|words| ("--editor", words.to_string()));
        let set = VARIABLES
            .iter()
            .filter_map(|name| Some((*name, variable(name)?)));
        given.into_iter().chain(set).find_map(|(named_by, words)| {
            let words = split(&words);
            let editor = Editor { words, named_by };
            (!editor.words.is_empty()).then_some(editor)
        })
    }

    /// The program's name, and who named it.
    pub fn in_words(&self) -> String {
        format!("{} (named by {})", self.program(), self.named_by)
    }

    /// What to start for a place.
    ///
    /// # Errors
    /// Why it cannot be started from a page, in words.
    pub fn call(&self, file: &Path, line: u32, column: u32) -> Result<Call, String> {
        if self.is_in_terminal() {
            return Err(format!(
                "{} runs in a terminal, which the preview cannot open",
                self.in_words()
            ));
        }
        let (program, rest) = match self.words.split_first() {
            Some((program, rest)) => (program.clone(), rest),
            None => return Err("no editor is named".to_string()),
        };
        let mut arguments = rest.to_vec();
        if !rest.iter().any(|word| word.contains("{file}")) {
            let name = self.program();
            let known = KNOWN.iter().find(|(names, _)| names.contains(&&*name));
            let syntax = known.map_or(&["{file}"][..], |(_, syntax)| syntax.0);
            arguments.extend(syntax.iter().map(ToString::to_string));
        }
        let file = file.to_str().ok_or("the path of the file is no text")?;
        let (line, column) = (line.to_string(), column.to_string());
        let arguments = arguments
            .iter()
            .map(|word| filled(word, file, &line, &column));
        Ok(Call {
            program,
            arguments: arguments.collect(),
        })
    }

    /// The name of the program without its folder and the endings Windows gives programs.
    fn program(&self) -> String {
        let first = self.words.first().map_or("", String::as_str);
        let name = first.rsplit(['/', '\\']).next().unwrap_or("");
        let name = name.to_lowercase();
        for ending in [".exe", ".cmd", ".bat"] {
            if let Some(stem) = name.strip_suffix(ending) {
                return stem.to_string();
            }
        }
        name
    }

    fn is_in_terminal(&self) -> bool {
        let name = self.program();
        let has = |flags: &[&str]| self.words.iter().any(|word| flags.contains(&&**word));
        match name.as_str() {
            "emacs" => has(&["-nw", "--no-window-system", "-batch", "--batch"]),
            "emacsclient" => has(&["-t", "-nw", "--tty", "-tty"]),
            // A window of its own, or one that runs already.
            "vim" | "vi" | "nvim" => {
                let is_remote = |word: &String| word.starts_with("--remote") || word == "--server";
                !has(&["-g"]) && !self.words.iter().any(is_remote)
            }
            name => IN_TERMINAL.contains(&name),
        }
    }
}

/// A word with the place put in; what was put in is not looked at again.
fn filled(word: &str, file: &str, line: &str, column: &str) -> String {
    let mut filled = String::new();
    let mut rest = word;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        let values = [("{file}", file), ("{line}", line), ("{column}", column)];
        match values.iter().find(|(name, _)| rest.starts_with(name)) {
            Some((name, value)) => {
                filled.push_str(value);
                rest = &rest[name.len()..];
            }
            None => {
                filled.push('{');
                rest = &rest[1..];
            }
        }
    }
    filled + rest
}

/// The words of a command line: quotation marks hold words together and a backslash takes what
/// follows as it is. Nothing else is special, since no shell reads it.
fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            _ if quote == Some(c) => quote = None,
            '\'' | '"' if quote.is_none() => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            // A path on Windows holds backslashes: only these are taken as they are.
            '\\' if quote != Some('\'')
                && characters
                    .peek()
                    .is_some_and(|next| matches!(next, '\\' | '"' | '\'' | ' ')) =>
            {
                word.get_or_insert_default().extend(characters.next());
            }
            c if c.is_whitespace() && quote.is_none() => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn editor(line: &str) -> Editor {
        Editor::choose(Some(line), |_| None).expect("an editor")
    }

    fn call(line: &str) -> Vec<String> {
        let file = Path::new("/a site/{line}$(x).md");
        let call = editor(line).call(file, 3, 5).expect("it can be opened");
        [vec![call.program], call.arguments].concat()
    }

    const FILE: &str = "/a site/{line}$(x).md";

    #[test]
    fn the_option_goes_before_the_variables_and_empty_ones_are_passed_over() {
        let set = |name: &str| match name {
            "VISUAL" => Some(" ".to_string()),
            "EDITOR" => Some("kate".to_string()),
            _ => None,
        };
        let chosen = |given, set: &dyn Fn(&str) -> Option<String>| {
            Editor::choose(given, set).map(|editor| editor.in_words())
        };
        assert_eq!(
            chosen(Some("subl"), &set),
            Some("subl (named by --editor)".into())
        );
        assert_eq!(chosen(None, &set), Some("kate (named by EDITOR)".into()));
        let all = |name: &str| Some(format!("x{}", name.len()));
        assert_eq!(
            chosen(None, &all),
            Some("x14 (named by NUTGRAF_EDITOR)".into())
        );
        assert_eq!(chosen(None, &|_| None), None);
        assert_eq!(
            chosen(Some("''"), &|_| None),
            Some(" (named by --editor)".into())
        );
    }

    #[test]
    fn known_editors_are_told_line_and_column() {
        let at = format!("{FILE}:3:5");
        for (line, told) in [
            ("code", vec!["code", "-g", &at]),
            ("code --wait", vec!["code", "--wait", "-g", &at]),
            (
                "'/opt/my code/Cursor' -n",
                vec!["/opt/my code/Cursor", "-n", "-g", &at],
            ),
            (r"C:\apps\Code.exe", vec![r"C:\apps\Code.exe", "-g", &at]),
            ("zed", vec!["zed", &at]),
            ("subl", vec!["subl", &at]),
            ("gvim", vec!["gvim", "+call cursor(3,5)", FILE]),
            ("vim -g", vec!["vim", "-g", "+call cursor(3,5)", FILE]),
            ("emacsclient -c", vec!["emacsclient", "-c", "+3:5", FILE]),
            ("emacs", vec!["emacs", "+3:5", FILE]),
            ("kate", vec!["kate", "-l", "3", "-c", "5", FILE]),
            ("gedit", vec!["gedit", "+3:5", FILE]),
            ("idea", vec!["idea", "--line", "3", "--column", "5", FILE]),
            ("mate", vec!["mate", "-l", "3:5", FILE]),
            ("unheard-of -x", vec!["unheard-of", "-x", FILE]),
        ] {
            assert_eq!(call(line), told, "{line}");
        }
    }

    #[test]
    fn a_pattern_is_filled_in_and_no_shell_reads_it() {
        assert_eq!(
            call(r#"my-editor "--at={line},{column}" {file} {other} ; $HOME `id`"#),
            [
                "my-editor",
                "--at=3,5",
                FILE,
                "{other}",
                ";",
                "$HOME",
                "`id`"
            ]
        );
        assert_eq!(
            call("kitty nvim +{line} {file}"),
            ["kitty", "nvim", "+3", FILE]
        );
        assert_eq!(
            call("nvim --server /tmp/s --remote {file}"),
            ["nvim", "--server", "/tmp/s", "--remote", FILE]
        );
    }

    #[test]
    fn editors_that_need_a_terminal_are_told_apart() {
        for line in [
            "vim",
            "/usr/bin/nvim -f",
            "nano",
            "hx",
            "emacs -nw",
            "emacsclient -t",
            "vi",
            "editor",
            "vim +{line} {file}",
        ] {
            let refusal = editor(line).call(Path::new("/a.md"), 1, 1);
            let why = refusal.expect_err(line);
            assert!(why.contains("runs in a terminal"), "{line}: {why}");
        }
    }

    #[test]
    fn words_are_held_together_by_quotation_marks() {
        assert_eq!(
            split(r#"a  "b c"'d' e\ f "g\"h" '' "#),
            ["a", "b cd", "e f", "g\"h", ""]
        );
        assert_eq!(split("a 'open"), ["a", "open"]);
        assert!(split(" \t").is_empty());
    }
}
